// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.armcall.model.convention.SmcccVersion.PRE_SMCCC;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;

/**
 * How a callee with a given policy answers a call, and how the documents allow it to be answered.
 *
 * <p>SEQ-ONE-ANSWER: {@link #answers} has exactly one result. Which functions a callee has is not
 * decided here: {@link Answer.Dispatched} leaves an identifier of an owner that exists to that
 * owner.
 */
public final class CalleeSemantics {
  private CalleeSemantics() {}

  /** The answer of a callee with that policy: immediate, then width, then identifier. */
  public static Answer answers(CalleePolicy policy, ConventionCall call) {
    boolean narrowSmc = call.conduit() == Conduit.SMC && call.caller() == ExecutionState.AARCH32;
    if (narrowSmc && policy.smc32Immediate() == Smc32Immediate.REJECTED) {
      return new Answer.Undefined(policy.undefinedReturn());
    }
    boolean seen = !narrowSmc || policy.smc32Immediate() == Smc32Immediate.FROM_MEMORY;
    NonZeroImmediate nonZero =
        call.conduit() == Conduit.HVC ? policy.hvcImmediate() : policy.smcImmediate();
    if (!seen || call.immediate().value() == 0 || nonZero == NonZeroImmediate.IGNORED) {
      return ofIdentifier(policy, call);
    }
    return switch (nonZero) {
      case UNDEFINED -> new Answer.Undefined(policy.undefinedReturn());
      case NOT_SUPPORTED -> notSupported(policy, call);
      case KILLED -> new Answer.Killed();
      default -> new Answer.Vendor();
    };
  }

  private static Answer ofIdentifier(CalleePolicy policy, ConventionCall call) {
    if (call.upperHalf() != 0) {
      switch (policy.identifierWidth()) {
        case UPPER_REJECTED:
          return notSupported(policy, call);
        case COMPARED_64:
          return unknown(policy, call);
        default:
          break;
      }
    }
    FunctionId id = call.identifier();
    if (policy.version() == PRE_SMCCC
        || policy.legacy().psci().flatMap(psci -> psci.of(id)).isPresent()) {
      return new Answer.Dispatched(id);
    }
    return named(policy, call, id);
  }

  private static Answer named(CalleePolicy policy, ConventionCall call, FunctionId id) {
    if (id.hasSveHint() && policy.hint() == HintHandling.COMPARED) {
      return unknown(policy, call);
    }
    FunctionId bare = id.withoutSveHint();
    FunctionId canonical =
        policy.reservedBits() == ReservedBits.IGNORED ? bare.withoutReservedBits() : bare;
    ExecutionState taken =
        policy.thirtyTwoBitCaller() == ThirtyTwoBitCaller.NOT_TESTED
            ? ExecutionState.AARCH64
            : call.caller();
    Naming naming = new CalledFunction(canonical, policy.version(), taken).naming();
    return naming instanceof Naming.Named && !asksAnother(policy, canonical)
        ? new Answer.Dispatched(canonical)
        : unknown(policy, call);
  }

  /** Whether it asks who is there at the hypervisor's owner at which this callee is not. */
  private static boolean asksAnother(CalleePolicy policy, FunctionId id) {
    return id.isGeneralQuery()
        && (id.ownerNumber() == 5 || id.ownerNumber() == 6)
        && id.ownerNumber() != policy.identityOwner();
  }

  private static Answer unknown(CalleePolicy policy, ConventionCall call) {
    return switch (policy.unknownFunction()) {
      case NOT_SUPPORTED -> notSupported(policy, call);
      case KILLED -> new Answer.Killed();
      case FORWARDED -> new Answer.Forwarded();
      case LEFT -> new Answer.Untouched();
    };
  }

  private static Answer notSupported(CalleePolicy policy, ConventionCall call) {
    return new Answer.NotSupported(policy.cleared().registers(call.caller()));
  }

  /**
   * Every answer that the documents of a version allow.
   *
   * <p>The union over the policies that differ from {@link CalleePolicy#asDocumented} only where
   * the documents leave the choice: a non-zero immediate (FID-ZERO-IMMEDIATE), the immediate of an
   * SMC from AArch32, the owner at which a callee says who it is, and, where nothing names the
   * function, whether this layer answers or the one below it. DEN0028B (1.0, and 1.1, which only
   * adds to it) says that the upper half of X0 is zero, so that it may be tested; DEN0028D says
   * that it is ignored.
   */
  public static Set<Answer> allowed(SmcccVersion version, ConventionCall call) {
    Set<Answer> allowed = new HashSet<>();
    Set<Cleared> mayClear = mayClear(version, call.caller());
    for (CalleePolicy policy : DocumentedPolicies.of(version)) {
      if (mayClear.contains(policy.cleared())) {
        allowed.add(answers(policy, call));
      }
    }
    return Collections.unmodifiableSet(allowed);
  }

  /** What NOT_SUPPORTED may write: X4 to X17 are unpredictable in 1.0 from AArch64 only. */
  private static Set<Cleared> mayClear(SmcccVersion version, ExecutionState caller) {
    return version == SmcccVersion.V1_0 && caller == ExecutionState.AARCH64
        ? EnumSet.allOf(Cleared.class)
        : EnumSet.of(Cleared.X0_ONLY, Cleared.X0_TO_X3);
  }
}
