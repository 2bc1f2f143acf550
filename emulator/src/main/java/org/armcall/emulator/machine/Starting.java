// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.SecurityState;

/** Brings a processor to where a run begins. */
final class Starting {
  private static final int RW_SCR = 10;
  private static final int RW_HCR = 31;
  private static final int EEL2 = 18;
  private static final int NSE = 62;

  private Starting() {}

  static void at(Cpu cpu, Start start) {
    ExecutionState state = start.isa().executionState();
    if (start.mode().executionState() != state) {
      throw new IllegalArgumentException(
          "mode " + start.mode().text() + " does not run " + start.isa().text());
    }
    boolean secure = start.security() == SecurityState.SECURE;
    ExceptionLevel level = ModeBits.level(start.mode(), cpu.levels.el3Narrow() && secure);
    if (!cpu.platform.has(level)) {
      throw new IllegalArgumentException(cpu.platform.name() + " has no " + level);
    }
    security(cpu, start.security(), level);
    width(cpu, level, state);
    if (level != EL0 && cpu.levels.state(level) != state) {
      throw new IllegalArgumentException(
          level + " of " + cpu.platform.name() + " cannot use " + state.text() + " here");
    }
    if (cpu.levels.security(level) != start.security()) {
      throw new IllegalArgumentException(
          level + " of " + cpu.platform.name() + " cannot be " + start.security().text());
    }
    ProcessStatus status = cpu.status;
    status.isa = start.isa();
    cpu.mode(level, start.mode());
    status.masks = state == ExecutionState.AARCH64 ? 0xf : 7;
    status.it = 0;
    status.branchType = 0;
    status.step = false;
    status.illegal = false;
    status.bigEndian = false;
    cpu.pc = start.address();
    cpu.next = start.address();
  }

  private static void security(Cpu cpu, SecurityState security, ExceptionLevel level) {
    if (!cpu.platform.has(EL3)) {
      return;
    }
    boolean nonsecure =
        security == SecurityState.NONSECURE
            || security == SecurityState.REALM
            || security == SecurityState.ROOT;
    bit(cpu, SystemRegister.SCR_EL3, 0, nonsecure);
    bit(cpu, SystemRegister.SCR_EL3, NSE, security == SecurityState.REALM);
    if (security == SecurityState.SECURE && level == EL2) {
      bit(cpu, SystemRegister.SCR_EL3, EEL2, true);
    }
  }

  /** SCR.RW and HCR.RW so that the level is in that state; those above it as wide as they can. */
  private static void width(Cpu cpu, ExceptionLevel level, ExecutionState state) {
    boolean narrow = state == ExecutionState.AARCH32;
    boolean narrowEl2 = narrow && level == EL2;
    boolean narrowEl1 = narrow && level != EL3;
    boolean hasEl2 = cpu.platform.has(EL2);
    if (cpu.platform.has(EL3) && !cpu.levels.el3Narrow()) {
      boolean governs = !hasEl2 || !cpu.levels.el2Enabled();
      bit(cpu, SystemRegister.SCR_EL3, RW_SCR, !(narrowEl2 || (narrowEl1 && governs)));
    }
    if (hasEl2 && cpu.platform.widestOf(EL2).orElseThrow() == ExecutionState.AARCH64) {
      // A narrow EL0 is put below a narrow EL1; who wants a wide EL1 sets HCR_EL2.RW.
      bit(cpu, SystemRegister.HCR_EL2, RW_HCR, !(narrowEl1 && (level == EL1 || level == EL0)));
    }
  }

  private static void bit(Cpu cpu, SystemRegister register, int number, boolean value) {
    Word old = cpu.system.get(register);
    cpu.system.set(register, false, old.withBits(number, number, Word.of(value ? 1 : 0)));
  }
}
