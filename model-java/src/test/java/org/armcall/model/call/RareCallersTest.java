// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Callers that random questions meet once in ten thousand, case by case. */
final class RareCallersTest {
  private static Platform withoutEl3(boolean wideEl2, Set<Feature> features) {
    EnumMap<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : EnumSet.of(EL0, EL1, EL2)) {
      widest.put(level, wideEl2 ? ExecutionState.AARCH64 : ExecutionState.AARCH32);
    }
    return new Platform("no EL3", Architecture.ARMV8A, widest, features, Map.of());
  }

  private static Set<String> smcAtEl1(Platform platform, InstructionSet isa, Control... controls) {
    ProcessorState state = Samples.caller(platform, isa, controls);
    return kinds(platform, state, Samples.call(Call.SMC, isa, 0));
  }

  private static Set<String> kinds(
      Platform platform, ProcessorState state, CallInstruction instruction) {
    return CallSemantics.outcomes(platform, state, instruction).stream()
        .map(Outcome::kind)
        .collect(Collectors.toSet());
  }

  private static Set<String> of(Choice choice, String yes, String no) {
    return switch (choice) {
      case YES -> Set.of(yes);
      case NO -> Set.of(no);
      case EITHER -> Set.of(yes, no);
    };
  }

  /**
   * ROU-SMC-NO-EL3 (HCR_EL2.TSC): nested virtualization in use traps an SMC of AArch64; else it is
   * the implementation's choice, a contested one from AArch32.
   */
  @Test
  void anSmcWithoutEl3() {
    for (Choice choice : Choice.values()) {
      Platform wide =
          withoutEl3(true, EnumSet.allOf(Feature.class))
              .with(ImplementationChoice.TRAPS_SMC_WITHOUT_EL3, choice);
      Platform plain =
          withoutEl3(true, Set.of()).with(ImplementationChoice.TRAPS_SMC_WITHOUT_EL3, choice);
      Set<String> chosen = of(choice, "taken", "undefined");
      Control tsc = Control.HCR_TSC;
      assertEquals(chosen, smcAtEl1(wide, InstructionSet.A64, tsc));
      assertEquals(Set.of("taken"), smcAtEl1(wide, InstructionSet.A64, tsc, Control.HCR_NV));
      assertEquals(chosen, smcAtEl1(plain, InstructionSet.A64, tsc, Control.HCR_NV));
      assertEquals(Set.of("undefined"), smcAtEl1(wide, InstructionSet.A64, Control.HCR_NV));
      Platform narrow =
          withoutEl3(true, EnumSet.allOf(Feature.class))
              .with(ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3, choice);
      assertEquals(chosen, smcAtEl1(narrow, InstructionSet.A32, tsc));
      assertEquals(chosen, smcAtEl1(narrow, InstructionSet.T32, tsc, Control.HCR_NV));
      assertEquals(Set.of("undefined"), smcAtEl1(narrow, InstructionSet.A32));
      Platform hyp =
          withoutEl3(false, Set.of())
              .with(ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3, choice);
      assertEquals(Set.of("undefined"), smcAtEl1(hyp, InstructionSet.A32, tsc));
    }
  }

  /** The same where the condition fails: trapped or UNDEFINED only as far as the choices allow. */
  @Test
  void aFailingSmcWithoutEl3() {
    for (Choice exists : Choice.values()) {
      for (Choice traps : Choice.values()) {
        for (Choice undefined : Choice.values()) {
          Platform platform =
              withoutEl3(true, Set.of())
                  .with(ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3, exists)
                  .with(ImplementationChoice.TRAPS_FAILED_CONDITIONAL_SMC, traps)
                  .with(ImplementationChoice.UNDEFINED_DESPITE_CONDITION, undefined);
          Set<String> expected = new HashSet<>();
          if (exists.allows()) {
            expected.addAll(of(traps, "taken", "skipped"));
          }
          if (exists.allowsNot()) {
            expected.addAll(of(undefined, "undefined", "skipped"));
          }
          ProcessorState state = Samples.caller(platform, InstructionSet.A32, Control.HCR_TSC);
          CallInstruction smc = Samples.call(Call.SMC, InstructionSet.A32, 0, Condition.EQ, 0);
          assertEquals(expected, kinds(platform, state, smc));
          for (Outcome outcome : CallSemantics.outcomes(platform, state, smc)) {
            boolean taken = outcome.kind().equals("taken");
            assertEquals(taken, outcome.because().rules().contains(Rule.ROU_SMC_TSC), "" + outcome);
          }
        }
      }
    }
  }

  private static ProcessorState thumb(
      ExceptionLevel level, Mode mode, ExceptionLevel highest32, int it, Control... controls) {
    EnumMap<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(Samples.ARMV8.widest());
    inForce.replaceAll((each, state) -> each.isAbove(highest32) ? state : ExecutionState.AARCH32);
    return new ProcessorState(
        level,
        InstructionSet.T32,
        mode,
        SecurityState.NONSECURE,
        inForce,
        new Flags(4),
        new ItState(it),
        BranchType.NONE,
        false,
        false,
        false,
        Set.of(controls));
  }

  private static void governs(
      Control governor, ExceptionLevel level, Mode mode, ExceptionLevel highest, Control... also) {
    CallInstruction svc = Samples.call(Call.SVC, InstructionSet.T32, 1);
    for (Control bit : EnumSet.of(Control.SCTLR_ITD, Control.HSCTLR_ITD)) {
      EnumSet<Control> controls = EnumSet.of(bit, also);
      ProcessorState inside = thumb(level, mode, highest, 0x08, controls.toArray(new Control[0]));
      assertEquals(
          Set.of(bit == governor ? "undefined" : "taken"),
          kinds(Samples.ARMV8, inside, svc),
          bit + " at " + level + " with " + List.of(also));
      ProcessorState outside = thumb(level, mode, highest, 0, controls.toArray(new Control[0]));
      assertEquals(Set.of("taken"), kinds(Samples.ARMV8, outside, svc));
    }
  }

  /** Pseudocode AArch32.CheckITEnabled: HSCTLR at EL2 and for EL0 under a host, else SCTLR. */
  @Test
  void theRegisterOfTheRegimeDisablesIt() {
    governs(Control.HSCTLR_ITD, EL2, Mode.HYP, EL2);
    governs(Control.SCTLR_ITD, EL1, Mode.SVC, EL1);
    governs(Control.SCTLR_ITD, EL0, Mode.USR, EL1);
    governs(Control.SCTLR_ITD, EL0, Mode.USR, EL0);
    governs(Control.SCTLR_ITD, EL0, Mode.USR, EL0, Control.HCR_E2H);
    governs(Control.SCTLR_ITD, EL0, Mode.USR, EL0, Control.HCR_TGE);
    governs(Control.HSCTLR_ITD, EL0, Mode.USR, EL0, Control.HCR_E2H, Control.HCR_TGE);
  }

  /** ARMv7 has no ITD: a set bit there means something else. */
  @Test
  void armv7HasNoItDisable() {
    ProcessorState state =
        Samples.with(
            Samples.caller(
                Samples.ARMV7, InstructionSet.T32, Control.SCTLR_ITD, Control.HSCTLR_ITD),
            new Flags(4),
            new ItState(0x08));
    assertEquals(
        Set.of("taken"),
        kinds(Samples.ARMV7, state, Samples.call(Call.SVC, InstructionSet.T32, 1)));
  }

  /** SCR.SCD came to ARMv7 with the Virtualization Extensions. */
  @Test
  void withoutVirtualizationArmv7HasNoSmcDisable() {
    EnumMap<ExceptionLevel, ExecutionState> widest = new EnumMap<>(Samples.ARMV7.widest());
    widest.remove(EL2);
    Platform old = new Platform("old", Architecture.ARMV7A, widest, Set.of(), Map.of());
    for (Platform platform : List.of(old, Samples.ARMV7)) {
      ProcessorState state = Samples.caller(platform, InstructionSet.A32, Control.SCR_SMD);
      assertEquals(
          Set.of(platform == old ? "taken" : "undefined"),
          kinds(platform, state, Samples.call(Call.SMC, InstructionSet.A32, 0)));
    }
  }

  /** The message says what is wrong with the question. */
  @Test
  void aQuestionThatCannotBeAskedIsRefused() {
    ProcessorState a64 = Samples.caller(Samples.ARMV8, InstructionSet.A64);
    IllegalArgumentException set =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                CallSemantics.outcomes(
                    Samples.ARMV8, a64, Samples.call(Call.SVC, InstructionSet.A32, 0)));
    assertTrue(set.getMessage().contains("a32") && set.getMessage().contains("a64"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            CallSemantics.outcomes(
                Samples.ARMV7, a64, Samples.call(Call.SVC, InstructionSet.A64, 0)));
  }
}
