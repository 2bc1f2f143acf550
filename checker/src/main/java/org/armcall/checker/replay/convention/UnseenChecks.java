// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.List;
import java.util.Optional;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.NonZeroImmediate;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.event.TraceEvent;

/**
 * Holds an answer whose registers were not recorded against a preset that gives none: it stops who
 * calls by HVC, or who calls by HVC with that immediate, or tells him that it is UNDEFINED.
 */
final class UnseenChecks {
  private UnseenChecks() {}

  /**
   * Whether one of these calls was answered whose preset answers none of them; then that is named.
   *
   * @param calls at least one; the return answers one of them
   * @param callee has a preset
   */
  static boolean check(
      List<OpenCall> calls, TraceEvent.Return by, Knowledge callee, Verdicts verdicts) {
    Callee preset = callee.preset().orElseThrow();
    if (!calls.stream().allMatch(call -> isRefused(call, preset))) {
      return false;
    }
    boolean zero = calls.stream().anyMatch(call -> call.taken().immediate().orElse(0) == 0);
    OpenCall call = calls.get(0);
    verdicts.violated(
        zero ? Rule.RES_UNKNOWN : Rule.FID_ZERO_IMMEDIATE,
        by,
        PresetChecks.differs(preset, does(preset.policy())),
        "trace shows an answer to hvc #0x"
            + Integer.toHexString(call.taken().immediate().orElse(0)),
        call.evidence(Optional.of(by)),
        callee.followed());
    return true;
  }

  private static String does(CalleePolicy policy) {
    return PresetChecks.does(
        policy.hvcImmediate() == NonZeroImmediate.KILLED
            ? new Answer.Killed()
            : new Answer.Undefined(policy.undefinedReturn()));
  }

  /** Whether the call is not answered, whatever its identifier. */
  private static boolean isRefused(OpenCall call, Callee preset) {
    if (!call.taken().conduit().equals(Optional.of(Conduit.HVC))
        || call.taken().immediate().isEmpty()) {
      return false;
    }
    int immediate = call.taken().immediate().getAsInt();
    return !preset.vendorImmediates().contains(immediate)
        && isRefused(preset, preset.policy(), immediate)
        && preset.deviations().stream()
            .filter(deviation -> deviation.mayBeAbout(Conduit.HVC, immediate != 0))
            .allMatch(deviation -> isRefused(preset, deviation.policy(), immediate));
  }

  private static boolean isRefused(Callee preset, CalleePolicy policy, int immediate) {
    return switch (policy.hvcImmediate()) {
      case UNDEFINED -> immediate != 0;
      case KILLED -> immediate != 0 || !preset.conduits().contains(Conduit.HVC);
      default -> false;
    };
  }
}
