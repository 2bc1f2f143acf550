// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;

/**
 * Which processor states a platform has (DDI 0487 D1.1, G1.9).
 *
 * <p>HCR.TGE=1 with a caller at EL1 is let through although no exception return leads there: Arm's
 * pseudocode answers for it.
 */
public final class Reachability {
  private Reachability() {}

  /** Why the platform has no such state, in words; empty where it has. */
  public static Optional<String> objection(Platform platform, ProcessorState state) {
    ExceptionLevel level = state.level();
    if (!platform.has(level)) {
      return Optional.of(platform.name() + " has no " + level);
    }
    return levelsObjection(platform, state)
        .or(() -> securityObjection(platform, state))
        .or(() -> callerObjection(platform, state));
  }

  /** Whether EL2 is enabled in the caller's Security state (Arm's pseudocode EL2Enabled). */
  public static boolean el2Enabled(Platform platform, ProcessorState state) {
    if (!platform.has(ExceptionLevel.EL2)) {
      return false;
    }
    return switch (state.security()) {
      case NONSECURE, REALM -> true;
      case ROOT -> false;
      case SECURE -> secureEl2Enabled(platform, state);
    };
  }

  private static boolean secureEl2Enabled(Platform platform, ProcessorState state) {
    return platform.has(Feature.SECURE_EL2)
        && platform
            .widestOf(ExceptionLevel.EL2)
            .filter(w -> w == ExecutionState.AARCH64)
            .isPresent()
        && state.security() == SecurityState.SECURE
        && state.inForce().get(ExceptionLevel.EL3) == ExecutionState.AARCH64
        && state.has(Control.SCR_EEL2);
  }

  private static Optional<String> levelsObjection(Platform platform, ProcessorState state) {
    ExecutionState above = ExecutionState.AARCH64;
    for (int number = 3; number >= 0; number--) {
      ExceptionLevel level = ExceptionLevel.of(number);
      if (!platform.has(level)) {
        if (state.inForce().containsKey(level)) {
          return Optional.of(platform.name() + " has no " + level);
        }
        continue;
      }
      ExecutionState inForce = state.inForce().get(level);
      if (inForce == null) {
        return Optional.of("the execution state of " + level + " is not given");
      }
      if (inForce == ExecutionState.AARCH64
          && platform.widestOf(level).filter(w -> w == ExecutionState.AARCH32).isPresent()) {
        return Optional.of(level + " of " + platform.name() + " cannot use AArch64");
      }
      if (inForce == ExecutionState.AARCH64 && above == ExecutionState.AARCH32) {
        return Optional.of(level + " cannot use AArch64 while the level above it uses AArch32");
      }
      above = inForce;
    }
    if (platform.has(ExceptionLevel.EL3)
        && state.inForce().get(ExceptionLevel.EL3)
            != platform.widestOf(ExceptionLevel.EL3).orElseThrow()) {
      return Optional.of("the execution state of the highest level does not change at run time");
    }
    return Optional.empty();
  }

  private static Optional<String> securityObjection(Platform platform, ProcessorState state) {
    ExceptionLevel level = state.level();
    boolean hasEl3 = platform.has(ExceptionLevel.EL3);
    boolean el3Uses32 = hasEl3 && state.inForce().get(ExceptionLevel.EL3) == ExecutionState.AARCH32;
    return switch (state.security()) {
      case ROOT ->
          level == ExceptionLevel.EL3
                  && hasRealms(platform, state)
                  && platform.widestOf(ExceptionLevel.EL2).orElseThrow() == ExecutionState.AARCH64
              ? Optional.empty()
              : Optional.of("Root is the Security state of AArch64 EL3 with EL2 and FEAT_RME");
      case REALM ->
          level != ExceptionLevel.EL3
                  && hasRealms(platform, state)
                  && state.inForce().get(ExceptionLevel.EL1) == ExecutionState.AARCH64
              ? Optional.empty()
              : Optional.of(
                  "Realm needs FEAT_RME with EL1 to EL3 in AArch64, and a caller below EL3");
      case NONSECURE ->
          level == ExceptionLevel.EL3
              ? Optional.of("EL3 is Secure, or Root with FEAT_RME, never Non-secure")
              : Optional.empty();
      case SECURE -> secureObjection(platform, state, el3Uses32);
    };
  }

