// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.emulator.firmware.Memory;
import org.armcall.emulator.firmware.Psci;
import org.armcall.emulator.firmware.TrustedOs;
import org.armcall.emulator.guest.Kind;
import org.armcall.emulator.guest.Reading;
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps of handlers, one by one, under exceptions that are made up. */
final class HandlerStepsTest {
  private static final Platform PLATFORM =
      Kind.PLATFORMS.stream()
          .filter(platform -> platform.name().equals("armv8a-el3-el2-a64"))
          .findFirst()
          .orElseThrow();

  /** CV=1, COND=EQ, CCKNOWNPASS=1: a trapped SMCEQ of which nothing says that it passed. */
  private static final int MAY_HAVE_FAILED = 1 << 24 | 1 << 19;

  /** PAR of an address that is translated to page 0x40008000. */
  private static final long TRANSLATED = 0x4000_8000L | 1 << 11;

  private final List<String> steps = new ArrayList<>();

  private static Handler policy(Policy policy, Returning.Skip skip) {
    Returning returning =
        new Returning(Returning.Refusal.NOT_SUPPORTED, skip, Returning.ConditionCheck.CHECKED);
    return new PolicyHandler(policy, returning, PLATFORM);
  }

  private static Handler reference(Offered.TrappedSmc smc) throws PresetException {
    Callee callee = CalleeFile.named("reference");
    Memory everywhere = (at, bytes) -> true;
    return new ReferenceHypervisor(
        callee,
        PLATFORM,
        new Offered(Offered.PsciSource.SHIM, smc),
        new Psci(callee, List.of(true), everywhere, TrustedOs.NONE),
        0x3ff0_0800L,
        everywhere);
  }

  /** Goes on until the handler is done or calls somebody. */
  private HandlerStep run(Handler handler, FakeContext context) {
    HandlerStep step = handler.step(context);
    while (step instanceof HandlerStep.Continue next) {
      steps.add(next.name());
      step = next.then().step(context);
    }
    return step;
  }

  private static String why(HandlerStep step) {
    return assertInstanceOf(HandlerStep.Halt.class, step).why();
  }

  @Test
  void whatIsNoCallEndsTheRun() throws PresetException {
    FakeContext wait = new FakeContext().reports(ExceptionClass.WFX, 0);
    Handler byIdentifier = policy(new Policy.FunctionId(), Returning.Skip.FULL);
    Handler reference = reference(Offered.TrappedSmc.EMULATED);
    assertEquals("the syndrome is not that of a call", why(run(byIdentifier, wait)));
    assertEquals("the syndrome is not that of an HVC or SMC", why(run(reference, wait)));
    FakeContext svc = new FakeContext().reports(ExceptionClass.SVC64, 0);
    assertEquals("the syndrome is not that of an HVC or SMC", why(run(reference, svc)));
    wait.cause = Cause.WAIT;
    assertEquals("the handler was entered by a wait", why(run(byIdentifier, wait)));
    assertEquals("the hypervisor was entered by a wait", why(run(reference, wait)));
  }

  /** IMM-CONDITION: the guest goes on behind it, and nothing was answered. */
  @Test
  void aTrapWhoseConditionFailedIsNoCallOfTheReferenceEither() throws PresetException {
    FakeContext context = new FakeContext().from(InstructionSet.A32);
    context.reports(ExceptionClass.SMC32, MAY_HAVE_FAILED);
    context.own(0, Word.of(0x8400_0000L));
    assertEquals(
        new HandlerStep.ResumePast(4), run(reference(Offered.TrappedSmc.EMULATED), context));
    assertEquals(List.of(), context.reports);
    assertEquals(Word.of(0x8400_0000L), context.own(0));
  }

