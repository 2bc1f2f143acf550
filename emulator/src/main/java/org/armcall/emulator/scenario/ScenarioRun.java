// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.emulator.machine.Ending;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.Reliance;
import org.armcall.emulator.machine.Run;
import org.armcall.emulator.scenario.Expectation.Decision;
import org.armcall.emulator.scenario.Expectation.EndingKind;
import org.armcall.emulator.word.Word;

/**
 * What a scenario did when it ran.
 *
 * @param scenario what ran
 * @param run why and when it ended, and the turns that were taken
 * @param totals how often each happened; of each, the first {@link #KEPT} are kept
 * @param calls the calls that were executed, in order
 * @param decisions what the handler decided, in order, each with the call that it was about
 * @param reliances what relied on bits that it may not rely on
 * @param registers the general registers of each processor at the end
 */
public record ScenarioRun(
    Scenario scenario,
    Run run,
    Totals totals,
    List<MachineEvent.Called> calls,
    List<Answered> decisions,
    List<Reliance> reliances,
    List<List<Word>> registers) {

  /** A run of millions of turns must not keep everything. */
  public static final int KEPT = 1000;

  /**
   * How often what a run keeps happened.
   *
   * @param calls calls executed
   * @param decisions decisions of the handler
   * @param wrong decisions that go by another immediate than the executed one
   * @param reliances reliances on bits that may not be relied on
   */
  public record Totals(long calls, long decisions, long wrong, long reliances) {}

  /** Copies the lists. */
  public ScenarioRun {
    calls = List.copyOf(calls);
    decisions = List.copyOf(decisions);
    reliances = List.copyOf(reliances);
    registers = List.copyOf(registers);
  }

  /**
   * A decision and what it was about.
   *
   * @param call the call that the processor had executed
   * @param decided what its handler decided
   */
  public record Answered(MachineEvent.Called call, MachineEvent.Decided decided) {

    /** Whether the handler goes by an immediate, and not the executed one: IMM-EXECUTED-ONLY. */
    public boolean isWrong() {
      return decided.immediate().isPresent()
          && decided.immediate().getAsInt() != call.instruction().immediate().value();
    }
  }

  /** How the run ended, in a word. */
  public EndingKind ending() {
    Ending ending = run.ending();
    if (ending instanceof Ending.Halted) {
      return EndingKind.HALTED;
    }
    if (ending instanceof Ending.LimitReached) {
      return EndingKind.LIMIT;
    }
    if (ending instanceof Ending.ScheduleEnded) {
      return EndingKind.SCHEDULE;
    }
    if (ending instanceof Ending.NobodyLeft) {
      return EndingKind.NOBODY;
    }
    return ending instanceof Ending.NotModelled ? EndingKind.NOT_MODELLED : EndingKind.FAULTED;
  }

  /**
   * In what the run differs from what its scenario expects, one line each; what only a replay of
   * the trace can tell is not among it.
   */
  public List<String> differences() {
    List<String> all = new ArrayList<>();
    Expectation expect = scenario.expect();
    expect.decisions().ifPresent(expected -> compare(expected, all));
    expect
        .reliance()
        .filter(expected -> expected == reliances.isEmpty())
        .ifPresent(
            expected ->
                all.add(
                    expected
                        ? "nothing relied on reserved or UNKNOWN bits, and the scenario expects it"
                        : "something relied on reserved or UNKNOWN bits: "
                            + reliances.get(0).text()));
    expect
        .ending()
        .filter(expected -> expected != ending())
        .ifPresent(
            expected ->
                all.add(
                    "the run should end with " + expected.word() + ", but " + run.ending().text()));
    return all;
  }

  private void compare(List<Decision> expected, List<String> all) {
    for (int index = 0; index < Math.max(expected.size(), decisions.size()); index++) {
      Optional<Decision> should =
          index < expected.size() ? Optional.of(expected.get(index)) : Optional.empty();
      Optional<MachineEvent.Decided> was =
          index < decisions.size() ? Optional.of(decisions.get(index).decided()) : Optional.empty();
      if (should.isEmpty() || was.isEmpty() || !agree(should.get(), was.get())) {
        all.add(
            "decision "
                + (index + 1)
                + " should be "
                + should.map(ScenarioRun::text).orElse("none")
                + ", but is "
                + was.map(ScenarioRun::text).orElse("none"));
      }
    }
  }

  private static boolean agree(Decision should, MachineEvent.Decided was) {
    return should.result().equals(was.result())
        && (should.immediate().isEmpty() || should.immediate().equals(was.immediate()))
        && should.dispatch().map(word -> word.equals(was.dispatch())).orElse(true);
  }

  private static String text(Decision decision) {
    return decision.result()
        + (decision.immediate().isPresent()
            ? " " + Numbers.hex(decision.immediate().getAsInt())
            : "")
        + decision.dispatch().map(word -> ", " + word).orElse("");
  }

  private static String text(MachineEvent.Decided decided) {
    return decided.result()
        + (decided.immediate().isPresent() ? " " + Numbers.hex(decided.immediate().getAsInt()) : "")
        + ", "
        + decided.dispatch();
  }
}
