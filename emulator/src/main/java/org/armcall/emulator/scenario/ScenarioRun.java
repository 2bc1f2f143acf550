// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
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
 * @param reliances what relied on bits that it may not rely on, each once
 * @param fault the first exception that was a fault
 * @param processors where each processor was at the end
 */
public record ScenarioRun(
    Scenario scenario,
    Run run,
    Totals totals,
    List<MachineEvent.Called> calls,
    List<Answered> decisions,
    List<Relied> reliances,
    Optional<MachineEvent.Entered> fault,
    List<Finish.Reached> processors) {

  /** A run of millions of turns must not keep everything. */
  public static final int KEPT = 1000;

  /**
   * How often what a run keeps happened.
   *
   * @param calls calls executed
   * @param decisions decisions of the handler
   * @param wrong decisions that go by another immediate than the executed one
   * @param reliances reliances on bits that may not be relied on
   * @param dispatched decisions that take a call for PSCI or for a hypercall
   * @param reads reads of guest code by the handler
   * @param steps steps of the handler that were not its last
   * @param undefined exceptions taken because an instruction was UNDEFINED
   * @param faults exceptions that were faults
   */
  public record Totals(
      long calls,
      long decisions,
      long wrong,
      long reliances,
      long dispatched,
      long reads,
      long steps,
      long undefined,
      long faults) {}

  /** Copies the lists. */
  public ScenarioRun {
    calls = List.copyOf(calls);
    decisions = List.copyOf(decisions);
    reliances = List.copyOf(reliances);
    processors = List.copyOf(processors);
  }

  /** The general registers of each processor at the end. */
  public List<List<Word>> registers() {
    return processors.stream().map(Finish.Reached::registers).toList();
  }

  /**
   * What relied on bits that it may not rely on.
   *
   * @param reliance what and which
   * @param times how often
   */
  public record Relied(Reliance reliance, long times) {}

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
    return differences(scenario.expect());
  }

  /** In what the run differs from that, one line each. */
  public List<String> differences(Expectation expect) {
    List<String> all = new ArrayList<>();
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
                            + reliances.get(0).reliance().text()));
    expect
        .ending()
        .filter(expected -> expected != ending())
        .ifPresent(
            expected ->
                all.add(
                    "the run should end with " + expected.word() + ", but " + run.ending().text()));
    immediates(expect, all);
    expect.counts().forEach((what, range) -> compare(what, range, all));
    for (int cpu = 0; cpu < expect.processors().size(); cpu++) {
      all.addAll(expect.processors().get(cpu).differences(cpu, processors.get(cpu)));
    }
    return all;
  }

  private void immediates(Expectation expect, List<String> all) {
    List<Integer> was = calls.stream().map(call -> call.instruction().immediate().value()).toList();
    expect
        .executed()
        .filter(should -> !should.equals(was))
        .ifPresent(
            should ->
                all.add(
                    "the calls should have " + list(should) + ", but those executed " + list(was)));
    for (int index = 0; index < decisions.size(); index++) {
      OptionalInt went = decisions.get(index).decided().immediate();
      boolean allowed =
          went.isEmpty()
              || expect.immediates().map(some -> some.contains(went.getAsInt())).orElse(true);
      if (!allowed) {
        all.add(
            "decision "
                + (index + 1)
                + " should go by one of "
                + list(expect.immediates().orElseThrow())
                + ", but goes by "
                + Numbers.hex(went.getAsInt()));
      }
    }
  }

  private static String list(List<Integer> immediates) {
    return immediates.isEmpty()
        ? "no immediate"
        : immediates.stream().map(Numbers::hex).collect(Collectors.joining(", ", "[", "]"));
  }

  private void compare(Count what, Range range, List<String> all) {
    long was = what.of(totals);
    if (!range.has(was)) {
      all.add("there should be " + range.text() + " " + what.word() + ", but are " + was);
    }
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
        && should.dispatch().map(word -> word.equals(was.dispatch())).orElse(true)
        && should.reason().map(word -> was.reason().orElse("").contains(word)).orElse(true);
  }

  private static String text(Decision decision) {
    return decision.result()
        + (decision.immediate().isPresent()
            ? " " + Numbers.hex(decision.immediate().getAsInt())
            : "")
        + decision.dispatch().map(word -> ", " + word).orElse("")
        + decision.reason().map(word -> " (" + word + ")").orElse("");
  }

  private static String text(MachineEvent.Decided decided) {
    return decided.result()
        + (decided.immediate().isPresent() ? " " + Numbers.hex(decided.immediate().getAsInt()) : "")
        + ", "
        + decided.dispatch()
        + decided.reason().map(reason -> " (" + reason + ")").orElse("");
  }
}
