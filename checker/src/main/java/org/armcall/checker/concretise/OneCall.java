// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;

/** A scenario of one call, in a given state of a given machine. */
public final class OneCall {
  private static final long MEMORY = 0x4000_0000L;
  private static final long SIZE = 0x10_0000L;
  private static final long VECTORS = 0x1000;
  private static final long CODE = 0x4000_8000L;

  private final Platform platform;
  private final ProcessorState state;
  private final CallInstruction instruction;

  /** That call. */
  public OneCall(Platform platform, ProcessorState state, CallInstruction instruction) {
    this.platform = platform;
    this.state = state;
    this.instruction = instruction;
  }

  /**
   * The scenario. The call is at a place of its own, whatever its address was.
   *
   * @param registers general registers that have a value
   * @param system system registers that begin with a value of their own
   * @throws NotConcreteException if it is not the same call in a run: the outcomes that are allowed
   *     to it there are others
   */
  public Scenario scenario(
      String name,
      List<Rule> rules,
      String about,
      Map<Integer, Long> registers,
      Map<SystemRegister, Long> system)
      throws NotConcreteException {
    if (state.illegalState()) {
      throw new NotConcreteException("no scenario begins with PSTATE.IL set");
    }
    if (state.guardedPage()) {
      throw new NotConcreteException("its scenario would need a guarded page, and has no tables");
    }
    Scenario.Status status =
        new Scenario.Status(state.flags(), state.it(), state.singleStep(), state.branchType());
    Scenario made =
        new Scenario(
            name,
            rules,
            about,
            platform,
            state.security(),
            controls(),
            withVectors(system),
            Coherence.ALL,
            Fill.ZEROS,
            new Scenario.OutcomeChoice.Plainest(),
            List.of(new Scenario.MemoryRegion(MEMORY, SIZE, Optional.empty())),
            List.of(),
            List.of(
                new Scenario.ProcessorStart(
                    CODE, state.isa(), state.mode(), false, status, true, registers)),
            List.of(new Scenario.Code(CODE, CODE, state.isa(), text())),
            List.of(),
            List.of(),
            Schedule.parse("cpu0"),
            Scenario.DEFAULT_LIMIT,
            Expectation.NONE);
    checkSame(made);
    return made;
  }

  /** Each level has vectors of its own: where an exception goes on is then no accident. */
  private Map<SystemRegister, Long> withVectors(Map<SystemRegister, Long> system) {
    Map<SystemRegister, Long> all = new LinkedHashMap<>();
    all.put(SystemRegister.VBAR_EL1, MEMORY + VECTORS);
    if (platform.has(ExceptionLevel.EL2)) {
      all.put(SystemRegister.VBAR_EL2, MEMORY + 2 * VECTORS);
    }
    if (platform.has(ExceptionLevel.EL3)) {
      all.put(SystemRegister.VBAR_EL3, MEMORY + 3 * VECTORS);
    }
    all.putAll(system);
    return all;
  }

  /** Those of registers that the machine has. */
  private List<Control> controls() {
    List<Control> all = new ArrayList<>();
    for (Control control : Control.values()) {
      String register = control.text();
      boolean there =
          !register.contains("_EL3") && !register.contains("_EL2")
              || register.contains("_EL3") && platform.has(ExceptionLevel.EL3)
              || register.contains("_EL2") && platform.has(ExceptionLevel.EL2);
      if (there && state.has(control)) {
        all.add(control);
      }
    }
    return all;
  }

  private String text() {
    InstructionWord word = Encodings.encode(instruction);
    String bits = "0x" + Integer.toHexString(word.bits());
    return switch (state.isa()) {
      case T32 ->
          word.size() == 2
              ? ".hword " + bits
              : String.format(
                  Locale.ROOT,
                  ".hword 0x%x%n.hword 0x%x",
                  word.bits() >>> 16,
                  word.bits() & 0xffff);
      default -> ".word " + bits;
    };
  }

  /** What cannot be said in a scenario may not matter; what is allowed to the call tells. */
  private void checkSame(Scenario scenario) throws NotConcreteException {
    List<MachineEvent.Called> called = new ArrayList<>();
    try {
      ScenarioRunner.run(
          scenario,
          event -> {
            if (event instanceof MachineEvent.Called one) {
              called.add(one);
            }
          });
    } catch (ScenarioException | IllegalArgumentException refused) {
      throw new NotConcreteException("the emulator has no such machine: " + refused.getMessage());
    }
    if (called.size() != 1) {
      throw new NotConcreteException("the emulator does not come to execute the call");
    }
    MachineEvent.Called one = called.get(0);
    if (!one.instruction().equals(instruction)
        || !behaviours(one.state(), one.instruction()).equals(behaviours(state, instruction))) {
      throw new NotConcreteException("no scenario brings a processor into its state");
    }
  }

  private Set<Outcome> behaviours(ProcessorState in, CallInstruction call) {
    Set<Outcome> all = new HashSet<>();
    CallSemantics.outcomes(platform, in, call).forEach(one -> all.add(one.behaviour()));
    return all;
  }
}
