// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.hypervisor.Returning;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Finish;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;

/**
 * A guest under a handler, and what is expected: a scenario that says so itself.
 *
 * <p>What does not hold is reported with the scenario as a file, which {@code armcall emulate} runs
 * and finds the same difference in.
 */
public final class Trial {
  /** Turns that suffice for the setup, the call, the longest handler with retries, and the loop. */
  private static final int TURNS = 60;

  private final GuestCall guest;
  private final Policy policy;
  private Returning returning = Returning.PROPER;
  private PageRights rights = PageRights.ALL;
  private Coherence coherence = Coherence.ALL;
  private OutcomeChoice outcome = new OutcomeChoice.Plainest();
  private Schedule schedule = Schedule.parse("cpu0*" + TURNS);
  private List<Scenario.MemoryRegion> memory = Place.memory();
  private Map<SystemRegister, Long> registers = Map.of();
  private List<Scenario.Script> devices = List.of();
  private Scenario.Status status = Scenario.Status.ZERO;
  private Map<Integer, Long> general = Map.of();
  private Expectation expect = Expectation.NONE.relies(Optional.of(false));
  private final List<Scenario.Code> decoys = new ArrayList<>();
  private final List<MachineEvent> events = new ArrayList<>();

  private Trial(GuestCall guest, Policy policy) {
    this.guest = guest;
    this.policy = policy;
  }

  /** The guest under a handler of that policy; nothing may rely on UNKNOWN bits. */
  public static Trial of(GuestCall guest, Policy policy) {
    return new Trial(guest, policy);
  }

  /** The guest under a handler that reads memory. */
  public static Trial of(GuestCall guest, GuestMemory memory) {
    return new Trial(guest, new Policy.MemoryImmediate(memory));
  }

  /** How the handler answers and goes back. */
  public Trial returning(Returning other) {
    returning = other;
    return this;
  }

  /** What the pages of code allow. */
  public Trial rights(PageRights other) {
    rights = other;
    return this;
  }

  /** Which views of memory are coherent. */
  public Trial coherence(Coherence other) {
    coherence = other;
    return this;
  }

  /** Which of the allowed outcomes of the call there is. */
  public Trial outcome(OutcomeChoice other) {
    outcome = other;
    return this;
  }

  /** What devices do, and who takes turns when. */
  public Trial device(Schedule order, Scenario.Action... actions) {
    devices = List.of(new Scenario.Script("dma", List.of(actions)));
    schedule = order;
    return this;
  }

  /** Code, or what looks like it, that the guest does not execute. */
  public Trial also(Scenario.Code decoy) {
    decoys.add(decoy);
    return this;
  }

  /** The number of the tables of stage 1 that map an address. */
  public int tablesOf(long virtual) {
    List<Scenario.Tables> all = scenario().tables();
    for (int number = 0; number < all.size(); number++) {
      boolean maps =
          !all.get(number).format().stageTwo()
              && all.get(number).map().stream()
                  .anyMatch(mapping -> mapping.from() == (virtual & -mapping.size()));
      if (maps) {
        return number;
      }
    }
    throw new IllegalArgumentException("no tables map it");
  }

  /** The number of the tables of stage 2. */
  public int tablesOfStageTwo() {
    return scenario().tables().size() - 1;
  }

  /** Other memory. */
  public Trial memory(List<Scenario.MemoryRegion> other) {
    memory = other;
    return this;
  }

  /** System registers that begin with a value of their own. */
  public Trial registers(Map<SystemRegister, Long> other) {
    registers = other;
    return this;
  }

  /** One decision: recovered, with this immediate and the dispatch that follows from it. */
  public Trial recovers(int immediate) {
    return decides("recovered", OptionalInt.of(immediate), immediate == 0 ? "psci" : "hypercall");
  }

  /** One decision: unavailable, and the call refused. */
  public Trial unavailable() {
    return decides("unavailable", OptionalInt.empty(), "refused");
  }

  /** One decision: contradicted, and the call refused. */
  public Trial contradicted() {
    return decides("contradicted", OptionalInt.empty(), "refused");
  }

  /** One decision. */
  public Trial decides(String result, OptionalInt immediate, String dispatch) {
    expect =
        expect.decides(List.of(new Expectation.Decision(result, immediate, Optional.of(dispatch))));
    return this;
  }

  /** Whether anything relies on UNKNOWN bits. */
  public Trial relies(boolean expected) {
    expect = expect.relies(Optional.of(expected));
    return this;
  }

  /** It may be that something relies on UNKNOWN bits. */
  public Trial anyReliance() {
    expect = expect.relies(Optional.empty());
    return this;
  }

  /** So many turns of the processor and no more. */
  public Trial turns(int many) {
    schedule = Schedule.parse("cpu0*" + many);
    return this;
  }

  /** How often the instruction behind the call executes. */
  public Trial counts(int expected) {
    return ends(finish -> finish.register(GuestCall.COUNTER, expected));
  }

  /** Where the processor is at the end, besides what is expected of it already. */
  public Trial ends(UnaryOperator<Finish> more) {
    return expects(each -> each.ends(List.of(more.apply(each.first()))));
  }

  /** More that is expected. */
  public Trial expects(UnaryOperator<Expectation> more) {
    expect = more.apply(expect);
    return this;
  }

  /** PSTATE of the first instruction. */
  public Trial status(Scenario.Status other) {
    status = other;
    return this;
  }

  /** General registers that begin with another value than the guest gives them. */
  public Trial general(Map<Integer, Long> other) {
    general = other;
    return this;
  }

  /** The scenario. */
  public Scenario scenario() {
    Kind kind = guest.kind();
    return new Scenario(
        "law",
        List.of(),
        guest.toString(),
        kind.platform(),
        kind.security(),
        kind.route().controls(kind.platform()),
        registers,
        coherence,
        guest.fill(),
        outcome,
        memory,
        guest.place().tables(rights, guest.used()),
        List.of(processor()),
        code(),
        devices,
        List.of(new Scenario.Hypervisor(kind.route().handler(), policy, returning)),
        schedule,
        Scenario.DEFAULT_LIMIT,
        expect);
  }

  private Scenario.ProcessorStart processor() {
    Scenario.ProcessorStart plain = guest.processor();
    Map<Integer, Long> all = new LinkedHashMap<>(plain.registers());
    all.putAll(general);
    return new Scenario.ProcessorStart(
        plain.at(), plain.isa(), plain.mode(), plain.bigEndian(), status, plain.powered(), all);
  }

  private List<Scenario.Code> code() {
    List<Scenario.Code> all = new ArrayList<>(guest.code());
    all.addAll(decoys);
    return all;
  }

  /** Runs it without looking at what is expected. */
  public ScenarioRun run() {
    events.clear();
    return ScenarioRunner.run(scenario(), (MachineListener) events::add);
  }

  /** What happened in the last run. */
  public List<MachineEvent> events() {
    return List.copyOf(events);
  }

  /** Runs it; fails with the scenario where something is not as expected. */
  public ScenarioRun holds() {
    ScenarioRun run = run();
    holds(run);
    return run;
  }

  /** Fails with the scenario where something is not as expected now. */
  public void holds(ScenarioRun run) {
    Shown.holds(run, expect, events);
  }
}
