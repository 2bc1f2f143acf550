// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;

/**
 * The ways in which a platform may take a call, over all its states that a log does not show: the
 * control bits, the Security state, the execution states of the other levels.
 */
final class PossibleEntries {
  /**
   * What a log shows of the caller.
   *
   * @param condition of an AArch32 SMC, where its syndrome reports one
   * @param known what the trace shows of its state beyond that
   */
  record Caller(
      Call call,
      ExceptionLevel level,
      ExecutionState state,
      Optional<Integer> condition,
      KnownState known) {}

  private static final Map<Call, List<Control>> DECISIVE =
      Map.of(
          Call.HVC, List.of(Control.HCR_HCD, Control.SCR_HCE, Control.SCR_EEL2),
          Call.SMC,
              List.of(
                  Control.HCR_TSC,
                  Control.HCR_TGE,
                  Control.HCR_NV,
                  Control.SCR_SMD,
                  Control.SCR_EEL2),
          Call.SVC,
              List.of(
                  Control.HCR_TGE,
                  Control.HCR_E2H,
                  Control.SCR_EEL2,
                  Control.SCR_FGTEN,
                  Control.HFGITR_SVC_EL0,
                  Control.HFGITR_SVC_EL1));

  private final Platform platform;
  private final Caller caller;
  private final Set<ExceptionEntry> found = new LinkedHashSet<>();

  private PossibleEntries(Platform platform, Caller caller) {
    this.platform = platform;
    this.caller = caller;
  }

  /** Every entry that the model allows for such a call with the immediate 0. */
  static Set<ExceptionEntry> of(Platform platform, Caller caller) {
    PossibleEntries entries = new PossibleEntries(platform, caller);
    List<InstructionSet> sets =
        caller.state() == ExecutionState.AARCH64
            ? List.of(InstructionSet.A64)
            : List.of(InstructionSet.A32, InstructionSet.T32);
    for (InstructionSet isa : sets) {
      if (caller.known().isa().filter(other -> other != isa).isPresent()) {
        continue;
      }
      for (Map<ExceptionLevel, ExecutionState> inForce : entries.statesInForce()) {
        for (Mode mode : entries.modes()) {
          entries.over(isa, inForce, mode);
        }
      }
    }
    return entries.found;
  }

  private void over(InstructionSet isa, Map<ExceptionLevel, ExecutionState> inForce, Mode mode) {
    List<Control> decisive = DECISIVE.get(caller.call());
    for (SecurityState security : SecurityState.values()) {
      if (!caller.known().mayBeIn(security, caller.level())) {
        continue;
      }
      for (int bits = 0; bits < 1 << decisive.size(); bits++) {
        Set<Control> controls = EnumSet.noneOf(Control.class);
        for (int i = 0; i < decisive.size(); i++) {
          if ((bits >> i & 1) == 1) {
            controls.add(decisive.get(i));
          }
        }
        if (!isPossible(controls, decisive)) {
          continue;
        }
        execute(isa, inForce, mode, security, controls, Optional.empty());
        if (caller.condition().isPresent()) {
          execute(isa, inForce, mode, security, controls, caller.condition().map(Condition::of));
        }
      }
    }
  }

  /** Whether the trace does not show one of the bits otherwise. */
  private boolean isPossible(Set<Control> set, List<Control> decisive) {
    return decisive.stream()
        .allMatch(
            control ->
                set.contains(control)
                    ? caller.known().mayBeSet(control)
                    : caller.known().mayBeClear(control));
  }

  private void execute(
      InstructionSet isa,
      Map<ExceptionLevel, ExecutionState> inForce,
      Mode mode,
      SecurityState security,
      Set<Control> controls,
      Optional<Condition> condition) {
    ItState it =
        isa == InstructionSet.T32 && condition.isPresent()
            ? new ItState(condition.get().code() << 4 | 8)
            : ItState.NONE;
    for (Flags flags : condition.isEmpty() ? List.of(Flags.CLEAR) : allFlags()) {
      ProcessorState state =
          new ProcessorState(
              caller.level(),
              isa,
              mode,
              security,
              inForce,
              flags,
              it,
              BranchType.NONE,
              false,
              false,
              false,
              controls);
      if (Reachability.objection(platform, state).isEmpty()) {
        for (Outcome outcome : CallSemantics.outcomes(platform, state, call(isa, condition))) {
          if (outcome instanceof Outcome.Taken taken) {
            found.add(taken.entry());
          }
        }
      }
    }
  }

  private static List<Flags> allFlags() {
    List<Flags> all = new ArrayList<>();
    for (int nzcv = 0; nzcv < 16; nzcv++) {
      all.add(new Flags(nzcv));
    }
    return all;
  }

  private CallInstruction call(InstructionSet isa, Optional<Condition> condition) {
    boolean a32 = isa == InstructionSet.A32;
    boolean t16 = isa == InstructionSet.T32 && caller.call() == Call.SVC;
    int width =
        switch (caller.call()) {
          case HVC -> 16;
          case SMC -> isa == InstructionSet.A64 ? 16 : 4;
          case SVC -> a32 ? 24 : t16 ? 8 : 16;
        };
    return new CallInstruction(
        caller.call(),
        isa,
        t16 ? 2 : 4,
        new Immediate(0, width),
        a32 ? Optional.of(condition.orElse(Condition.AL)) : Optional.empty(),
        0);
  }

  private List<Map<ExceptionLevel, ExecutionState>> statesInForce() {
    List<Map<ExceptionLevel, ExecutionState>> all = new ArrayList<>();
    all.add(new EnumMap<>(ExceptionLevel.class));
    for (ExceptionLevel level : ExceptionLevel.values()) {
      if (!platform.has(level)) {
        continue;
      }
      List<Map<ExceptionLevel, ExecutionState>> longer = new ArrayList<>();
      for (Map<ExceptionLevel, ExecutionState> shorter : all) {
        for (ExecutionState state : ExecutionState.values()) {
          Map<ExceptionLevel, ExecutionState> with = new EnumMap<>(shorter);
          with.put(level, state);
          longer.add(with);
        }
      }
      all = longer;
    }
    return all;
  }

  private List<Mode> modes() {
    boolean aarch64 = caller.state() == ExecutionState.AARCH64;
    return switch (caller.level()) {
      case EL0 -> List.of(aarch64 ? Mode.EL0 : Mode.USR);
      case EL1 -> aarch64 ? List.of(Mode.EL1T, Mode.EL1H) : List.of(Mode.SVC);
      case EL2 -> aarch64 ? List.of(Mode.EL2T, Mode.EL2H) : List.of(Mode.HYP);
      case EL3 -> aarch64 ? List.of(Mode.EL3T, Mode.EL3H) : List.of(Mode.SVC, Mode.MON);
    };
  }
}
