// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.model.call.Advance;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.Syndromes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vector of an exception that is no call, and what is told of its entry. */
final class ExceptionEntriesTest {
  private static final long RW = 1L << 31;
  private static final long TGE = 1L << 27;
  private static final long E2H = 1L << 34;

  private static Bare bare(Platform platform, Mode mode, SecurityState security) {
    boolean wide = mode.text().startsWith("el");
    return new Bare(platform, mode, wide ? InstructionSet.A64 : InstructionSet.A32, security);
  }

  /**
   * To EL3: by the execution state of EL2 where it is enabled, else of EL1, whatever the caller's
   * own (pseudocode AArch64.TakeException; DDI 0487 D1.3.1.5, the vector table).
   */
  @ParameterizedTest
  @CsvSource({
    "EL1H, NONSECURE, 0, 0x400",
    "SVC, NONSECURE, 0, 0x400",
    "USR, NONSECURE, 0, 0x400",
    "HYP, NONSECURE, 0, 0x600",
    "EL1H, SECURE, 0, 0x400",
    "SVC, SECURE, 0, 0x600",
    "SVC, SECURE, 0x40000, 0x400"
  })
  void theVectorOfEl3IsByTheLevelBelow(
      Mode mode, SecurityState security, String scr, String vector) {
    Bare bare = bare(Machines.WIDE, mode, security).also(SystemRegister.SCR_EL3, Long.decode(scr));
    bare.parts
        .exceptions()
        .take(
            ExceptionLevel.EL3,
            Cause.WAIT,
            Exceptions.VECTOR_UNDEFINED,
            Mode.MON,
            Syndromes.plain(ExceptionClass.WFX));
    assertEquals(ExceptionLevel.EL3, bare.cpu.status.level);
    assertEquals(Long.decode(vector), bare.offset(3));
  }

  /** To EL2: by the state of EL1; of a host's application by its own (IsInHost). */
  @ParameterizedTest
  @CsvSource({
    "EL1H, rw, 0x400",
    "SVC, '', 0x600",
    "USR, rw, 0x400",
    "USR, '', 0x600",
    "EL0, rw, 0x400",
    "USR, rw tge, 0x400",
    "USR, rw e2h, 0x400",
    "USR, rw e2h tge, 0x600",
    "EL0, rw e2h tge, 0x400",
    "USR, e2h tge, 0x600"
  })
  void theVectorOfEl2IsByEl1OrTheApplication(Mode mode, String controls, String vector) {
    Bare bare = bare(Machines.WIDE, mode, SecurityState.NONSECURE);
    bare.set(
        SystemRegister.HCR_EL2,
        (controls.contains("rw") ? RW : 0)
            | (controls.contains("tge") ? TGE : 0)
            | (controls.contains("e2h") ? E2H : 0));
    bare.parts
        .exceptions()
        .take(
            ExceptionLevel.EL2,
            Cause.WAIT,
            Exceptions.VECTOR_UNDEFINED,
            Mode.HYP,
            Syndromes.plain(ExceptionClass.WFX));
    assertEquals(Long.decode(vector), bare.offset(2));
  }

  private static ExceptionEntry told(Bare bare) {
    return bare.events.stream()
        .filter(MachineEvent.Entered.class::isInstance)
        .map(event -> ((MachineEvent.Entered) event).entry())
        .findFirst()
        .orElseThrow();
  }

  /** {@link ExceptionEntry#it} is empty for an A64 caller; nothing has advanced. */
  @Test
  void whatIsToldOfItIsOfAarch32() {
    Bare narrow = bare(Machines.NARROW, Mode.SVC, SecurityState.NONSECURE);
    narrow.parts.exceptions().undefined();
    assertEquals(Optional.of(Advance.KEPT), told(narrow).it());
    Bare wide = bare(Machines.WIDE, Mode.EL1H, SecurityState.NONSECURE);
    wide.parts.exceptions().undefined();
    assertEquals(Optional.empty(), told(wide).it());
    assertEquals(SavedBranchType.NOT_APPLICABLE, told(wide).branchType());
  }

  /** SPSR.BTYPE of a Branch Target exception is the branch type, which its syndrome has too. */
  @Test
  void theBranchTypeIsKept() {
    Bare bare = bare(Machines.WIDE, Mode.EL1H, SecurityState.NONSECURE);
    bare.cpu.status.branchType = 2;
    bare.parts.exceptions().branchTarget();
    assertEquals(SavedBranchType.KEPT, told(bare).branchType());
    assertEquals(2, bare.get(SystemRegister.SPSR_EL1).value() >>> 10 & 3);
    assertEquals(0x36000002L, bare.get(SystemRegister.ESR_EL1).value());
  }
}
