// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Reading;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;

/** What is read from guest memory, where nothing changed between the fetch and the read. */
class MemoryReadLawsTest {
  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  @Provide
  Arbitrary<GuestCall> thumb() {
    return GuestCalls.of(kind -> kind.isa() == InstructionSet.T32);
  }

  @Provide
  Arbitrary<GuestCall> narrow() {
    return GuestCalls.of(kind -> kind.narrow());
  }

  @Provide
  Arbitrary<GuestCall> narrowSmcs() {
    return GuestCalls.of(kind -> !kind.route().inSyndrome(kind.isa()));
  }

  @Provide
  Arbitrary<GuestMemory> ways() {
    return Reading.proper();
  }

  @Provide
  Arbitrary<Policy> policies() {
    return Combinators.combine(Arbitraries.integers().between(0, 5), ways())
        .as(
            (number, way) ->
                switch (number) {
                  case 0 -> new Policy.IssZero();
                  case 1 -> new Policy.Iss16Zero();
                  case 2 -> new Policy.SyndromeImmediate();
                  case 3 -> new Policy.FunctionId();
                  default -> new Policy.MemoryImmediate(way);
                });
  }

  /**
   * read(memory) = immediate(executed), and behind(call) executes once: for every platform, format
   * of stage 1 and 2, instruction set and route, at every place.
   *
   * <p>IMM-WALK-FORMAT, IMM-MMU-OFF, IMM-PAGE-STRADDLE, IMM-HALFWORD-ORDER, IMM-ADDRESS,
   * IMM-CALLER-REGIME, IMM-EXECUTED-ONLY, IMM-RELIANCE.
   */
  @Property(tries = 800)
  void anUnchangedInstructionIsReadAsItWasExecuted(@ForAll("guests") GuestCall guest) {
    Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate()).counts(1).holds();
  }

  /**
   * AT or software walk, read or execute permission, cacheable or not, with pause and re-check or
   * without: each reads immediate(executed) from a readable page when all views are coherent.
   *
   * <p>IMM-CACHEABILITY-ALIAS, IMM-EXECUTE-ONLY, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 500)
  void everyWayOfReadingAgreesOnAReadablePage(
      @ForAll("guests") GuestCall guest, @ForAll("ways") GuestMemory way) {
    Trial.of(guest, way).recovers(guest.immediate()).counts(1).holds();
  }

  /**
   * decisions(little-endian data) = decisions(big-endian data).
   *
   * <p>IMM-LITTLE-ENDIAN.
   */
  @Property(tries = 250)
  void theEndiannessOfDataDoesNotMatter(
      @ForAll("narrow") GuestCall guest, @ForAll("ways") GuestMemory way) {
    for (boolean big : new boolean[] {false, true}) {
      Trial.of(guest.withBigEndian(big), way).recovers(guest.immediate()).counts(1).holds();
    }
  }

  /**
   * who reads in the order of the caller's data has immediate(executed) where that is
   * little-endian, and a contradiction where it is not: bytes of a call in reverse are no call.
   *
   * <p>IMM-LITTLE-ENDIAN, IMM-CONTRADICTED.
   */
  @Property(tries = 250)
  void theOrderOfDataIsNotThatOfInstructions(@ForAll("narrow") GuestCall guest) {
    Trial trial = Trial.of(guest, Reading.inOrderOfData());
    if (guest.bigEndian()) {
      trial.contradicted().counts(1).holds();
    } else {
      trial.recovers(guest.immediate()).counts(1).holds();
    }
  }

  /**
   * who takes the first halfword for the low half has a contradiction, never an immediate: no call
   * has 0b1000 in its highest bits.
   *
   * <p>IMM-HALFWORD-ORDER, IMM-CONTRADICTED.
   */
  @Property(tries = 250)
  void theFirstHalfwordIsTheHighHalf(@ForAll("thumb") GuestCall guest) {
    Trial.of(guest, Reading.withHalvesSwapped()).contradicted().counts(1).holds();
    Trial.of(guest, GuestMemory.CAREFUL).recovers(guest.immediate()).holds();
  }

  /**
   * no reliance under any fill => decisions, answers and turns are the same under every fill of
   * UNKNOWN bits.
   *
   * <p>IMM-RELIANCE.
   */
  @Property(tries = 250)
  void noDecisionDependsOnAnUnknownBit(
      @ForAll("guests") GuestCall guest, @ForAll("policies") Policy policy, @ForAll int seed) {
    ScenarioRun first = Trial.of(guest.with(Fill.ZEROS), policy).run();
    for (Fill fill : List.of(Fill.ONES, Fill.seeded(seed))) {
      Trial trial = Trial.of(guest.with(fill), policy);
      ScenarioRun other = trial.run();
      if (first.reliances().isEmpty() && other.reliances().isEmpty()) {
        if (!decided(first).equals(decided(other)) || !answers(first).equals(answers(other))) {
          trial.fail(List.of("zeros: " + decided(first), "filled: " + decided(other)), other);
        }
        assertEquals(first.run(), other.run());
      } else {
        assertEquals(first.reliances().isEmpty(), other.reliances().isEmpty());
      }
    }
  }

  private static List<MachineEvent.Decided> decided(ScenarioRun run) {
    return run.decisions().stream().map(ScenarioRun.Answered::decided).toList();
  }

  private static List<Long> answers(ScenarioRun run) {
    return run.registers().get(0).stream()
        .limit(3)
        .map(word -> word.value() & ~word.unreliable())
        .toList();
  }

  /**
   * an SMC with should-be-zero bits that reaches a handler is read as its immediate field, and the
   * answer says UNPREDICTABLE.
   *
   * <p>IMM-UNPREDICTABLE-ENCODING.
   */
  @Property(tries = 300)
  void anUnpredictableEncodingIsReadByItsFieldAndCalledSo(
      @ForAll("narrowSmcs") GuestCall guest,
      @ForAll @IntRange(min = 1, max = 0xfff) int bits,
      @ForAll @IntRange(max = 5) int outcome) {
    CallInstruction proper = guest.instruction();
    GuestCall odd =
        guest.with(
            new CallInstruction(
                proper.call(),
                proper.isa(),
                proper.size(),
                proper.immediate(),
                proper.encodedCondition(),
                bits));
    Trial trial = Trial.of(odd, GuestMemory.CAREFUL).outcome(new OutcomeChoice.Numbered(outcome));
    ScenarioRun run = trial.run();
    for (MachineEvent.Decided decided : decided(run)) {
      boolean right =
          decided.immediate().isPresent()
              && decided.immediate().getAsInt() == guest.immediate()
              && decided.reason().orElse("").contains("UNPREDICTABLE");
      if (!right) {
        trial.fail(List.of("not the field, or not called UNPREDICTABLE: " + decided), run);
      }
    }
  }
}
