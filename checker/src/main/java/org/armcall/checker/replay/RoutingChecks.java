// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;

/** The rules about where an exception goes: the level that takes it, and the vector. */
final class RoutingChecks {
  /** How the line begins that shows the target level. */
  static final String AT_ROUTE = "...from EL";

  /** How the line begins that shows the vector. */
  static final String AT_VECTOR = "...to EL";

  private static final long PSTATE_AARCH32 = 1L << 4;

  private final Answers answers;

  RoutingChecks(Answers answers) {
    this.answers = answers;
  }

  /** Checks the target and the vector of an exception. */
  void check(Observed o, CallerState known) {
    Optional<Rule> rule = ruleOf(o);
    if (o.from().isEmpty() || o.to().isEmpty()) {
      Unknown why = o.mixed() ? Unknown.MIXED : Unknown.LEVELS_NOT_LOGGED;
      rule.ifPresent(r -> answers.record(r, o.event(), AT_ROUTE, Answer.unknown(why)));
      return;
    }
    Optional<Answer> contradiction = routeContradicted(o);
    Answer target = contradiction.orElseGet(() -> target(o, o.from().get(), o.to().get()));
    // What QEMU handles itself and is no call (semihosting) goes nowhere: the level that it prints
    // is that of an exception before, or none. In half a record only the vector tells.
    boolean taken =
        o.entry().isPresent() && (o.exception() != ExceptionKind.OTHER || o.vector().isPresent());
    if (rule.isPresent() || taken && target.isViolation()) {
      answers.record(rule.orElse(Rule.ROU_VECTOR_A64), o.event(), AT_ROUTE, target);
    }
    if (!target.isViolation() && o.exception().isSynchronous()) {
      o.entry().ifPresent(entry -> vector(o, entry, known));
    }
  }

