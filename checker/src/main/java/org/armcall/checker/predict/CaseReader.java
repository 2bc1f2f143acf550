// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import static org.armcall.checker.predict.CaseFields.number;
import static org.armcall.checker.predict.CaseFields.refuseUnknown;
import static org.armcall.checker.predict.CaseFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.platform.Platforms;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Flags;
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
import org.armcall.traces.platform.PlatformFile;

/**
 * Reads a case of {@code predict --batch}.
 *
 * <p>Levels whose execution state is not given use the widest. The mode, the level and the Security
 * state complete one another: an AArch32 mode that is Secure PL1 under AArch32 EL3 is EL3 also
 * where it is written as EL1. What is not set is 0, except SCR.HCE, which is 1.
 */
final class CaseReader {
  private static final String ILLEGAL_STATE = "PSTATE.IL";
  private static final Set<String> FIELDS =
      Set.of("id", "platform", "states", "caller", "word", "insn", "set", "comment");
  private static final Set<String> CALLER_FIELDS =
      Set.of("isa", "el", "mode", "security", "nzcv", "it", "ss", "btype", "guarded", "pc");

  private CaseReader() {}

  /**
   * The case.
   *
   * @throws CommandException with a message that names the field
   * @throws IllegalArgumentException from the model, with a message that names the value
   */
  static Case read(JsonNode node) {
    refuseUnknown(node, FIELDS, "a case");
    Platform platform = platform(node.path("platform"));
    JsonNode caller = node.path("caller");
    refuseUnknown(caller, CALLER_FIELDS, "caller");
    InstructionSet isa = isa(caller);
    ItState it = new ItState(number(caller, "it", 255));
    CallInstruction instruction = InstructionText.of(node, isa, it.condition());
    SecurityState security = security(caller);
    Map<ExceptionLevel, ExecutionState> inForce =
        inForce(platform, node.path("states"), isa, caller);
    Optional<Mode> mode = mode(caller);
    ExceptionLevel level = level(caller, mode, security, inForce);
    if (security == SecurityState.NONSECURE && level == ExceptionLevel.EL3) {
      security = SecurityState.SECURE;
    }
    ProcessorState base =
        new ProcessorState(
            level,
            isa,
            mode.orElseGet(() -> usualMode(level, isa)),
            security,
            inForce,
            new Flags(number(caller, "nzcv", 15)),
            it,
            new BranchType(number(caller, "btype", 3)),
            number(caller, "guarded", 1) == 1,
            number(caller, "ss", 1) == 1,
            false,
            EnumSet.of(Control.SCR_HCE));
    OptionalLong pc =
        text(caller, "pc")
            .map(t -> OptionalLong.of(CaseFields.word(t, "caller.pc")))
            .orElse(OptionalLong.empty());
    return new Case(platform, states(platform, base, node.path("set")), instruction, pc);
  }

  private static Platform platform(JsonNode node) {
    if (node.isMissingNode()) {
      throw CommandException.input("platform is missing: a preset's name or an object");
    }
    return node.isTextual() ? Platforms.named(node.asText()) : Platforms.parse(node, "platform");
  }

  private static InstructionSet isa(JsonNode caller) {
    String text =
        text(caller, "isa")
            .orElseThrow(() -> CommandException.input("caller.isa is missing: a32, t32 or a64"));
    return InstructionText.isa(text)
        .orElseThrow(
            () -> CommandException.input("caller.isa must be a32, t32 or a64, not '" + text + "'"));
  }

  private static SecurityState security(JsonNode caller) {
    String wanted = text(caller, "security").orElse("nonsecure");
    for (SecurityState security : SecurityState.values()) {
      if (security.text().equals(wanted)) {
        return security;
      }
    }
    throw CommandException.input(
        "caller.security must be nonsecure, secure, realm or root, not '" + wanted + "'");
  }

  private static Optional<Mode> mode(JsonNode caller) {
    return text(caller, "mode")
        .map(
            t ->
                Mode.ofText(t)
                    .orElseThrow(
                        () ->
                            CommandException.input(
                                "caller.mode '"
                                    + t
                                    + "' is not a mode; svc, hyp, mon, el1h, ...")));
  }

  private static ExceptionLevel level(
      JsonNode caller,
      Optional<Mode> mode,
      SecurityState security,
      Map<ExceptionLevel, ExecutionState> inForce) {
    ExceptionLevel byMode = mode.map(CaseReader::levelOf).orElse(ExceptionLevel.EL1);
    if (!caller.has("el") && mode.isEmpty()) {
      throw CommandException.input("caller.el is missing: 0, 1, 2 or 3");
    }
    ExceptionLevel level = caller.has("el") ? ExceptionLevel.of(number(caller, "el", 3)) : byMode;
    boolean securePl1 =
        level == ExceptionLevel.EL1
            && security == SecurityState.SECURE
            && inForce.get(ExceptionLevel.EL3) == ExecutionState.AARCH32;
    return securePl1 ? ExceptionLevel.EL3 : level;
  }

