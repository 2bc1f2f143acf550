// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Turns the specification's records into the model's types.
 *
 * <p>Where the specification abstracts, a representative stands for the rest: a condition and
 * whether it holds become flags that make it so; a position in an IT block becomes an ITSTATE
 * there; the IT disable in force is set in both registers.
 */
final class SpecInput {
  private static final Map<UniqueString, Control> CONTROLS = new HashMap<>();

  static {
    CONTROLS.put(Names.TSC, Control.HCR_TSC);
    CONTROLS.put(Names.TGE, Control.HCR_TGE);
    CONTROLS.put(Names.E2H, Control.HCR_E2H);
    CONTROLS.put(Names.HCD, Control.HCR_HCD);
    CONTROLS.put(Names.NV, Control.HCR_NV);
    CONTROLS.put(Names.HCE, Control.SCR_HCE);
    CONTROLS.put(Names.SMD, Control.SCR_SMD);
    CONTROLS.put(Names.EEL2, Control.SCR_EEL2);
    CONTROLS.put(Names.FGTEN, Control.SCR_FGTEN);
    CONTROLS.put(Names.SVC0, Control.HFGITR_SVC_EL0);
    CONTROLS.put(Names.SVC1, Control.HFGITR_SVC_EL1);
  }

  private SpecInput() {}

  /** The platform. RME is not a field there: a Realm or Root caller has it. */
  static Platform platform(Value p, SecurityState security) {
    Fields fields = Fields.of(p);
    EnumMap<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    executionState(fields.text(Names.EL3))
        .ifPresent(state -> widest.put(ExceptionLevel.EL3, state));
    executionState(fields.text(Names.EL2))
        .ifPresent(state -> widest.put(ExceptionLevel.EL2, state));
    boolean armv7 = fields.text(Names.ARCH).equals("v7");
    if (armv7
        && widest.containsKey(ExceptionLevel.EL2)
        && !widest.containsKey(ExceptionLevel.EL3)) {
      throw new IllegalArgumentException(
          "Hyp without Monitor is QEMU's, not ARMv7's: the specification leaves it out");
    }
    ExecutionState below =
        armv7 || widest.containsValue(ExecutionState.AARCH32)
            ? ExecutionState.AARCH32
            : ExecutionState.AARCH64;
    widest.put(ExceptionLevel.EL1, below);
    widest.put(ExceptionLevel.EL0, below);
    return new Platform(
        "p",
        armv7 ? Architecture.ARMV7A : Architecture.ARMV8A,
        widest,
        features(fields, armv7, security),
        choices(fields));
  }

  private static Set<Feature> features(Fields fields, boolean armv7, SecurityState security) {
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    if (armv7) {
      return features;
    }
    addIf(features, fields.flag(Names.SEL2), Feature.SECURE_EL2);
    addIf(features, fields.flag(Names.VHE), Feature.VIRTUALIZATION_HOST);
    addIf(features, fields.flag(Names.NV), Feature.NESTED_VIRTUALIZATION);
    addIf(features, fields.flag(Names.FGT), Feature.FINE_GRAINED_TRAPS);
    addIf(features, fields.flag(Names.BTI), Feature.BRANCH_TARGET);
    addIf(
        features,
        security == SecurityState.REALM || security == SecurityState.ROOT,
        Feature.REALM_MANAGEMENT);
    return features;
  }

  private static <T> void addIf(Set<T> set, boolean condition, T element) {
    if (condition) {
      set.add(element);
    }
  }

  private static Map<ImplementationChoice, Choice> choices(Fields fields) {
    EnumMap<ImplementationChoice, Choice> choices = new EnumMap<>(ImplementationChoice.class);
    choices.put(
        ImplementationChoice.TRAPS_FAILED_CONDITIONAL_SMC, choice(fields.text(Names.FAIL_TRAP)));
    choices.put(
        ImplementationChoice.REPORTS_PASSED_SMC_AS_CONDITIONAL,
        choice(fields.text(Names.PASS_REPORT)));
    choices.put(
        ImplementationChoice.T32_TRAP_REPORTS_CONDITION, choice(fields.text(Names.T32_COND)));
    choices.put(
        ImplementationChoice.TRAPS_SMC_WITHOUT_EL3, choice(fields.text(Names.NO_EL3_TRAP64)));
    choices.put(
        ImplementationChoice.TRAPS_AARCH32_SMC_WITHOUT_EL3,
        choice(fields.text(Names.NO_EL3_TRAP32)));
    choices.put(
        ImplementationChoice.UNDEFINED_DESPITE_CONDITION,
        choice(fields.text(Names.UNDEF_DESPITE_COND)));
    return choices;
  }

  private static Choice choice(String text) {
    return switch (text) {
      case "yes" -> Choice.YES;
      case "no" -> Choice.NO;
      case "either" -> Choice.EITHER;
      default -> throw new IllegalArgumentException("a choice is yes, no or either, not " + text);
    };
  }