  private static boolean hasRealms(Platform platform, ProcessorState state) {
    return platform.has(Feature.REALM_MANAGEMENT)
        && platform.has(ExceptionLevel.EL2)
        && state.inForce().get(ExceptionLevel.EL3) == ExecutionState.AARCH64
        && (state.level() == ExceptionLevel.EL3
            || state.inForce().get(ExceptionLevel.EL2) == ExecutionState.AARCH64);
  }

  private static Optional<String> secureObjection(
      Platform platform, ProcessorState state, boolean el3Uses32) {
    if (!platform.has(ExceptionLevel.EL3)) {
      return Optional.of("a machine without EL3 is Non-secure; a Secure one is not modelled");
    }
    if (state.level() == ExceptionLevel.EL1 && el3Uses32) {
      return Optional.of("with AArch32 EL3 the Secure PL1 modes are EL3, there is no Secure EL1");
    }
    if (state.level() == ExceptionLevel.EL2 && !el2Enabled(platform, state)) {
      return Optional.of("Secure EL2 needs FEAT_SEL2 and SCR_EL3.EEL2=1");
    }
    boolean secureEl2 = state.level() != ExceptionLevel.EL3 && el2Enabled(platform, state);
    if (secureEl2 && state.inForce().get(ExceptionLevel.EL2) == ExecutionState.AARCH32) {
      return Optional.of("Secure EL2 always uses AArch64");
    }
    return Optional.empty();
  }

  private static Optional<String> callerObjection(Platform platform, ProcessorState state) {
    ExecutionState own = state.inForce().get(state.level());
    if (own != state.isa().executionState()) {
      return Optional.of(
          state.level() + " uses " + own.text() + ", which does not run " + state.isa().text());
    }
    if (!modesOf(state).contains(state.mode())) {
      return Optional.of(
          "mode " + state.mode().text() + " is not a mode of " + own.text() + " " + state.level());
    }
    if (state.it().position() != ItState.Position.OUTSIDE && state.isa() != InstructionSet.T32) {
      return Optional.of("an IT block is T32 only");
    }
    if (state.branchType().isSet()
        && (state.isa() != InstructionSet.A64 || !platform.has(Feature.BRANCH_TARGET))) {
      return Optional.of("PSTATE.BTYPE needs AArch64 and FEAT_BTI");
    }
    if (hostRegime(platform, state)
        && state.inForce().get(ExceptionLevel.EL1) == ExecutionState.AARCH32) {
      return Optional.of("under a host (HCR_EL2.E2H and TGE both 1) EL1 counts as AArch64");
    }
    if (state.illegalState() && platform.isArmv7()) {
      return Optional.of("ARMv7 has no PSTATE.IL");
    }
    return Optional.empty();
  }

  /** HCR_EL2.RW behaves as 1 there. */
  private static boolean hostRegime(Platform platform, ProcessorState state) {
    return state.level() != ExceptionLevel.EL3
        && platform.has(Feature.VIRTUALIZATION_HOST)
        && state.has(Control.HCR_E2H)
        && state.has(Control.HCR_TGE)
        && el2Enabled(platform, state)
        && state.inForce().get(ExceptionLevel.EL2) == ExecutionState.AARCH64;
  }

  private static Set<Mode> modesOf(ProcessorState state) {
    if (state.isa() == InstructionSet.A64) {
      return switch (state.level()) {
        case EL0 -> EnumSet.of(Mode.EL0);
        case EL1 -> EnumSet.of(Mode.EL1T, Mode.EL1H);
        case EL2 -> EnumSet.of(Mode.EL2T, Mode.EL2H);
        case EL3 -> EnumSet.of(Mode.EL3T, Mode.EL3H);
      };
    }
    EnumSet<Mode> privileged = EnumSet.range(Mode.SVC, Mode.UND);
    return switch (state.level()) {
      case EL0 -> EnumSet.of(Mode.USR);
      case EL1 -> privileged;
      case EL2 -> EnumSet.of(Mode.HYP);
      case EL3 -> {
        privileged.add(Mode.MON);
        yield privileged;
      }
    };
  }
}