  /** The level as the caller gives it, by number or by mode. */
  private static int statedLevel(JsonNode caller) {
    return caller.has("el")
        ? number(caller, "el", 3)
        : mode(caller).map(CaseReader::levelOf).map(ExceptionLevel::number).orElse(1);
  }

  private static ExceptionLevel levelOf(Mode mode) {
    return switch (mode) {
      case USR, EL0 -> ExceptionLevel.EL0;
      case SVC, SYS, IRQ, FIQ, ABT, UND, EL1T, EL1H -> ExceptionLevel.EL1;
      case HYP, EL2T, EL2H -> ExceptionLevel.EL2;
      case MON, EL3T, EL3H -> ExceptionLevel.EL3;
    };
  }

  private static Mode usualMode(ExceptionLevel level, InstructionSet isa) {
    boolean a64 = isa == InstructionSet.A64;
    return switch (level) {
      case EL0 -> a64 ? Mode.EL0 : Mode.USR;
      case EL1 -> a64 ? Mode.EL1H : Mode.SVC;
      case EL2 -> a64 ? Mode.EL2H : Mode.HYP;
      case EL3 -> a64 ? Mode.EL3H : Mode.MON;
    };
  }

  /**
   * The states given, the widest elsewhere, and AArch32 at and below an AArch32 caller that does
   * not say.
   */
  private static Map<ExceptionLevel, ExecutionState> inForce(
      Platform platform, JsonNode given, InstructionSet isa, JsonNode caller) {
    refuseUnknown(given, Set.of("el0", "el1", "el2", "el3"), "states");
    EnumMap<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(platform.widest());
    ExecutionState above = ExecutionState.AARCH64;
    for (int number = 3; number >= 0; number--) {
      ExceptionLevel level = ExceptionLevel.of(number);
      String key = "el" + number;
      boolean absent = !platform.has(level) && given.path(key).asText().equals("none");
      if (given.has(key) && !absent) {
        inForce.put(
            level,
            PlatformFile.executionState(given.path(key).asText())
                .orElseThrow(
                    () -> CommandException.input("states." + key + " must be aarch32 or aarch64")));
      } else if (platform.has(level) && above == ExecutionState.AARCH32) {
        inForce.put(level, ExecutionState.AARCH32);
      }
      above = inForce.getOrDefault(level, above);
    }
    int own = statedLevel(caller);
    if (isa != InstructionSet.A64 && own < 2) {
      for (int number = own; number >= 0 && !given.has("el" + number); number--) {
        inForce.put(ExceptionLevel.of(number), ExecutionState.AARCH32);
      }
    }
    return inForce;
  }

  private static List<ProcessorState> states(Platform platform, ProcessorState base, JsonNode set) {
    if (!set.isMissingNode() && !set.isObject()) {
      throw CommandException.input("set must be an object such as {\"HCR_EL2.TSC\":1}");
    }
    List<ProcessorState> states = new ArrayList<>(List.of(base));
    Set<String> bits = new HashSet<>();
    for (Map.Entry<String, JsonNode> field : set.properties()) {
      String key = field.getKey();
      Optional<Control> control = Control.ofText(key);
      if (control.isEmpty() && !key.equalsIgnoreCase(ILLEGAL_STATE)) {
        throw CommandException.input(
            "set."
                + key
                + " is not a control bit of this model; 'armcall help predict' lists them");
      }
      if (!bits.add(control.map(Control::text).orElse(ILLEGAL_STATE))) {
        throw CommandException.input("set." + key + ": this bit is given twice");
      }
      List<ProcessorState> next = new ArrayList<>();
      for (boolean value : values(key, field.getValue())) {
        for (ProcessorState state : states) {
          next.add(
              control
                  .map(bit -> state.with(bit, value))
                  .orElseGet(() -> state.withIllegalState(value)));
        }
      }
      states = next;
    }
    if (states.size() > 1) {
      List<ProcessorState> possible =
          states.stream()
              .filter(state -> Reachability.objection(platform, state).isEmpty())
              .toList();
      return possible.isEmpty() ? states : possible;
    }
    return states;
  }

  private static List<Boolean> values(String key, JsonNode value) {
    if (value.isTextual() && value.asText().equals("unknown")) {
      return List.of(false, true);
    }
    String text = value.asText();
    if (text.equals("0") || text.equals("0x0") || text.equals("false")) {
      return List.of(false);
    }
    if (text.equals("1") || text.equals("0x1") || text.equals("true")) {
      return List.of(true);
    }
    throw CommandException.input("set." + key + " must be 0, 1 or \"unknown\"");
  }
}