  private static Optional<Rule> ruleOf(Observed o) {
    return switch (o.exception()) {
      case HVC -> Optional.of(Rule.ROU_HVC_TARGET);
      case SMC -> Optional.of(Rule.ROU_SMC_TARGET);
      case SVC ->
          Optional.of(
              o.from().equals(Optional.of(EL0))
                      && o.to().equals(Optional.of(EL2))
                      && routeContradicted(o).isEmpty()
                  ? Rule.ROU_SVC_TGE
                  : Rule.ROU_SVC_TARGET);
      case HYP_TRAP -> o.isTrap() ? Optional.of(Rule.ROU_SMC_TSC) : Optional.empty();
      case UNDEFINED_INSTRUCTION -> {
        if (o.isTrap()) {
          yield Optional.of(Rule.ROU_SVC_FGT);
        }
        yield o.exceptionClass().filter(ec -> ec == ExceptionClass.UNKNOWN_REASON).isPresent()
            ? Optional.of(Rule.ROU_UNDEF_TARGET)
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /**
   * The level is printed twice and stands in PSTATE too. Where the first print disagrees with the
   * other two, it is the odd one.
   */
  private static Optional<Answer> routeContradicted(Observed o) {
    Optional<ExceptionLevel> entered = o.entry().flatMap(TraceEvent.Entry::enteredEl);
    Optional<ExceptionLevel> inPstate = levelInPstate(o);
    if (entered.isEmpty() || entered.equals(o.to()) || !entered.equals(inPstate)) {
      return Optional.empty();
    }
    return Optional.of(
        Answer.violated(
            "target " + entered.get() + ", where execution went on and which PSTATE says",
            "target " + o.to().orElseThrow()));
  }

  private static Optional<ExceptionLevel> levelInPstate(Observed o) {
    OptionalLong pstate = o.entry().map(TraceEvent.Entry::pstate).orElse(OptionalLong.empty());
    if (pstate.isEmpty() || (pstate.getAsLong() & PSTATE_AARCH32) != 0) {
      return Optional.empty();
    }
    return Optional.of(ExceptionLevel.of((int) (pstate.getAsLong() >> 2 & 3)));
  }

  private static Answer target(Observed o, ExceptionLevel from, ExceptionLevel to) {
    Supplier<String> observed = () -> "from " + from + " to " + to;
    return switch (o.exception()) {
      case HVC -> hvc(from, to, observed);
      case SMC ->
          Answer.of(from != EL0 && to == EL3, () -> "from EL1, EL2 or EL3 to EL3", observed);
      case SVC -> svc(from, to, observed);
      case HYP_TRAP ->
          o.isTrap()
              ? Answer.of(from == EL1 && to == EL2, () -> "from EL1 to EL2", observed)
              : upwards(from, to, observed);
      case UNDEFINED_INSTRUCTION -> undefined(o, from, to, observed);
      default -> upwards(from, to, observed);
    };
  }

  /** ROU-HVC-TARGET. */
  private static Answer hvc(ExceptionLevel from, ExceptionLevel to, Supplier<String> observed) {
    if (from == EL3 && to == EL2) {
      return Answer.unknown(Unknown.QEMU_HVC_AT_EL3);
    }
    return Answer.of(
        from == EL3 ? to == EL3 : from != EL0 && to == EL2,
        () -> from == EL3 ? "from EL3 to EL3" : "from EL1 or EL2 to EL2",
        observed);
  }

  /** ROU-SVC-TARGET and ROU-SVC-TGE: from EL0 to EL2 it goes with TGE=1 only. */
  private static Answer svc(ExceptionLevel from, ExceptionLevel to, Supplier<String> observed) {
    boolean allowed =
        switch (from) {
          case EL0 -> to != EL0;
          case EL1 -> to == EL1;
          case EL2, EL3 -> to == from;
        };
    boolean secureEl3 = from == EL0 && to == EL3;
    return Answer.of(
        allowed,
        () -> from == EL0 ? "from EL0 to EL1" : "from " + from + " to " + from,
        () -> secureEl3 ? observed.get() + " (AArch32 EL3)" : observed.get());
  }

  /** ROU-UNDEF-TARGET for EC 0x00, ROU-SVC-FGT for a trapped SVC; other classes are traps. */
  private static Answer undefined(
      Observed o, ExceptionLevel from, ExceptionLevel to, Supplier<String> observed) {
    if (o.isTrap()) {
      return Answer.of(
          !from.isAbove(EL1) && to == EL2, () -> "an SVC trapped from EL0 or EL1 to EL2", observed);
    }
    boolean uncategorized =
        o.exceptionClass().filter(ec -> ec == ExceptionClass.UNKNOWN_REASON).isPresent();
    boolean own = from == EL0 ? to == EL1 || to == EL2 : to == from;
    if (!uncategorized || own) {
      return upwards(from, to, observed);
    }
    return to.isAbove(from) ? Answer.unknown(Unknown.TRAPPED_ACCESS) : upwards(from, to, observed);
  }

  private static Answer upwards(ExceptionLevel from, ExceptionLevel to, Supplier<String> observed) {
    return Answer.of(
        to != EL0 && !from.isAbove(to),
        () -> "a target that is not below " + (from == EL0 ? EL1 : from),
        observed);
  }

  /** ROU-VECTOR-A64. */
  private void vector(Observed o, TraceEvent.Entry entry, CallerState known) {
    Optional<ExceptionLevel> named = entry.enteredEl().or(entry::toEl);
    Optional<Answer> elsewhere = enteredState(o, entry);
    if (elsewhere.isPresent()) {
      Rule rule = o.isToAarch32() ? Rule.ROU_VECTOR_A32 : Rule.ROU_VECTOR_A64;
      answers.record(rule, o.event(), AT_VECTOR, elsewhere.get());
      return;
    }
    if (o.isToAarch32()) {
      return;
    }
    if (named.isEmpty() || entry.vector().isEmpty()) {
      if (o.call().isPresent() && o.mixed()) {
        record(o, Answer.unknown(Unknown.MIXED));
      }
      return;
    }
    ExceptionLevel from = o.from().orElseThrow();
    ExceptionLevel to = o.to().orElseThrow();
    ExceptionLevel entered = named.get();
    if (entered != to) {
      record(
          o,
          Answer.violated(
              "to " + to + ", the target of the record's '...from' line", "to " + entered));
      return;
    }
    int offset = (int) (entry.vector().getAsLong() & 0x7ff);
    Supplier<String> observed =
        () -> "offset 0x" + Integer.toHexString(offset) + ", from " + from + " to " + to;
    if (from == to) {
      record(
          o,
          Answer.of(
              offset == 0 || offset == 0x200,
              () -> "offset 0x0 or 0x200: the caller runs at the target's level",
              observed));
    } else if (offset != 0x400 && offset != 0x600) {
      record(
          o,
          Answer.violated(
              "offset 0x400 or 0x600: the caller runs at a lower level", observed.get()));
    } else {
      record(o, lowerVector(o, known, offset, observed));
    }
  }

  /**
   * PSTATE at the vector, where it is not that of the target: ELxh of an AArch64 level (DDI 0487
   * D1.3.1), a mode of an AArch32 one.
   */
  private static Optional<Answer> enteredState(Observed o, TraceEvent.Entry entry) {
    if (entry.pstate().isEmpty() || entry.toState().isEmpty() || o.to().isEmpty()) {
      return Optional.empty();
    }
    SavedState entered = new SavedState(entry.pstate().getAsLong());
    ExceptionLevel to = o.to().get();
    boolean there =
        entered.executionState() == entry.toState().get()
            && entered.mayBeAt(to)
            && (entered.isAarch32() || entered.usesOwnStackPointer());
    return there
        ? Optional.empty()
        : Optional.of(
            Answer.violated(
                "PSTATE of " + to + (o.isToAarch32() ? ", AArch32" : "h") + " at the vector",
                "PSTATE " + ReturnChecks.hex(entered.bits()) + ": " + entered.text()));
  }

  private static Answer lowerVector(
      Observed o, CallerState known, int offset, Supplier<String> observed) {
    boolean adjacent = o.to().orElseThrow().number() == o.from().orElseThrow().number() + 1;
    Optional<ExecutionState> caller = known.apartFromVector(o.stateInClass());
    if (caller.isEmpty() || (caller.get() == ExecutionState.AARCH32 && !adjacent)) {
      return Answer.unknown(Unknown.LEVEL_BELOW);
    }
    // Above an AArch64 caller every level uses AArch64, so that the level below the target does.
    int expected = caller.get() == ExecutionState.AARCH64 ? 0x400 : 0x600;
    return Answer.of(
        offset == expected,
        () ->
            "offset 0x"
                + Integer.toHexString(expected)
                + ": the caller runs "
                + SyndromeChecks.name(caller.get()),
        observed);
  }

  private void record(Observed o, Answer answer) {
    answers.record(Rule.ROU_VECTOR_A64, o.event(), AT_VECTOR, answer);
  }
}
