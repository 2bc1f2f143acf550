// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.Returning;
import org.armcall.model.rule.Rule;

/** Turns a broken call of a trace into what an image has to do to show it. */
final class Planner {
  private static final long UPPER_HALF = -1L << 32;
  private static final int MOST_STEPS = 100;

  /** R13 and R14 of AArch32 are the mode's own. */
  private static final int LAST_SHARED = 12;

  private final Rule rule;
  private final RecordedCall broken;
  private final List<RecordedCall> calls;
  private final List<RecordedCall> earlier;
  private final boolean ownCallee;

  private Planner(Rule rule, RecordedCall broken, List<RecordedCall> calls, boolean ownCallee) {
    this.rule = rule;
    this.broken = broken;
    this.calls = calls;
    this.earlier =
        Conversation.before(calls, broken).stream()
            .filter(call -> call.cpu() == broken.cpu())
            .filter(call -> call.from() == broken.from() && call.to().equals(broken.to()))
            .filter(call -> call.state() == broken.state() && call.insn() == broken.insn())
            .filter(call -> call.back().isPresent())
            .toList();
    this.ownCallee = ownCallee;
  }

  /**
   * The script.
   *
   * @param calls the calls of the trace, in order
   * @param ownCallee whether the image has the callee in it
   * @throws NotShownException where no image shows the finding
   */
  static Script plan(Rule rule, RecordedCall broken, List<RecordedCall> calls, boolean ownCallee)
      throws NotShownException {
    return new Planner(rule, broken, calls, ownCallee).plan();
  }

  private Script plan() throws NotShownException {
    refuse();
    Optional<RecordedCall> reference = reference();
    boolean nested = ownCallee && !broken.inner().isEmpty() && (isAboutLayers() || !elided());
    if (nested && elided()) {
      throw new NotShownException(
          "the calls of the callee are not recorded as an image needs them");
    }
    List<Script.Step> steps =
        Script.steps(reference.map(List::of).orElse(List.of()), broken, nested);
    if (steps.size() > MOST_STEPS) {
      throw new NotShownException("the callee made more than " + MOST_STEPS + " calls");
    }
    Script script = new Script(rule, steps, new Requirements(rule, steps, calls).all(), ownCallee);
    for (Script.Step step : steps) {
      if (!ownCallee) {
        checkEffect(step.call());
      }
      check(step);
    }
    return script;
  }

  private boolean isAboutLayers() {
    return rule == Rule.RES_SHIM || rule == Rule.REG_RESULTS;
  }

  /** Whether the calls of the callee are left out where the rule does not look at them. */
  private boolean elided() {
    return broken.state() == ExecutionState.AARCH32
        || broken.inner().stream()
            .anyMatch(
                call ->
                    call.back().isEmpty()
                        || call.before().isEmpty()
                        || call.state() != ExecutionState.AARCH64
                        || !call.to().equals(Optional.of(ExceptionLevel.EL3)));
  }

  private void refuse() throws NotShownException {
    if (broken.insn() == Call.SVC) {
      throw new NotShownException("images make calls of HVC and SMC only");
    }
    if (broken.before().isEmpty()) {
      throw new NotShownException("the registers of the call are not recorded");
    }
    if (broken.to().isEmpty() || broken.back().isEmpty()) {
      throw new NotShownException(
          "the trace shows no answer to the call, so there is nothing for a callee to do");
    }
    boolean level =
        broken.from() == ExceptionLevel.EL1
            || broken.from() == ExceptionLevel.EL2 && broken.state() == ExecutionState.AARCH64;
    if (!level || !broken.to().get().isAbove(broken.from())) {
      throw new NotShownException(
          "images call from EL1, and from EL2 in AArch64, to a level above that");
    }
    if (!ownCallee && (isAboutLayers() || rule == Rule.REG_NO_LEAK)) {
      throw new NotShownException(
          "the caller does not see what others did; leave --callee machine out");
    }
  }

  private static void checkEffect(RecordedCall call) throws NotShownException {
    Optional<PsciFunction> psci = call.function().flatMap(PsciFunction::of);
    boolean hasEffect =
        psci.filter(f -> f.returning() != Returning.RETURNS || f == PsciFunction.CPU_ON)
            .isPresent();
    if (hasEffect) {
      throw new NotShownException(
          psci.get().functionName()
              + " changes the state of the machine; leave --callee machine out");
    }
  }

  private static void check(Script.Step step) throws NotShownException {
    RecordedCall call = step.call();
    long pc = call.back().orElseThrow().pc();
    boolean banked =
        call.state() == ExecutionState.AARCH32
            && call.back().get().registers().entrySet().stream()
                .anyMatch(
                    result ->
                        result.getKey() > LAST_SHARED
                            && !result.getValue().equals(call.before().get(result.getKey())));
    if (banked) {
      throw new NotShownException("the callee of an AArch32 image leaves R13 and R14 alone");
    }
    boolean toCaller = call.back().get().toEl().equals(Optional.of(call.from()));
    if (!toCaller) {
      throw new NotShownException("the call is answered to another level than its caller's");
    }
    if (!step.comesBackNearby() && (pc >>> 30 != 0 || step.servedBy().isPresent())) {
      throw new NotShownException(
          "the caller goes on at 0x"
              + Long.toHexString(pc)
              + ", where an image cannot have the same as the recorded machine");
    }
  }

  /** The other call that the rule compares this one with. */
  private Optional<RecordedCall> reference() throws NotShownException {
    return switch (rule) {
      case REG_UPPER_HALVES ->
          Optional.of(
              latest(this::hasSameLowerHalves)
                  .orElseThrow(
                      () ->
                          new NotShownException(
                              "the trace does not have the call with zero upper halves")));
      case FID_WIDTH -> latest(this::hasSameIdentifier);
      case PSC_FEATURES ->
          Optional.of(
              latest(this::isOtherSideOfFeatures)
                  .orElseThrow(
                      () ->
                          new NotShownException(
                              "the trace does not have both PSCI_FEATURES and the function")));
      case PSC_MANDATORY ->
          latest(this::isVersion).filter(call -> !isVersion(broken) && !isRefused(broken));
      default -> Optional.empty();
    };
  }

  private Optional<RecordedCall> latest(Predicate<RecordedCall> wanted) {
    return earlier.stream().filter(wanted).findFirst();
  }

  private boolean hasSameLowerHalves(RecordedCall call) {
    List<Integer> arguments = new ArrayList<>(broken.before().keySet());
    return arguments.stream()
        .allMatch(
            register -> {
              Long other = call.before().get(register);
              return other != null
                  && other.intValue() == broken.before().get(register).intValue()
                  && (register > 7 || (other & UPPER_HALF) == 0);
            });
  }

  private boolean hasSameIdentifier(RecordedCall call) {
    return call.function().isPresent()
        && call.function().equals(broken.function())
        && (call.before().get(0) & UPPER_HALF) == 0;
  }

  private boolean isOtherSideOfFeatures(RecordedCall call) {
    return asks(broken, call) || asks(call, broken);
  }

  private static boolean asks(RecordedCall features, RecordedCall function) {
    Long asked = features.before().get(1);
    return features.function().equals(Optional.of(PsciFunction.PSCI_FEATURES.id32()))
        && asked != null
        && function.function().equals(Optional.of(new FunctionId(asked.intValue())));
  }

  private static boolean isRefused(RecordedCall call) {
    return call.result(0).filter(result -> result.intValue() == -1).isPresent();
  }

  private boolean isVersion(RecordedCall call) {
    return call.function().equals(Optional.of(PsciFunction.PSCI_VERSION.id32()));
  }
}
