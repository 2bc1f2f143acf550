// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
import org.armcall.emulator.scenario.Expectation.Decision;
import org.armcall.emulator.scenario.Finish;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioWriter;
import org.armcall.emulator.word.Word;
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
    boolean relied = !first.reliances().isEmpty();
    for (Fill fill : List.of(Fill.ONES, Fill.seeded(seed))) {
      Trial trial = Trial.of(guest.with(fill), policy).relies(relied);
      if (!relied) {
        trial.expects(each -> each.decides(decisions(first)).ends(first.ending()));
        trial.ends(finish -> answers(first, finish));
      }
      ScenarioRun other = trial.holds();
      if (!relied) {
        assertEquals(decided(first), decided(other), () -> ScenarioWriter.write(other.scenario()));
      }
    }
  }

  private static List<MachineEvent.Decided> decided(ScenarioRun run) {
    return run.decisions().stream().map(ScenarioRun.Answered::decided).toList();
  }

  private static List<Decision> decisions(ScenarioRun run) {
    return decided(run).stream()
        .map(
            was ->
                new Decision(
                    was.result(), was.immediate(), Optional.of(was.dispatch()), was.reason()))
        .toList();
  }

  /** What a guest may rely on of its first three registers. */
  private static Finish answers(ScenarioRun run, Finish finish) {
    Finish all = finish;
    for (int number = 0; number < 3; number++) {
      Word word = run.registers().get(0).get(number);
      all = word.unreliable() == 0 ? all.register(number, word.value()) : all;
    }
    return all;
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
    ScenarioRun run = trial.anyReliance().run();
    Decision byField =
        new Decision(
            "recovered",
            OptionalInt.of(guest.immediate()),
            Optional.empty(),
            Optional.of("UNPREDICTABLE"));
    trial.expects(each -> each.decides(Collections.nCopies(run.decisions().size(), byField)));
    trial.holds(run);
  }
}
