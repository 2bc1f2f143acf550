// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.emulator.scenario.Scenario;
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
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/**
 * A state of {@code MCSyndrome.tla} as a scenario: its platform p, the state s of its processor and
 * its instruction i.
 *
 * <p>Where the specification abstracts, a representative stands for the rest: a condition and
 * whether it holds become flags that make it so, a position in an IT block becomes an ITSTATE
 * there, and the IT disable in force is set in both registers.
 */
final class ConcretisedCall {
  private static final Map<String, Control> CONTROLS =
      Map.ofEntries(
          Map.entry("tsc", Control.HCR_TSC),
          Map.entry("tge", Control.HCR_TGE),
          Map.entry("e2h", Control.HCR_E2H),
          Map.entry("hcd", Control.HCR_HCD),
          Map.entry("nv", Control.HCR_NV),
          Map.entry("hce", Control.SCR_HCE),
          Map.entry("smd", Control.SCR_SMD),
          Map.entry("eel2", Control.SCR_EEL2),
          Map.entry("fgten", Control.SCR_FGTEN),
          Map.entry("svc0", Control.HFGITR_SVC_EL0),
          Map.entry("svc1", Control.HFGITR_SVC_EL1));

  private static final Map<String, Feature> FEATURES =
      Map.of(
          "sel2", Feature.SECURE_EL2,
          "vhe", Feature.VIRTUALIZATION_HOST,
          "nv", Feature.NESTED_VIRTUALIZATION,
          "fgt", Feature.FINE_GRAINED_TRAPS,
          "bti", Feature.BRANCH_TARGET);

  private static final Map<String, ImplementationChoice> CHOICES =
      Map.of(
          "failTrap", ImplementationChoice.TRAPS_FAILED_CONDITIONAL_SMC,
          "passReport", ImplementationChoice.REPORTS_PASSED_SMC_AS_CONDITIONAL,
          "t32Cond", ImplementationChoice.T32_TRAP_REPORTS_CONDITION,
          "noEl3Trap64", ImplementationChoice.TRAPS_SMC_WITHOUT_EL3,
          "noEl3Trap32", ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3,
          "undefDespiteCond", ImplementationChoice.UNDEFINED_DESPITE_CONDITION);

  private final Map<String, String> values;

  private ConcretisedCall(Map<String, String> values) {
    this.values = values;
  }

  /** The scenario of one state. */
  static Scenario scenario(String name, Map<String, String> values) throws NotConcreteException {
    ConcretisedCall of = new ConcretisedCall(values);
    try {
      ProcessorState state = of.state();
      return new OneCall(of.platform(), state, of.instruction(state.isa()))
          .scenario(
              name,
              List.of(),
              "The call of the counterexample, on a machine without the fault.",
              Map.of(),
              Map.of());
    } catch (IllegalArgumentException impossible) {
      throw new NotConcreteException("no processor has its state: " + impossible.getMessage());
    }
  }

  private String text(String path) {
    return values.getOrDefault(path, "").replace("\"", "");
  }

  private boolean flag(String path) {
    return text(path).equals("TRUE");
  }

  private int number(String path) {
    return Integer.parseInt(text(path));
  }

  private Platform platform() {
    Map<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    state("p.el3").ifPresent(state -> widest.put(ExceptionLevel.EL3, state));
    state("p.el2").ifPresent(state -> widest.put(ExceptionLevel.EL2, state));
    boolean armv7 = text("p.arch").equals("v7");
    ExecutionState below =
        armv7 || widest.containsValue(ExecutionState.AARCH32)
            ? ExecutionState.AARCH32
            : ExecutionState.AARCH64;
    widest.put(ExceptionLevel.EL1, below);
    widest.put(ExceptionLevel.EL0, below);
    Map<ImplementationChoice, Choice> choices = new EnumMap<>(ImplementationChoice.class);
    CHOICES.forEach(
        (field, choice) ->
            choices.put(
                choice,
                switch (text("p." + field)) {
                  case "yes" -> Choice.YES;
                  case "no" -> Choice.NO;
                  default -> Choice.EITHER;
                }));
    return new Platform(
        "counterexample",
        armv7 ? Architecture.ARMV7A : Architecture.ARMV8A,
        widest,
        armv7 ? Set.of() : features(),
        choices);
  }

