// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Behaviour;
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.MachineBuilder;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Processor;
import org.armcall.emulator.machine.Reliance;
import org.armcall.emulator.machine.Run;
import org.armcall.emulator.machine.Start;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.emulator.scenario.Scenario.ProcessorStart;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** Builds the machine of a scenario and runs it. */
public final class ScenarioRunner {
  private final Scenario scenario;
  private final Heard heard = new Heard();
  private final MachineListener listener;
  private final Machine machine;

  private final UnaryOperator<Handler> around;

  private ScenarioRunner(Scenario scenario, MachineListener also, UnaryOperator<Handler> around) {
    this.scenario = scenario;
    this.listener = heard.and(also);
    this.around = around;
    this.machine = build();
  }

  /**
   * Runs a scenario.
   *
   * @param listener hears everything, for example a {@link TraceRecorder}
   * @throws ScenarioException if its platform has no such machine
   */
  public static ScenarioRun run(Scenario scenario, MachineListener listener) {
    return run(scenario, listener, UnaryOperator.identity());
  }

  /**
   * Runs a scenario with each handler inside another, for example one that counts what it does.
   *
   * @param around what makes the handler that is called from the one of the scenario
   * @throws ScenarioException if its platform has no such machine
   */
  public static ScenarioRun run(
      Scenario scenario, MachineListener listener, UnaryOperator<Handler> around) {
    return new ScenarioRunner(scenario, listener, around).run();
  }

  private ScenarioRun run() {
    Run run = machine.run(scenario.schedule(), scenario.limit());
    return new ScenarioRun(
        scenario,
        run,
        new ScenarioRun.Totals(
            heard.callCount,
            heard.decisionCount,
            heard.wrongCount,
            heard.relianceCount,
            heard.dispatchedCount,
            heard.readCount,
            heard.stepCount,
            heard.undefinedCount,
            heard.faultCount),
        heard.calls,
        heard.decisions,
        heard.reliances.entrySet().stream()
            .map(entry -> new ScenarioRun.Relied(entry.getKey(), entry.getValue()))
            .toList(),
        heard.fault,
        machine.processors().stream().map(ScenarioRunner::reached).toList());
  }

  private static Finish.Reached reached(Processor processor) {
    return new Finish.Reached(
        processor.pc(),
        processor.isa(),
        processor.mode(),
        processor.status(),
        processor.registers(),
        system(processor));
  }

  private static Map<SystemRegister, Word> system(Processor processor) {
    Map<SystemRegister, Word> all = new EnumMap<>(SystemRegister.class);
    for (SystemRegister register : SystemRegister.values()) {
      all.put(register, processor.peek(register));
    }
    return all;
  }

  private Machine build() {
    Protected guarded = new Protected(scenario);
    MachineBuilder builder =
        Machine.of(scenario.platform())
            .processors(scenario.processors().size())
            .fill(scenario.unknown())
            .behaviour(behaviour(scenario.outcome()))
            .coherence(scenario.coherence())
            .listener(listener);
    scenario
        .devices()
        .forEach(script -> builder.device(new ScriptActor(script, scenario, guarded, listener)));
    HandlerMaker maker = new HandlerMaker(scenario);
    scenario
        .handlers()
        .forEach(plan -> builder.handler(plan.level(), around.apply(maker.handler(plan))));
    Machine made = builder.build();
    try {
      for (Scenario.MemoryRegion region : scenario.memory()) {
        if (region.owner().isPresent()) {
          made.memory().region(region.at(), region.size(), region.owner().get());
        } else {
          made.memory().region(region.at(), region.size());
        }
      }
      LiveTables tables = new LiveTables(made, scenario, guarded);
      for (int number = 0; number < scenario.processors().size(); number++) {
        start(made.processor(number), scenario.processors().get(number), tables);
        if (!scenario.processors().get(number).powered()) {
          made.powerOff(number);
        }
      }
      Loading.load(scenario, made.memory());
    } catch (IllegalArgumentException impossible) {
      throw new ScenarioException(scenario.name() + ": " + impossible.getMessage());
    }
    return made;
  }

  private static Behaviour behaviour(OutcomeChoice choice) {
    if (choice instanceof OutcomeChoice.Numbered numbered) {
      return Behaviour.numbered(numbered.number());
    }
    return choice instanceof OutcomeChoice.Seeded seeded
        ? Behaviour.seeded(seeded.seed())
        : Behaviour.plainest();
  }

  private void start(Processor processor, ProcessorStart start, LiveTables tables) {
    SecurityState security = scenario.security();
    processor.start(new Start(start.at(), start.mode(), start.isa(), security));
    tables.use(processor);
    scenario.controls().forEach(control -> processor.control(control, true));
    scenario.registers().forEach((register, value) -> processor.poke(register, Word.of(value)));
    start.registers().forEach((number, value) -> processor.register(number, Word.of(value)));
    processor.bigEndian(start.bigEndian());
    processor.nzcv(start.status().flags().nzcv());
    processor.it(start.status().it());
    processor.singleStep(start.status().singleStep());
    processor.branchType(start.status().branchType().value());
    start.status().masks().ifPresent(processor::masks);
    scenario
        .handlers()
        .forEach(
            plan ->
                processor.poke(
                    HandlerMaker.vectorRegister(plan.level()),
                    Word.of(HandlerMaker.vectors(plan))));
  }

  /** What a summary is made of. */
  private static final class Heard implements MachineListener {
    private final Map<Integer, MachineEvent.Called> last = new HashMap<>();
    private final List<MachineEvent.Called> calls = new ArrayList<>();
    private final List<ScenarioRun.Answered> decisions = new ArrayList<>();
    private final Map<Reliance, Long> reliances = new LinkedHashMap<>();
    private Optional<MachineEvent.Entered> fault = Optional.empty();

    private long callCount;
    private long decisionCount;
    private long wrongCount;
    private long relianceCount;
    private long dispatchedCount;
    private long readCount;
    private long stepCount;
    private long undefinedCount;
    private long faultCount;

    @Override
    public void heard(MachineEvent event) {
      if (event instanceof MachineEvent.Called called) {
        last.put(called.cpu(), called);
        callCount++;
        keep(calls, called);
      } else if (event instanceof MachineEvent.Decided decided) {
        ScenarioRun.Answered answered = new ScenarioRun.Answered(last.get(decided.cpu()), decided);
        decisionCount++;
        wrongCount += answered.isWrong() ? 1 : 0;
        dispatchedCount += decided.dispatch().equals("refused") ? 0 : 1;
        keep(decisions, answered);
      } else if (event instanceof MachineEvent.Relied relied) {
        relianceCount++;
        keep(relied.reliance());
      } else if (event instanceof MachineEvent.Fetched) {
        readCount++;
      } else if (event instanceof MachineEvent.HandlerContinues) {
        stepCount++;
      } else if (event instanceof MachineEvent.Entered entered && entered.cause().isFault()) {
        faultCount++;
        undefinedCount += entered.cause() == Cause.UNDEFINED ? 1 : 0;
        fault = fault.or(() -> Optional.of(entered));
      }
    }

    /** A loop relies on the same thing again and again: that is one, and counted. */
    private void keep(Reliance reliance) {
      if (reliances.size() < ScenarioRun.KEPT || reliances.containsKey(reliance)) {
        reliances.merge(reliance, 1L, Long::sum);
      }
    }

    private static <T> void keep(List<T> kept, T another) {
      if (kept.size() < ScenarioRun.KEPT) {
        kept.add(another);
      }
    }
  }
}
