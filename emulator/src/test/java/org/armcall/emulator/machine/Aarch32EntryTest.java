// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.armcall.model.syndrome.PartialWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an exception that AArch32 takes leaves in PSTATE, SCR, LR and PC (pseudocode
 * AArch32.EnterMode, AArch32.EnterMonitorMode, AArch32.EnterHypMode, ExcVectorBase).
 */
final class Aarch32EntryTest {
  private static final int A = ProcessStatus.A;
  private static final int I = ProcessStatus.I;
  private static final int F = ProcessStatus.F;

  private static final int UNDEFINED = 0x04;
  private static final int CALL = 0x08;
  private static final int DATA = 0x10;
  private static final int HYP_TRAP = 0x14;

  /** Hyp mode and the modes of EL1, and no EL3. */
  private static final Platform NO_EL3 = withoutEl3();

  private static Platform withoutEl3() {
    Map<ExceptionLevel, ExecutionState> levels = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : List.of(ExceptionLevel.EL0, ExceptionLevel.EL1)) {
      levels.put(level, ExecutionState.AARCH32);
    }
    levels.put(ExceptionLevel.EL2, ExecutionState.AARCH32);
    return new Platform("no-el3", Architecture.ARMV8A, levels, Set.of(), Map.of());
  }

  private static Bare from(Mode mode, InstructionSet isa) {
    Bare bare = Bare.of(Machines.NARROW, mode, isa);
    bare.cpu.status.masks = 0;
    return bare;
  }

  private static Bare take(Bare bare, ExceptionLevel target, int vector, Mode mode, Cause cause) {
    var entry =
        bare.parts.exceptions().entry(target, vector, mode, PartialWord.defined(0x12000000));
    bare.parts.entering().enter(entry, cause, Word.ZERO);
    return bare;
  }

  private static Bare undefined(Bare bare) {
    return take(bare, ExceptionLevel.EL1, UNDEFINED, Mode.UND, Cause.UNDEFINED);
  }

  private static Bare abort(Bare bare) {
    return take(bare, ExceptionLevel.EL1, DATA, Mode.ABT, Cause.DATA_ABORT);
  }

  private static Bare monitor(Bare bare) {
    return take(bare, ExceptionLevel.EL3, CALL, Mode.MON, Cause.CALL);
  }

  private static Bare hyp(Bare bare) {
    return take(bare, ExceptionLevel.EL2, UNDEFINED, Mode.HYP, Cause.SYSTEM_REGISTER);
  }

  @Test
  void eachModeMasksWhatItMust() {
    assertEquals(I, undefined(from(Mode.SVC, InstructionSet.A32)).cpu.status.masks);
    assertEquals(A | I, abort(from(Mode.SVC, InstructionSet.A32)).cpu.status.masks);
    assertEquals(A | I | F, monitor(from(Mode.SVC, InstructionSet.A32)).cpu.status.masks);
  }

  @Test
  void whatWasMaskedStaysMasked() {
    Bare bare = from(Mode.SVC, InstructionSet.A32);
    bare.cpu.status.masks = F;
    assertEquals(I | F, undefined(bare).cpu.status.masks);
  }

  /** In Hyp mode a mask is set unless EL3 takes that interrupt: SCR.EA, SCR.IRQ, SCR.FIQ. */
  @ParameterizedTest
  @CsvSource({"0x1, 7", "0x9, 3", "0x3, 5", "0x5, 6", "0xf, 0"})
  void hypMasksWhatMonitorDoesNotTake(String scr, int masks) {
    Bare bare = from(Mode.SVC, InstructionSet.A32).set(SystemRegister.SCR_EL3, Long.decode(scr));
    assertEquals(masks, hyp(bare).cpu.status.masks);
    assertEquals(HYP_TRAP, bare.offset(2));
  }

  @Test
  void withoutEl3HypMasksEverything() {
    Bare bare = Bare.of(NO_EL3, Mode.SVC, InstructionSet.A32);
    bare.cpu.status.masks = 0;
    bare.cpu.system.set(SystemRegister.SCR_EL3, false, Word.of(0xf));
    assertEquals(A | I | F, hyp(bare).cpu.status.masks);
  }

  /** What Monitor mode takes or causes is taken in Secure state; other modes leave SCR alone. */
  @Test
  void anExceptionOfMonitorModeClearsNs() {
    Bare monitor = new Bare(Machines.NARROW, Mode.MON, InstructionSet.A32, SecurityState.SECURE);
    monitor.set(SystemRegister.SCR_EL3, 0x31);
    monitor(monitor);
    assertEquals(0x30, monitor.get(SystemRegister.SCR_EL3).value());
    Bare kernel = from(Mode.SVC, InstructionSet.A32).set(SystemRegister.SCR_EL3, 0x31);
    monitor(kernel);
    assertEquals(0x31, kernel.get(SystemRegister.SCR_EL3).value());
  }

  /** SCTLR.TE and SCTLR.EE; for Hyp mode those of HSCTLR. */
  @Test
  void theHandlersInstructionSetAndByteOrderAreThoseOfItsControlRegister() {
    long thumbAndBig = 1L << 30 | 1L << 25;
    Bare kernel = from(Mode.SVC, InstructionSet.A32).also(SystemRegister.SCTLR_EL1, thumbAndBig);
    undefined(kernel);
    assertEquals(InstructionSet.T32, kernel.cpu.status.isa);
    assertTrue(kernel.cpu.status.bigEndian);
    Bare other = from(Mode.SVC, InstructionSet.A32).also(SystemRegister.SCTLR_EL1, thumbAndBig);
    hyp(other);
    assertEquals(InstructionSet.A32, other.cpu.status.isa);
    assertFalse(other.cpu.status.bigEndian);
    Bare hyp = from(Mode.SVC, InstructionSet.A32).also(SystemRegister.SCTLR_EL2, thumbAndBig);
    hyp(hyp);
    assertEquals(InstructionSet.T32, hyp.cpu.status.isa);
    assertTrue(hyp.cpu.status.bigEndian);
  }

  /** SCTLR.V moves the vectors of EL1's modes; Hyp and Monitor mode have none but their base. */
  @Test
  void highVectorsAreForTheModesOfEl1() {
    long high = 1L << 13;
    Bare kernel = from(Mode.SVC, InstructionSet.A32).also(SystemRegister.SCTLR_EL1, high);
    assertEquals(0xffff0004L, undefined(kernel).cpu.next);
    Bare hyp = from(Mode.SVC, InstructionSet.A32);
    hyp.also(SystemRegister.SCTLR_EL1, high).also(SystemRegister.SCTLR_EL2, high);
    assertEquals(HYP_TRAP, hyp(hyp).offset(2));
    Bare monitor = from(Mode.SVC, InstructionSet.A32).also(SystemRegister.SCTLR_EL1, high);
    assertEquals(CALL, monitor(monitor).offset(3));
  }

  @Test
  void aVectorBaseThatIsNotKnownIsReliedOn() {
    Bare bare = from(Mode.SVC, InstructionSet.A32);
    long base = Machines.vectors(1);
    bare.cpu.system.set(
        SystemRegister.VBAR_EL1, false, new Word(base, 1L << 12, Origin.of("a test")));
    undefined(bare);
    List<Reliance> relied =
        bare.events.stream()
            .filter(MachineEvent.Relied.class::isInstance)
            .map(event -> ((MachineEvent.Relied) event).reliance())
            .toList();
    assertEquals(1, relied.size());
    assertEquals(1L << 12, relied.get(0).bits());
    Bare known = undefined(from(Mode.SVC, InstructionSet.A32));
    assertTrue(known.events.stream().noneMatch(MachineEvent.Relied.class::isInstance));
  }

  /** LR_und is +4 for A32 and +2 for T32, LR_abt of a data abort +8, LR_mon of a call behind it. */
  @Test
  void theLinkRegisterIsOffByWhatTheExceptionSays() {
    assertEquals(Bare.HERE + 4, link(undefined(from(Mode.SVC, InstructionSet.A32))));
    assertEquals(Bare.HERE + 2, link(undefined(from(Mode.SVC, InstructionSet.T32))));
    assertEquals(Bare.HERE + 8, link(abort(from(Mode.SVC, InstructionSet.A32))));
    assertEquals(Bare.HERE, link(monitor(from(Mode.SVC, InstructionSet.A32))));
    Bare top = from(Mode.SVC, InstructionSet.A32);
    top.cpu.pc = 0xfffffffcL;
    assertEquals(0, link(undefined(top)), "addresses wrap at 32 bits");
  }

  private static long link(Bare bare) {
    return bare.cpu.general.narrow(bare.cpu.row, 14).value();
  }
}
