// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.CalleeSemantics;
import org.armcall.model.convention.CallerCare;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.NonZeroImmediate;
import org.armcall.model.convention.ThirtyTwoBitCaller;
import org.armcall.model.convention.TrapAdvance;
import org.armcall.model.psci.PsciVersion;

/**
 * An implementation of the convention.
 *
 * @param name what messages call it
 * @param policy what it does in general
 * @param care how it treats its callers apart from that
 * @param psci the version of PSCI that it answers
 * @param sources for each cell of the file, who says so
 * @param conduits by which instructions it takes calls of the convention
 * @param vendorImmediates the immediates of HVC that are calls of its own interface
 * @param deviations which calls it answers otherwise; at most one is about a call
 */
public record Callee(
    String name,
    CalleePolicy policy,
    CallerCare care,
    PsciVersion psci,
    Map<String, String> sources,
    Set<Conduit> conduits,
    Set<Integer> vendorImmediates,
    List<Deviation> deviations) {
  /** Keeps copies. */
  public Callee {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    conduits = Set.copyOf(conduits);
    vendorImmediates = Set.copyOf(vendorImmediates);
    deviations = List.copyOf(deviations);
  }

  /**
   * What the file says of it and no trace shows, a sentence each: other values of the cell answer
   * alike.
   */
  public List<String> untold() {
    List<String> untold = new ArrayList<>();
    ThirtyTwoBitCaller caller = policy.thirtyTwoBitCaller();
    if (caller != ThirtyTwoBitCaller.NOT_TESTED) {
      untold.add(
          "no trace shows that thirtyTwoBitCaller is \""
              + caller.text()
              + "\": by domain, by mode and by class answer alike");
    }
    TrapAdvance advance = care.advance();
    if (advance == TrapAdvance.PC_BY_4 || advance == TrapAdvance.PC_BY_IL) {
      untold.add(
          "no trace shows that trapAdvance is \""
              + advance.text()
              + "\": every SMC has four bytes, pc by 4 and pc by il go on alike");
    }
    return untold;
  }

  /** The policy by which it answers that call. */
  public CalleePolicy policyFor(ConventionCall call) {
    for (Deviation deviation : deviations) {
      if (deviation.isAbout(call)) {
        return deviation.policy();
      }
    }
    return policy;
  }

  /**
   * How it answers that call.
   *
   * <p>By a conduit by which it takes no calls of the convention, an immediate of zero is as good
   * as any other, unless it looks at no immediate at all.
   */
  public Answer answers(ConventionCall call) {
    if (call.conduit() == Conduit.HVC && vendorImmediates.contains(call.immediate().value())) {
      return new Answer.Vendor();
    }
    CalleePolicy used = policyFor(call);
    if (!conduits.contains(call.conduit())
        && call.conduit() == Conduit.HVC
        && used.hvcImmediate() == NonZeroImmediate.KILLED) {
      return new Answer.Killed();
    }
    return CalleeSemantics.answers(used, call);
  }
}
