// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.Optional;
import org.armcall.emulator.isa.PstateField;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * PSTATE as instructions write it: MSR CPSR, CPS, SETEND, MSR DAIFSet (pseudocode CPSRWriteByInstr,
 * AArch32.WriteModeByInstr).
 */
final class NarrowStatus {
  /** Q, GE and E. */
  private static final long USER_WRITABLE = 0x080f0200;

  private final Cpu cpu;

  NarrowStatus(Cpu cpu) {
    this.cpu = cpu;
  }

  /** Writes the bits of CPSR that the mask selects and the level may write. */
  void cpsr(Word value, int mask) {
    ProcessStatus status = cpu.status;
    long bits = value.value();
    cpu.relied(
        "the state that MSR writes",
        value,
        mask & (status.level == EL0 ? USER_WRITABLE : USER_WRITABLE | 0x1c0));
    if ((mask & 0xf0000000) != 0) {
      status.flags(value);
    }
    int saturation = mask & 0x080f0000;
    status.saturation = (status.saturation & ~saturation) | ((int) bits & saturation);
    if ((mask & 0x200) != 0) {
      status.bigEndian = (bits & 0x200) != 0;
    }
    if (status.level == EL0) {
      return;
    }
    int masks = mask >>> 6 & 7;
    status.masks = (status.masks & ~masks) | ((int) (bits >>> 6) & masks);
    if ((mask & 0x1f) != 0) {
      cpu.relied("the mode of CPSR", value, 0x1f);
      mode((int) bits & 0x1f);
    }
  }

  /**
   * Whether the level may write it: SPSel is not EL0's, DAIF is where SCTLR_EL1.UMA says so, and
   * SCTLR.SED forbids SETEND.
   */
  SystemVerdict verdict(PstateField field, SystemAccess access) {
    return switch (field) {
      case SP_SELECT -> SystemVerdict.undefinedIf(cpu.status.level == EL0);
      case DAIF_SET, DAIF_CLEAR -> access.ofMasks();
      case ENDIANNESS -> SystemVerdict.undefinedIf(cpu.disables(Cpu.SED));
      case AIF_SET, AIF_CLEAR, MODE -> SystemVerdict.ALLOWED;
    };
  }

  /**
   * Whether SCTLR.ITD makes the instruction UNDEFINED in an IT block, whatever its condition: every
   * 32-bit one, and of the 16-bit ones B, UDF, LDM and STM, the miscellaneous ones, ADR, LDR
   * (literal), and those that name PC (the classes of AArch32.CheckITEnabled).
   *
   * <p>Whether IT or the instruction behind it is the one that is UNDEFINED is IMPLEMENTATION
   * DEFINED (DDI 0487 G8.2.126, SCTLR.ITD): the pseudocode has IT; here it is the other, as the
   * model has it for calls (ROU-ITD), which are its matter.
   */
  boolean forbidsInBlock(InstructionWord word) {
    if (!cpu.disables(Cpu.ITD) || Encodings.decode(word).isPresent()) {
      return false;
    }
    int first = word.size() == 2 ? word.bits() : word.bits() >>> 16;
    return (first & 0xc000) == 0xc000
        || (first & 0xf000) == 0xb000
        || (first & 0xf800) == 0xa000
        || (first & 0xf800) == 0x4800
        || (first & 0xfc78) == 0x4478
        || (first & 0xfc87) == 0x4487;
  }

  /** Writes a part of PSTATE directly. */
  void field(PstateField field, int value, SystemAccess access) {
    ProcessStatus status = cpu.status;
    boolean privileged = status.level != EL0;
    switch (field) {
      case DAIF_SET -> status.masks |= value & 0xf;
      case DAIF_CLEAR -> status.masks &= ~value & 0xf;
      case SP_SELECT -> access.select((value & 1) != 0);
      case ENDIANNESS -> status.bigEndian = (value & 1) != 0;
      case AIF_SET -> status.masks |= privileged ? value & 7 : 0;
      case AIF_CLEAR -> status.masks &= privileged ? ~value & 0xf : 0xf;
      case MODE -> {
        if (privileged) {
          mode(value & 0x1f);
        }
      }
    }
  }

  /** Changes the mode; one that is not allowed sets PSTATE.IL and changes nothing. */
  private void mode(int bits) {
    Optional<Mode> mode =
        ModeBits.mode(bits).filter(m -> m.executionState() == ExecutionState.AARCH32);
    if (mode.isPresent() && isAllowed(mode.get())) {
      cpu.mode(ModeBits.level(mode.get(), isSecurePl1()), mode.get());
    } else if (!cpu.platform.isArmv7()) {
      cpu.status.illegal = true;
    }
  }

  /** By the state that executes: Monitor mode is Secure whatever SCR.NS says. */
  private boolean isSecurePl1() {
    return cpu.levels.securePl1IsEl3();
  }

  private boolean isAllowed(Mode mode) {
    ExceptionLevel from = cpu.status.level;
    if (mode == Mode.MON) {
      return from == EL3 && cpu.security() == SecurityState.SECURE;
    }
    ExceptionLevel to = ModeBits.level(mode, isSecurePl1());
    boolean leavesHyp = from == EL2 && to != EL2;
    boolean entersHyp = from != EL2 && to == EL2;
    boolean intoHost = from == EL3 && to == EL1 && cpu.levels.tge();
    return !leavesHyp && !entersHyp && !intoHost && !to.isAbove(from);
  }
}
