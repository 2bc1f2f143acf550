// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.ArrayList;
import java.util.List;

/**
 * A policy, and those that differ from it in one parameter.
 *
 * @param base the policy
 */
record Variation(CalleePolicy base) {
  List<CalleePolicy> each() {
    List<CalleePolicy> all = new ArrayList<>(List.of(base));
    for (NonZeroImmediate value : NonZeroImmediate.values()) {
      all.add(hvc(value));
      all.add(smc(value));
    }
    for (UndefinedReturn value : UndefinedReturn.values()) {
      all.add(back(value));
    }
    for (UnknownFunction value : UnknownFunction.values()) {
      all.add(unknown(value));
    }
    for (IdentifierWidth value : IdentifierWidth.values()) {
      all.add(width(value));
    }
    for (Cleared value : Cleared.values()) {
      all.add(cleared(value));
    }
    for (HintHandling value : HintHandling.values()) {
      all.add(hint(value));
    }
    for (ReservedBits value : ReservedBits.values()) {
      all.add(reserved(value));
    }
    for (Smc32Immediate value : Smc32Immediate.values()) {
      all.add(narrow(value));
    }
    for (ThirtyTwoBitCaller value : ThirtyTwoBitCaller.values()) {
      all.add(caller(value));
    }
    for (LegacyIdentifiers value : LegacyIdentifiers.values()) {
      all.add(legacy(value));
    }
    for (int value : new int[] {0, 5, 6}) {
      all.add(identity(value));
    }
    return all;
  }

  CalleePolicy hvc(NonZeroImmediate v) {
    return with(v, base.smcImmediate(), base.undefinedReturn(), base.unknownFunction());
  }

  CalleePolicy smc(NonZeroImmediate v) {
    return with(base.hvcImmediate(), v, base.undefinedReturn(), base.unknownFunction());
  }

  CalleePolicy back(UndefinedReturn v) {
    return with(NonZeroImmediate.UNDEFINED, NonZeroImmediate.UNDEFINED, v, base.unknownFunction());
  }

  CalleePolicy unknown(UnknownFunction v) {
    return with(base.hvcImmediate(), base.smcImmediate(), base.undefinedReturn(), v);
  }

  private CalleePolicy with(
      NonZeroImmediate hvc, NonZeroImmediate smc, UndefinedReturn back, UnknownFunction unknown) {
    return new CalleePolicy(
        base.version(),
        hvc,
        smc,
        back,
        unknown,
        base.identifierWidth(),
        base.cleared(),
        base.hint(),
        base.reservedBits(),
        base.identityOwner(),
        base.smc32Immediate(),
        base.thirtyTwoBitCaller(),
        base.legacy());
  }

  CalleePolicy width(IdentifierWidth v) {
    return identifier(v, base.cleared(), base.hint(), base.reservedBits());
  }

  CalleePolicy cleared(Cleared v) {
    return identifier(base.identifierWidth(), v, base.hint(), base.reservedBits());
  }

  CalleePolicy hint(HintHandling v) {
    return identifier(base.identifierWidth(), base.cleared(), v, base.reservedBits());
  }

  CalleePolicy reserved(ReservedBits v) {
    return identifier(base.identifierWidth(), base.cleared(), base.hint(), v);
  }

  private CalleePolicy identifier(
      IdentifierWidth width, Cleared cleared, HintHandling hint, ReservedBits reserved) {
    return new CalleePolicy(
        base.version(),
        base.hvcImmediate(),
        base.smcImmediate(),
        base.undefinedReturn(),
        base.unknownFunction(),
        width,
        cleared,
        hint,
        reserved,
        base.identityOwner(),
        base.smc32Immediate(),
        base.thirtyTwoBitCaller(),
        base.legacy());
  }

  CalleePolicy narrow(Smc32Immediate v) {
    return rest(base.identityOwner(), v, base.thirtyTwoBitCaller(), base.legacy());
  }

  CalleePolicy caller(ThirtyTwoBitCaller v) {
    return rest(base.identityOwner(), base.smc32Immediate(), v, base.legacy());
  }

  CalleePolicy legacy(LegacyIdentifiers v) {
    return rest(base.identityOwner(), base.smc32Immediate(), base.thirtyTwoBitCaller(), v);
  }

  CalleePolicy identity(int v) {
    return rest(v, base.smc32Immediate(), base.thirtyTwoBitCaller(), base.legacy());
  }

  private CalleePolicy rest(
      int owner, Smc32Immediate narrow, ThirtyTwoBitCaller caller, LegacyIdentifiers legacy) {
    return new CalleePolicy(
        base.version(),
        base.hvcImmediate(),
        base.smcImmediate(),
        base.undefinedReturn(),
        base.unknownFunction(),
        base.identifierWidth(),
        base.cleared(),
        base.hint(),
        base.reservedBits(),
        owner,
        narrow,
        caller,
        legacy);
  }
}
