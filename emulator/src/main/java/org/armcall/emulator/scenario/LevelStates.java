// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.Processor;
import org.armcall.emulator.machine.Start;
import org.armcall.emulator.scenario.Scenario.ProcessorStart;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.SecurityState;

/**
 * The execution states of the levels of a processor before its first instruction.
 *
 * @param states by level; empty where the platform has no such processor, which the run says
 */
record LevelStates(Map<ExceptionLevel, ExecutionState> states) {
  /** Copies the map. */
  LevelStates {
    states = Map.copyOf(states);
  }

  /** Those of a processor that begins so. */
  static LevelStates of(
      Platform platform,
      SecurityState security,
      List<Control> controls,
      Map<SystemRegister, Long> registers,
      ProcessorStart start) {
    try {
      Processor processor = Machine.of(platform).build().processor(0);
      processor.start(new Start(start.at(), start.mode(), start.isa(), security));
      controls.forEach(control -> processor.control(control, true));
      registers.forEach((register, value) -> processor.poke(register, Word.of(value)));
      return new LevelStates(processor.state().inForce());
    } catch (IllegalArgumentException impossible) {
      return new LevelStates(Map.of());
    }
  }

  /** The state of a level, where it is known. */
  Optional<ExecutionState> of(ExceptionLevel level) {
    return Optional.ofNullable(states.get(level));
  }
}
