// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.model.convention.Answer.Dispatched;
import org.armcall.model.convention.Answer.NotSupported;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import org.junit.jupiter.api.Test;

/** What a callee answers, over every version, state, conduit and policy of a small space. */
final class CalleeSemanticsLawsTest {
  private static final ExecutionState A32 = ExecutionState.AARCH32;
  private static final ExecutionState A64 = ExecutionState.AARCH64;

  private static CalleePolicy documented(SmcccVersion version) {
    return CalleePolicy.asDocumented(version);
  }

  private static Answer answer(CalleePolicy policy, Conduit conduit, int immediate, long x0) {
    return CalleeSemantics.answers(policy, Calls.call(conduit, A64, immediate, x0));
  }

  /** The documented policy is one of those that the documents allow. */
  @Test
  void theDocumentedPolicyIsAllowedInEveryVersion() {
    for (SmcccVersion version : SmcccVersion.values()) {
      for (ConventionCall call : Calls.calls()) {
        assertTrue(
            CalleeSemantics.allowed(version, call)
                .contains(CalleeSemantics.answers(documented(version), call)),
            version + " " + call);
      }
    }
  }

  /**
   * RES-UNKNOWN: an answer to a call that names no function, with immediate zero and the upper half
   * zero, is NOT_SUPPORTED in result registers, or the lower level's.
   */
  @Test
  void whatNamesNoFunctionIsNotSupportedAndTouchesResultRegistersOnly() {
    for (SmcccVersion version : SmcccVersion.values()) {
      for (ConventionCall call : Calls.calls()) {
        if (call.immediate().value() != 0 || call.upperHalf() != 0) {
          continue;
        }
        Naming naming = new CalledFunction(call.identifier(), version, call.caller()).naming();
        if (!(naming instanceof Naming.NoFunction)) {
          continue;
        }
        for (Answer answer : CalleeSemantics.allowed(version, call)) {
          if (answer instanceof NotSupported notSupported) {
            RegisterContract contract =
                new RegisterContract(version, call.caller(), CallWidth.CALL32, call.conduit());
            for (int register : notSupported.cleared()) {
              After after = contract.after(register);
              assertTrue(
                  after == After.RESULT || after == After.UNPREDICTABLE,
                  version + " " + call + " writes " + register);
            }
          } else {
            assertTrue(answer instanceof Answer.Forwarded, version + " " + call + " " + answer);
          }
        }
      }
    }
  }

  /** FID-ZERO-IMMEDIATE: with zero, no parameter about other immediates matters. */
  @Test
  void withImmediateZeroThePolicyForOthersDoesNotMatter() {
    for (SmcccVersion version : SmcccVersion.values()) {
      Variation variation = new Variation(documented(version));
      for (ConventionCall call : Calls.calls()) {
        if (call.immediate().value() == 0) {
          Answer expected = CalleeSemantics.answers(variation.base(), call);
          for (NonZeroImmediate each : NonZeroImmediate.values()) {
            assertEquals(expected, CalleeSemantics.answers(variation.hvc(each), call));
            assertEquals(expected, CalleeSemantics.answers(variation.smc(each), call));
          }
        }
      }
    }
  }