  /** RME is not a field there: a Realm or Root caller has it. */
  private Set<Feature> features() {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    FEATURES.forEach(
        (field, feature) -> {
          if (flag("p." + field)) {
            features.add(feature);
          }
        });
    if (security() == SecurityState.REALM || security() == SecurityState.ROOT) {
      features.add(Feature.REALM_MANAGEMENT);
    }
    return features;
  }

  private SecurityState security() {
    return switch (text("s.sec")) {
      case "s" -> SecurityState.SECURE;
      case "realm" -> SecurityState.REALM;
      case "root" -> SecurityState.ROOT;
      default -> SecurityState.NONSECURE;
    };
  }

  private Optional<ExecutionState> state(String path) {
    return switch (text(path)) {
      case "a32" -> Optional.of(ExecutionState.AARCH32);
      case "a64" -> Optional.of(ExecutionState.AARCH64);
      default -> Optional.empty();
    };
  }

  private ProcessorState state() {
    ExceptionLevel level = ExceptionLevel.of(number("s.el"));
    InstructionSet isa =
        switch (text("s.isa")) {
          case "a32" -> InstructionSet.A32;
          case "t32" -> InstructionSet.T32;
          default -> InstructionSet.A64;
        };
    Map<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel of : ExceptionLevel.values()) {
      state("s.x" + of.number()).ifPresent(state -> inForce.put(of, state));
    }
    Condition condition = Condition.of(number("i.cond"));
    return new ProcessorState(
        level,
        isa,
        mode(level, isa),
        security(),
        inForce,
        flags(condition),
        switch (text("s.itb")) {
          case "last" -> new ItState(condition.code() << 4 | 8);
          case "mid" -> new ItState(condition.code() << 4 | 4);
          default -> ItState.NONE;
        },
        new BranchType(number("s.bt")),
        flag("s.guarded"),
        flag("s.ss"),
        flag("s.il"),
        controls());
  }

  private Set<Control> controls() {
    Set<Control> controls = EnumSet.noneOf(Control.class);
    CONTROLS.forEach(
        (field, control) -> {
          if (flag("s." + field)) {
            controls.add(control);
          }
        });
    if (flag("s.itd")) {
      controls.add(Control.SCTLR_ITD);
      controls.add(Control.HSCTLR_ITD);
    }
    return controls;
  }

  private Mode mode(ExceptionLevel level, InstructionSet isa) {
    boolean a64 = isa == InstructionSet.A64;
    boolean own = flag("s.sp");
    return switch (level) {
      case EL0 -> a64 ? Mode.EL0 : Mode.USR;
      case EL1 -> a64 ? (own ? Mode.EL1H : Mode.EL1T) : Mode.SVC;
      case EL2 -> a64 ? (own ? Mode.EL2H : Mode.EL2T) : Mode.HYP;
      case EL3 -> a64 ? (own ? Mode.EL3H : Mode.EL3T) : Mode.MON;
    };
  }

  private Flags flags(Condition condition) {
    for (int nzcv = 0; nzcv < 16; nzcv++) {
      if (condition.holds(new Flags(nzcv)) == flag("i.holds")) {
        return new Flags(nzcv);
      }
    }
    return Flags.CLEAR;
  }

  private CallInstruction instruction(InstructionSet isa) {
    Call call =
        switch (text("i.op")) {
          case "svc" -> Call.SVC;
          case "hvc" -> Call.HVC;
          default -> Call.SMC;
        };
    Encoding row = Encodings.of(call, isa);
    return new CallInstruction(
        call,
        isa,
        row.size(),
        new Immediate(number("i.imm"), row.immediateWidth()),
        row.isConditional() ? Optional.of(Condition.of(number("i.cond"))) : Optional.empty(),
        flag("i.sbz") ? 1 : 0);
  }
}
