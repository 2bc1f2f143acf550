// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.armcall.emulator.firmware.Request;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Word;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.ScratchRegisters;
import org.armcall.model.convention.TrapAdvance;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shim hands down and what it hands back (RES-SHIM, REG-UPPER-HALVES, REG-NO-LEAK). */
final class ShimTest {
  private static final long ENTRY = 0x3ff0_0800L;

  /** What a guest in AArch32 may have left above its registers. */
  private static final long ABOVE = 0xdead_beef_0000_0000L;

  private static final long AFFINITY_INFO = 0x8400_0004L;
  private static final long CPU_SUSPEND = 0x8400_0001L;
  private static final long CPU_ON = 0x8400_0003L;
  private static final long SYSTEM_SUSPEND = 0x8400_000eL;

  /** The arguments of a call are registers 0 to 7 (DEN0028 section 3.3); 8 is none. */
  private static final int BEHIND_ARGUMENTS = 8;

  private final Shim shim =
      new Shim(ENTRY, (at, bytes) -> true, ScratchRegisters.AS_THE_LAYER_BELOW_ANSWERS);

  private static FakeContext guest(InstructionSet isa, long function) {
    FakeContext context = new FakeContext().from(isa);
    for (int register = 0; register <= BEHIND_ARGUMENTS; register++) {
      context.own(register, Word.of(ABOVE | 0x4000_0000L + 0x10 * register));
    }
    context.own(0, Word.of(ABOVE | function));
    return context;
  }

  private static Request request(FakeContext context) {
    boolean wide = context.isa == InstructionSet.A64;
    ConventionCall call =
        new ConventionCall(
            Conduit.SMC,
            new Immediate(0, 16),
            context.own(0).low(32).value(),
            wide ? ExecutionState.AARCH64 : ExecutionState.AARCH32);
    return new Request(
        context, call, OptionalInt.empty(), 4, new TreeSet<>(), TrapAdvance.EVERYTHING);
  }

  private HandlerStep.Call down(FakeContext context) {
    HandlerStep.Continue turn = (HandlerStep.Continue) shim.pass(request(context));
    HandlerStep.Call call = (HandlerStep.Call) turn.then().step(context);
    assertEquals(Call.SMC, call.instruction());
    return call;
  }

  /** DEN0028 Table 6-1: 0x84000000 to 0x8400001F are PSCI's. */
  @ParameterizedTest
  @CsvSource({
    "0x84000000, true",
    "0x8400001f, true",
    "0xc400001f, true",
    "0x84000020, false",
    "0x85000001, false",
    "0x04000001, false"
  })
  void theRangeOfPsciIsPassedOnAndNothingElse(String function, boolean passed) {
    FunctionId id = new FunctionId((int) Long.decode(function).longValue());
    FakeContext context = guest(InstructionSet.A64, AFFINITY_INFO);
    assertEquals(passed, shim.find(request(context), id).isPresent());
  }

  @ParameterizedTest
  @CsvSource({"A32", "T32"})
  void whatIsAboveAnAarch32RegisterIsNoArgumentAndNoResult(InstructionSet isa) {
    FakeContext context = guest(isa, AFFINITY_INFO);
    Map<Integer, Word> before = new HashMap<>(context.registers);
    HandlerStep.Call call = down(context);
    for (int register = 0; register < BEHIND_ARGUMENTS; register++) {
      assertEquals(before.get(register).low(32), context.own(register), "argument " + register);
      context.own(register, Word.of(ABOVE | register));
    }
    assertEquals(before.get(BEHIND_ARGUMENTS), context.own(BEHIND_ARGUMENTS), "no argument");
    call.then().step(context);
    for (int register = 0; register < BEHIND_ARGUMENTS; register++) {
      assertEquals(Word.of(register), context.own(register), "result " + register);
    }
    assertEquals(before.get(BEHIND_ARGUMENTS), context.own(BEHIND_ARGUMENTS), "no result");
  }

  /** By the cells scratch of spec/implementations: Xen, the reference, Hafnium and pKVM. */
  @ParameterizedTest
  @CsvSource({
    "PRESERVED, false, 4 7 17",
    "PRESERVED_UNLESS_RETURNED, false, ''",
    "CLIENT_IN_X7, true, 7",
    "AS_THE_LAYER_BELOW_ANSWERS, false, ''"
  })
  void whatTheFirmwareLeavesInTheScratchRegistersReachesTheGuestOrNot(
      ScratchRegisters scratch, boolean client, String kept) {
    FakeContext context = guest(InstructionSet.A64, AFFINITY_INFO);
    for (int register : new int[] {4, 7, 17}) {
      context.own(register, Word.of(register));
    }
    Shim other = new Shim(ENTRY, (at, bytes) -> true, scratch);
    HandlerStep.Continue turn = (HandlerStep.Continue) other.pass(request(context));
    HandlerStep.Call call = (HandlerStep.Call) turn.then().step(context);
    assertEquals(Word.of(client ? 1 : 7), context.own(7));
    for (int register : new int[] {4, 7, 17}) {
      context.own(register, Word.of(ABOVE));
    }
    call.then().step(context);
    for (int register : new int[] {4, 7, 17}) {
      boolean same = List.of(kept.split(" ")).contains(Integer.toString(register));
      assertEquals(same ? Word.of(register) : Word.of(ABOVE), context.own(register), "" + register);
    }
  }

  @Test
  void fromAarch64ArgumentsAndResultsAreWholeRegisters() {
    FakeContext context = guest(InstructionSet.A64, AFFINITY_INFO);
    Map<Integer, Word> before = new HashMap<>(context.registers);
    HandlerStep.Call call = down(context);
    assertEquals(before, context.registers);
    context.own(0, Word.of(-2));
    Map<Integer, Word> answered = new HashMap<>(context.registers);
    call.then().step(context);
    assertEquals(answered, context.registers);
  }

  /** DEN0022 section 5: the entry point is argument 2, or 1 of a suspend of the whole. */
  @ParameterizedTest
  @CsvSource({
    CPU_ON + ", 2, A64",
    CPU_ON + ", 2, A32",
    CPU_SUSPEND + ", 2, A64",
    SYSTEM_SUSPEND + ", 1, A64",
    SYSTEM_SUSPEND + ", 1, T32"
  })
  void theFirmwareGetsTheHypervisorsEntryAndTheGuestKeepsItsOwn(
      long function, int register, InstructionSet isa) {
    FakeContext context = guest(isa, function);
    Map<Integer, Word> before = new HashMap<>(context.registers);
    HandlerStep.Call call = down(context);
    assertEquals(Word.of(ENTRY), context.own(register));
    long key = context.own(register + 1).value();
    boolean wide = isa == InstructionSet.A64;
    for (int other = 0; other < BEHIND_ARGUMENTS; other++) {
      if (other != register && other != register + 1) {
        Word argument = before.get(other);
        assertEquals(wide ? argument : argument.low(32), context.own(other), "argument " + other);
      }
    }
    context.own(0, Word.ZERO);
    call.then().step(context);
    for (int other = 1; other < BEHIND_ARGUMENTS; other++) {
      assertEquals(before.get(other).low(32), context.own(other).low(32), "register " + other);
    }
    HandlerStep.Done landing = shim.started(1, Word.of(key));
    if (function == CPU_ON) {
      HandlerStep.Enter enter = assertInstanceOf(HandlerStep.Enter.class, landing);
      assertEquals(before.get(register).low(32).value(), enter.start().address());
      assertEquals(before.get(register + 1).low(32), enter.register());
    } else {
      assertInstanceOf(HandlerStep.Halt.class, landing, "it came back from its suspend");
    }
  }
}
