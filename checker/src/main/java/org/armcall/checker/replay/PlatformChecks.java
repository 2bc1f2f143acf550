// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;

/**
 * What a platform adds: the levels of an exception exist, and a call did what the model allows for
 * some state of that platform that the record does not contradict.
 *
 * <p>What was answered inside the machine is exempt: no exception was taken.
 */
final class PlatformChecks {
  private final Platform platform;
  private final Tally tally;
  private final Map<PossibleEntries.Caller, Set<ExceptionEntry>> cache;

  PlatformChecks(Platform platform, Tally tally) {
    this(platform, tally, new HashMap<>());
  }

  /**
   * Checks that have their memory in common with others of the same platform.
   *
   * @param cache what was worked out; for several threads where several use it
   */
  PlatformChecks(
      Platform platform, Tally tally, Map<PossibleEntries.Caller, Set<ExceptionEntry>> cache) {
    this.platform = platform;
    this.tally = tally;
    this.cache = cache;
  }

  void check(Observed o, CallerState known) {
    if (o.entry().isEmpty() || o.from().isEmpty() || o.to().isEmpty()) {
      return;
    }
    for (ExceptionLevel level : List.of(o.from().get(), o.to().get())) {
      if (!platform.has(level)) {
        record(
            routeRule(o),
            o,
            Answer.violated("a level that " + platform.name() + " has", level.toString()));
        return;
      }
    }
    boolean noSyndrome = o.called().isPresent() && o.isToAarch32() && !o.targetHasSyndrome();
    if (o.call().isPresent() && (o.syndrome().isPresent() || noSyndrome)) {
      outcome(o, o.call().get(), known);
    }
  }

  private void outcome(Observed o, Call call, CallerState known) {
    Optional<ExecutionState> caller = known.before().or(o::stateInClass);
    if (caller.isEmpty() || hvcAtEl3(o)) {
      return;
    }
    Set<ExceptionEntry> possible =
        cache.computeIfAbsent(
            new PossibleEntries.Caller(
                call,
                o.from().orElseThrow(),
                caller.get(),
                reportedCondition(o),
                KnownState.of(o.called())),
            key -> PossibleEntries.of(platform, key));
    Set<ExceptionEntry> routed = new LinkedHashSet<>(possible);
    routed.removeIf(entry -> entry.target() != o.to().orElseThrow() || !sameOffset(o, entry));
    if (routed.isEmpty()) {
      record(
          routeRule(o),
          o,
          isQemusTrap(o)
              ? Answer.unknown(Unknown.QEMU_SMC_WITHOUT_EL3)
              : Answer.violated("what " + platform.name() + " does: " + words(possible), seen(o)));
      return;
    }
    record(routeRule(o), o, Answer.holds());
    routed.removeIf(entry -> !sameVector(o, entry));
    if (routed.isEmpty()) {
      tally.record(
          o.isToAarch32() ? Rule.ROU_VECTOR_A32 : Rule.ROU_VECTOR_A64,
          o.event(),
          RoutingChecks.AT_VECTOR,
          Answer.violated("what " + platform.name() + " does: " + words(possible), seen(o)));
      return;
    }
    if (o.syndrome().isEmpty()) {
      return;
    }
    routed.removeIf(entry -> !sameSyndrome(o, entry));
    tally.record(
        Rule.SYN_EC_CALLER,
        o.event(),
        SyndromeChecks.AT,
        Answer.of(
            !routed.isEmpty(),
            "a syndrome that " + platform.name() + " may produce here",
            "syndrome 0x" + Integer.toHexString(o.esr())));
  }

  private static boolean hvcAtEl3(Observed o) {
    return o.exception() == ExceptionKind.HVC
        && o.from().equals(Optional.of(ExceptionLevel.EL3))
        && o.to().equals(Optional.of(ExceptionLevel.EL2));
  }

  /** Without EL3 QEMU's TSC traps whatever the platform says. */
  private boolean isQemusTrap(Observed o) {
    return !platform.has(ExceptionLevel.EL3)
        && o.isTrap()
        && o.exception() == ExceptionKind.HYP_TRAP;
  }

  private static boolean sameOffset(Observed o, ExceptionEntry entry) {
    return o.isTrap() == (entry.returnOffset() == 0);
  }

  private static boolean sameVector(Observed o, ExceptionEntry entry) {
    if (o.vector().isEmpty()) {
      return true;
    }
    if (o.isToAarch32()) {
      return entry.targetState() == ExecutionState.AARCH32
          && entry.vectorOffset() == (o.vector().getAsLong() & 0x1f);
    }
    return entry.targetState() == ExecutionState.AARCH64
        && entry.vectorOffset() == (o.vector().getAsLong() & 0x7ff);
  }

  /** The model was asked with the immediate 0. */
  private static boolean sameSyndrome(Observed o, ExceptionEntry entry) {
    boolean hasImmediate = o.exceptionClass().filter(ec -> ec != ExceptionClass.SMC32).isPresent();
    int observed = hasImmediate ? o.esr() & ~SyndromeLayout.IMM16.mask() : o.esr();
    return entry.syndrome().map(word -> word.mayHaveProduced(observed)).orElse(true);
  }

  private static Optional<Integer> reportedCondition(Observed o) {
    boolean reports =
        o.exceptionClass().filter(ec -> ec == ExceptionClass.SMC32).isPresent()
            && SyndromeLayout.CCKNOWNPASS.extract(o.esr()) == 1
            && SyndromeLayout.COND.extract(o.esr()) < 14;
    return reports ? Optional.of(SyndromeLayout.COND.extract(o.esr())) : Optional.empty();
  }

  private static String words(Set<ExceptionEntry> possible) {
    Set<String> words = new TreeSet<>();
    for (ExceptionEntry entry : possible) {
      words.add(
          (entry.returnOffset() == 0 ? "trapped to " : "taken to ")
              + entry.target()
              + " at 0x"
              + Integer.toHexString(entry.vectorOffset()));
    }
    return words.isEmpty() ? "no such call is taken from there" : String.join(", ", words);
  }

  private static String seen(Observed o) {
    return (o.isTrap() ? "trapped to " : "taken to ")
        + o.to().orElseThrow()
        + (o.vector().isPresent()
            ? " at 0x" + Long.toHexString(o.vector().getAsLong() & 0x7ff)
            : "");
  }

  private static Rule routeRule(Observed o) {
    if (o.call().isEmpty()) {
      return o.exception() == ExceptionKind.UNDEFINED_INSTRUCTION
          ? Rule.ROU_UNDEF_TARGET
          : Rule.ROU_VECTOR_A64;
    }
    return switch (o.call().get()) {
      case HVC -> Rule.ROU_HVC_TARGET;
      case SVC -> o.isTrap() ? Rule.ROU_SVC_FGT : Rule.ROU_SVC_TARGET;
      case SMC -> o.isTrap() ? Rule.ROU_SMC_TSC : Rule.ROU_SMC_TARGET;
    };
  }

  private void record(Rule rule, Observed o, Answer answer) {
    TraceEvent event = o.event();
    tally.record(rule, event, RoutingChecks.AT_ROUTE, answer);
  }
}