  /**
   * What is forwarded is SMC #0 and nothing else: HVC is the hypervisor's own, and so is a reserved
   * immediate (DEN0028 section 2.9). The function is one that the hypervisor does not have.
   */
  @ParameterizedTest
  @CsvSource({
    "SMC64, 0, FORWARDED, true",
    "SMC64, 5, FORWARDED, false",
    "HVC64, 0, FORWARDED, false",
    "SMC64, 0, EMULATED, false"
  })
  void whatIsForwardedIsSmcZeroAndNothingElse(
      ExceptionClass reported, int immediate, Offered.TrappedSmc smc, boolean below)
      throws PresetException {
    FakeContext context = new FakeContext().reports(reported, immediate);
    context.own(0, Word.of(0x8600_0001L));
    HandlerStep end = run(reference(smc), context);
    assertEquals(below, end instanceof HandlerStep.Call, end.toString());
    assertEquals(Word.of(below ? 0x8600_0001L : -1), context.own(0));
  }

  /** RET-EMULATED with the PC only: an address has 64 bits in A64, and wraps at 32 in A32. */
  @ParameterizedTest
  @CsvSource({
    "SMC64, A64, 0xffff800000001000, 0xffff800000001004",
    "SMC64, A64, 0xfffffffc, 0x100000000",
    "SMC32, A32, 0xfffffffc, 0"
  })
  void theAddressBehindATrapHasAsManyBitsAsTheCaller(
      ExceptionClass reported, InstructionSet isa, String at, String behind) {
    FakeContext context = new FakeContext().from(isa).reports(reported, 0);
    context.returnAddress = Word.of(number(at));
    Handler handler = policy(new Policy.FunctionId(), Returning.Skip.PC_ONLY);
    assertEquals(new HandlerStep.ResumeAt(number(behind)), run(handler, context));
  }

  private static long number(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : Long.parseLong(text);
  }

  private MachineEvent.Decided reads(FakeContext context, long... words) {
    for (long word : words) {
      context.memory.add(Optional.of(Word.of(word)));
    }
    context.par = Word.of(TRANSLATED);
    Policy byMemory = new Policy.MemoryImmediate(Reading.byAtInstruction());
    run(policy(byMemory, Returning.Skip.FULL), context);
    return context.reports.stream()
        .filter(MachineEvent.Decided.class::isInstance)
        .map(MachineEvent.Decided.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** IMM-NO-GUESS: what answered once and not again is not known. */
  @Test
  void aSecondLookThatNothingAnswersIsNoRead() {
    FakeContext context = new FakeContext().reports(ExceptionClass.SMC64, 0);
    context.memory.add(Optional.of(Word.of(0xd400_0003L)));
    context.memory.add(Optional.empty());
    MachineEvent.Decided decided = reads(context);
    assertEquals("unavailable", decided.result());
    assertEquals("0x40008000 does not answer the handler", decided.reason().orElseThrow());
    assertTrue(steps.contains("recheck"));
  }

  /**
   * The first halfword of a 32-bit instruction has 0b11101, 0b11110 or 0b11111 in bits 15:11 (DDI
   * 0597, T32 instruction set encoding): PUSH.W that somebody wrote there is 32 bits, B is not.
   */
  @ParameterizedTest
  @CsvSource({
    "0xe92d, 0x4010, true, no call: 0xe92d4010",
    "0xf3af, 0x8000, true, no call: 0xf3af8000",
    "0xfa5f, 0xf080, true, no call: 0xfa5ff080",
    "0xe7fe, 0xe7fe, false, no call: 0xe7fe"
  })
  void aFirstHalfwordFromElevenHundredOneOnHasASecond(
      String first, String second, boolean wide, String found) {
    FakeContext context = new FakeContext().from(InstructionSet.T32);
    context.reports(ExceptionClass.SMC32, 0);
    long one = Long.decode(first);
    long other = Long.decode(second);
    MachineEvent.Decided decided = reads(context, one, other, one, other);
    assertEquals("contradicted", decided.result());
    assertEquals("found " + found + ", expected t32 smc", decided.reason().orElseThrow());
    assertEquals(wide, steps.contains("read-second"));
  }
}