  private static Optional<ExecutionState> executionState(String text) {
    return switch (text) {
      case "none" -> Optional.empty();
      case "a32" -> Optional.of(ExecutionState.AARCH32);
      case "a64" -> Optional.of(ExecutionState.AARCH64);
      default ->
          throw new IllegalArgumentException("an execution state is a32 or a64, not " + text);
    };
  }

  static SecurityState security(Value s) {
    return switch (Fields.of(s).text(Names.SEC)) {
      case "ns" -> SecurityState.NONSECURE;
      case "s" -> SecurityState.SECURE;
      case "realm" -> SecurityState.REALM;
      case "root" -> SecurityState.ROOT;
      default -> throw new IllegalArgumentException("no such Security state: " + s);
    };
  }

  /** The state; the instruction says which condition applies and whether it holds. */
  static ProcessorState state(Value s, SecurityState security, Condition condition, boolean holds) {
    Fields fields = Fields.of(s);
    ExceptionLevel level = ExceptionLevel.of(fields.number(Names.EL));
    InstructionSet isa = isa(fields.text(Names.ISA));
    EnumMap<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(ExceptionLevel.class);
    for (int number = 0; number < Names.STATE_OF.length; number++) {
      ExceptionLevel of = ExceptionLevel.of(number);
      executionState(fields.text(Names.STATE_OF[number]))
          .ifPresent(state -> inForce.put(of, state));
    }
    return new ProcessorState(
        level,
        isa,
        mode(level, isa, fields.flag(Names.SP)),
        security,
        inForce,
        flags(condition, holds),
        it(fields.text(Names.ITB), condition),
        new BranchType(fields.number(Names.BT)),
        fields.flag(Names.GUARDED),
        fields.flag(Names.SS),
        fields.flag(Names.IL),
        controls(fields));
  }

  private static Set<Control> controls(Fields fields) {
    EnumSet<Control> controls = EnumSet.noneOf(Control.class);
    CONTROLS.forEach((name, control) -> addIf(controls, fields.flag(name), control));
    boolean itDisabled = fields.flag(Names.ITD);
    addIf(controls, itDisabled, Control.SCTLR_ITD);
    addIf(controls, itDisabled, Control.HSCTLR_ITD);
    return controls;
  }

  private static InstructionSet isa(String text) {
    return switch (text) {
      case "a32" -> InstructionSet.A32;
      case "t32" -> InstructionSet.T32;
      case "a64" -> InstructionSet.A64;
      default -> throw new IllegalArgumentException("no such instruction set: " + text);
    };
  }

  private static Mode mode(ExceptionLevel level, InstructionSet isa, boolean ownStackPointer) {
    if (ownStackPointer && (isa != InstructionSet.A64 || level == ExceptionLevel.EL0)) {
      throw new IllegalArgumentException("only AArch64 above EL0 has a choice of stack pointer");
    }
    boolean a64 = isa == InstructionSet.A64;
    return switch (level) {
      case EL0 -> a64 ? Mode.EL0 : Mode.USR;
      case EL1 -> a64 ? (ownStackPointer ? Mode.EL1H : Mode.EL1T) : Mode.SVC;
      case EL2 -> a64 ? (ownStackPointer ? Mode.EL2H : Mode.EL2T) : Mode.HYP;
      case EL3 -> a64 ? (ownStackPointer ? Mode.EL3H : Mode.EL3T) : Mode.MON;
    };
  }

  private static ItState it(String position, Condition condition) {
    return switch (position) {
      case "out" -> ItState.NONE;
      case "last" -> new ItState(condition.code() << 4 | 8);
      case "mid" -> new ItState(condition.code() << 4 | 4);
      default -> throw new IllegalArgumentException("no such position in an IT block: " + position);
    };
  }

  private static Flags flags(Condition condition, boolean holds) {
    for (int nzcv = 0; nzcv < 16; nzcv++) {
      if (condition.holds(new Flags(nzcv)) == holds) {
        return new Flags(nzcv);
      }
    }
    throw new IllegalArgumentException(
        condition + " cannot be made to " + (holds ? "hold" : "fail"));
  }

  static Condition condition(Value i) {
    return Condition.of(Fields.of(i).number(Names.COND));
  }

  static boolean holds(Value i) {
    return Fields.of(i).flag(Names.HOLDS);
  }

  /** The instruction in the caller's instruction set. */
  static CallInstruction instruction(Value i, InstructionSet isa) {
    Fields fields = Fields.of(i);
    Call call =
        switch (fields.text(Names.OP)) {
          case "svc" -> Call.SVC;
          case "hvc" -> Call.HVC;
          case "smc" -> Call.SMC;
          default -> throw new IllegalArgumentException("no such call: " + i);
        };
    Encoding row = Encodings.of(call, isa);
    if (row.size() != fields.number(Names.SIZE)) {
      throw new IllegalArgumentException(row.name() + " has " + row.size() + " bytes: " + i);
    }
    Optional<Condition> encoded =
        row.isConditional() ? Optional.of(condition(i)) : Optional.empty();
    return new CallInstruction(
        call,
        isa,
        row.size(),
        new Immediate(fields.number(Names.IMM), row.immediateWidth()),
        encoded,
        fields.flag(Names.SBZ) ? 1 : 0);
  }
}