  /** DEN0028 issue H section 2.10: HVC with another immediate is the vendor's; SMC is reserved. */
  @Test
  void anotherImmediateOfHvcIsTheVendorsWhateverTheIdentifier() {
    for (SmcccVersion version : SmcccVersion.values()) {
      for (int id : Calls.IDENTIFIERS) {
        assertEquals(new Answer.Vendor(), answer(documented(version), Conduit.HVC, 0xea1, id));
      }
      Set<String> allowed =
          CalleeSemantics.allowed(version, Calls.call(Conduit.SMC, A64, 1, 0x8400_0000L)).stream()
              .map(Answer::kind)
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          new TreeSet<>(
              Set.of(
                  "dispatched",
                  "forwarded",
                  "killed",
                  "not supported",
                  "undefined",
                  "untouched",
                  "vendor")),
          allowed);
    }
  }

  /** An SMC from AArch32 looks alike for every immediate, unless memory is read. */
  @Test
  void theImmediateOfANarrowSmcDoesNotMatterUnlessMemoryIsRead() {
    for (SmcccVersion version : SmcccVersion.values()) {
      Variation variation = new Variation(documented(version));
      for (int id : Calls.IDENTIFIERS) {
        for (Smc32Immediate each : Smc32Immediate.values()) {
          CalleePolicy policy = variation.narrow(each);
          Answer zero = CalleeSemantics.answers(policy, Calls.call(Conduit.SMC, A32, 0, id));
          Answer one = CalleeSemantics.answers(policy, Calls.call(Conduit.SMC, A32, 1, id));
          if (each != Smc32Immediate.FROM_MEMORY) {
            assertEquals(zero, one);
          } else if (zero instanceof Dispatched) {
            assertNotEquals(zero, one);
          }
        }
      }
    }
  }

  /** A callee that has no way to see the immediate of an SMC from AArch32 may refuse them all. */
  @Test
  void aCalleeMayRejectEverySmcOfAarch32AndNothingElse() {
    for (UndefinedReturn back : UndefinedReturn.values()) {
      Variation base = new Variation(documented(SmcccVersion.V1_1));
      CalleePolicy rejects = new Variation(base.back(back)).narrow(Smc32Immediate.REJECTED);
      for (ConventionCall call : Calls.calls()) {
        if (call.conduit() == Conduit.SMC && call.caller() == A32) {
          assertEquals(new Answer.Undefined(back), CalleeSemantics.answers(rejects, call));
        } else {
          assertEquals(
              CalleeSemantics.answers(base.back(back), call),
              CalleeSemantics.answers(rejects, call));
        }
      }
    }
  }

  /** FID-WIDTH: the upper half takes no part by the documents from 1.2 on. */
  @Test
  void theUpperHalfTakesNoPart() {
    for (SmcccVersion version : SmcccVersion.values()) {
      if (version.compareTo(SmcccVersion.V1_2) >= 0) {
        for (ConventionCall call : Calls.calls()) {
          ConventionCall low =
              new ConventionCall(
                  call.conduit(), call.immediate(), call.x0() & 0xffff_ffffL, call.caller());
          assertEquals(
              CalleeSemantics.allowed(version, low), CalleeSemantics.allowed(version, call));
        }
      }
    }
  }

  /** R0 has no upper half, whatever a log shows above it. */
  @Test
  void fromAarch32TheUpperHalfNeverMatters() {
    for (CalleePolicy policy : Calls.policies()) {
      for (ConventionCall call : Calls.calls()) {
        if (call.caller() == A32) {
          ConventionCall low =
              new ConventionCall(
                  call.conduit(), call.immediate(), call.x0() & 0xffff_ffffL, call.caller());
          assertEquals(CalleeSemantics.answers(policy, low), CalleeSemantics.answers(policy, call));
        }
      }
    }
  }

  /**
   * Golden: each policy parameter once, with what its implementation does (section of the name).
   */
  @Test
  void eachParameterDecidesWhatItIsAbout() {
    Variation base = new Variation(documented(SmcccVersion.V1_6));
    Answer version = new Dispatched(new FunctionId(0x8400_0000));
    Answer none = new NotSupported(new TreeSet<>(Set.of(0)));
    long high = 0x1_8400_0000L;
    assertEquals(version, answer(base.width(IdentifierWidth.TRUNCATED), Conduit.SMC, 0, high));
    assertEquals(none, answer(base.width(IdentifierWidth.UPPER_REJECTED), Conduit.SMC, 0, high));
    assertEquals(none, answer(base.width(IdentifierWidth.COMPARED_64), Conduit.SMC, 0, high));
    long negative = 0xffff_ffff_8400_0000L; // a sign-extended identifier is not the identifier
    assertEquals(
        none, answer(base.width(IdentifierWidth.UPPER_REJECTED), Conduit.SMC, 0, negative));
    assertEquals(none, answer(base.width(IdentifierWidth.COMPARED_64), Conduit.SMC, 0, negative));
    assertEquals(version, answer(base.hint(HintHandling.MASKED), Conduit.HVC, 0, 0x8401_0000L));
    assertEquals(none, answer(base.hint(HintHandling.COMPARED), Conduit.HVC, 0, 0x8401_0000L));
    assertEquals(
        version, answer(base.reserved(ReservedBits.IGNORED), Conduit.HVC, 0, 0x84fe_0000L));
    assertEquals(none, answer(base.reserved(ReservedBits.REJECTED), Conduit.HVC, 0, 0x84fe_0000L));
    assertEquals(none, answer(base.identity(5), Conduit.HVC, 0, 0x8600_ff01L));
    assertEquals(none, answer(base.identity(6), Conduit.HVC, 0, 0x8500_ff01L));
    assertEquals(
        new Dispatched(new FunctionId(0x8600_ff01)),
        answer(base.identity(6), Conduit.HVC, 0, 0x8600_ff01L));
    assertEquals(none, answer(base.legacy(LegacyIdentifiers.NONE), Conduit.SMC, 0, 0x95c1_ba60L));
    assertEquals(
        new Dispatched(new FunctionId(0x95c1_ba60)),
        answer(base.legacy(LegacyIdentifiers.PSCI_0_1_KVM), Conduit.SMC, 0, 0x95c1_ba60L));
    assertEquals(
        new Answer.Undefined(UndefinedReturn.NEXT),
        answer(base.back(UndefinedReturn.NEXT), Conduit.SMC, 7, 0));
    assertEquals(
        new Answer.Killed(),
        answer(base.unknown(UnknownFunction.KILLED), Conduit.SMC, 0, 0x8800_0000L));
    assertEquals(
        new Answer.Forwarded(),
        answer(base.unknown(UnknownFunction.FORWARDED), Conduit.SMC, 0, 0x8800_0000L));
    assertEquals(
        new Answer.Untouched(),
        answer(base.unknown(UnknownFunction.LEFT), Conduit.SMC, 0, 0x8800_0000L));
    assertEquals(
        new NotSupported(new TreeSet<>(Set.of(0, 1, 2, 3))),
        answer(base.cleared(Cleared.X0_TO_X3), Conduit.SMC, 0, 0x8800_0000L));
    ConventionCall wide = Calls.call(Conduit.HVC, A32, 0, 0xc400_0003L);
    assertEquals(none, CalleeSemantics.answers(base.caller(ThirtyTwoBitCaller.BY_MODE), wide));
    assertEquals(
        new Dispatched(new FunctionId(0xc400_0003)),
        CalleeSemantics.answers(base.caller(ThirtyTwoBitCaller.NOT_TESTED), wide));
  }

  /** SEQ-ONE-ANSWER: answering is a function, and what is cleared exists and includes the code. */
  @Test
  void everyCallHasOneAnswerWithTheCodeInTheFirstRegister() {
    for (CalleePolicy policy : Calls.policies()) {
      for (ConventionCall call : Calls.calls()) {
        Answer answer = CalleeSemantics.answers(policy, call);
        assertEquals(answer, CalleeSemantics.answers(policy, call));
        if (answer instanceof NotSupported notSupported) {
          assertEquals(0, notSupported.cleared().first());
          assertTrue(notSupported.cleared().last() <= (call.caller() == A64 ? 17 : 14));
        }
      }
    }
  }

  /** FID-OWNER, FID-RESERVED-BITS: no documented callee dispatches what names no function. */
  @Test
  void whatIsDispatchedIsNamed() {
    for (SmcccVersion version : SmcccVersion.values()) {
      for (ConventionCall call : Calls.calls()) {
        for (Answer answer : CalleeSemantics.allowed(version, call)) {
          if (answer instanceof Dispatched dispatched) {
            assertEquals(
                new Naming.Named(dispatched.canonical()),
                new CalledFunction(call.identifier(), version, call.caller()).naming());
          }
        }
      }
    }
  }

  @Test
  void anIdentityIsAtOwner5Or6OrNeither() {
    assertEquals(0, documented(SmcccVersion.PRE_SMCCC).identityOwner());
    assertEquals(5, documented(SmcccVersion.V1_0).identityOwner());
    assertEquals(6, documented(SmcccVersion.V1_1).identityOwner());
    Variation variation = new Variation(documented(SmcccVersion.V1_1));
    assertThrows(IllegalArgumentException.class, () -> variation.identity(7));
  }

  @Test
  void aCallReadsItsOwnRegister() {
    ConventionCall call =
        new ConventionCall(Conduit.SMC, new Immediate(0, 16), 0x12_8400_0001L, A64);
    assertEquals(new FunctionId(0x8400_0001), call.identifier());
    assertEquals(0x12, call.upperHalf());
    assertFalse(call.identifier().is64Bit());
    assertEquals(0, Calls.call(Conduit.SMC, A32, 0, 0x12_8400_0001L).upperHalf());
  }
}
