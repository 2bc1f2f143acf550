// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/**
 * Callers at EL1 on machines with every level, in each instruction set: the places where the lemmas
 * are tested.
 */
final class Samples {
  static final Platform ARMV8 =
      platform(Architecture.ARMV8A, ExecutionState.AARCH64, EnumSet.allOf(Feature.class));
  static final Platform ARMV7 = platform(Architecture.ARMV7A, ExecutionState.AARCH32, Set.of());

  private Samples() {}

  private static Platform platform(
      Architecture architecture, ExecutionState state, Set<Feature> features) {
    EnumMap<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : ExceptionLevel.values()) {
      widest.put(level, state);
    }
    return new Platform(architecture.text(), architecture, widest, features, Map.of());
  }

  /**
   * A Non-secure caller at EL1 of that instruction set, with HVC enabled and the given controls.
   */
  static ProcessorState caller(Platform platform, InstructionSet isa, Control... controls) {
    EnumMap<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(platform.widest());
    if (isa != InstructionSet.A64) {
      inForce.put(ExceptionLevel.EL1, ExecutionState.AARCH32);
      inForce.put(ExceptionLevel.EL0, ExecutionState.AARCH32);
    }
    EnumSet<Control> set = EnumSet.of(Control.SCR_HCE);
    set.addAll(List.of(controls));
    return new ProcessorState(
        ExceptionLevel.EL1,
        isa,
        isa == InstructionSet.A64 ? Mode.EL1H : Mode.SVC,
        SecurityState.NONSECURE,
        inForce,
        Flags.CLEAR,
        ItState.NONE,
        BranchType.NONE,
        false,
        false,
        false,
        set);
  }

  static ProcessorState with(ProcessorState s, Flags flags, ItState it) {
    return new ProcessorState(
        s.level(),
        s.isa(),
        s.mode(),
        s.security(),
        s.inForce(),
        flags,
        it,
        s.branchType(),
        s.guardedPage(),
        s.singleStep(),
        s.illegalState(),
        s.controls());
  }

  static ProcessorState with(ProcessorState s, Mode mode) {
    return new ProcessorState(
        s.level(),
        s.isa(),
        mode,
        s.security(),
        s.inForce(),
        s.flags(),
        s.it(),
        s.branchType(),
        s.guardedPage(),
        s.singleStep(),
        s.illegalState(),
        s.controls());
  }

  static CallInstruction call(
      Call call, InstructionSet isa, int immediate, Condition condition, int shouldBeZero) {
    Encoding row = Encodings.of(call, isa);
    Optional<Condition> encoded = row.isConditional() ? Optional.of(condition) : Optional.empty();
    return new CallInstruction(
        call,
        isa,
        row.size(),
        new Immediate(immediate, row.immediateWidth()),
        encoded,
        shouldBeZero);
  }

  static CallInstruction call(Call call, InstructionSet isa, int immediate) {
    return call(call, isa, immediate, Condition.AL, 0);
  }

  /** The outcomes without their reasons. */
  static Set<Outcome> behaviours(
      Platform platform, ProcessorState state, CallInstruction instruction) {
    return CallSemantics.outcomes(platform, state, instruction).stream()
        .map(Outcome::behaviour)
        .collect(Collectors.toSet());
  }
}
