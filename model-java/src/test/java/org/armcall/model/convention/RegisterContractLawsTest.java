// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.junit.jupiter.api.Test;

/** The register contract, for every version, state, width and conduit. */
final class RegisterContractLawsTest {
  private static final Set<SmcccVersion> BEFORE_1_2 =
      Set.of(SmcccVersion.PRE_SMCCC, SmcccVersion.V1_0, SmcccVersion.V1_1);

  private static RegisterContract of(SmcccVersion version, ExecutionState caller, CallWidth width) {
    return new RegisterContract(version, caller, width, Conduit.SMC);
  }

  /**
   * One letter for each register: r result, o result or preserved, p preserved, u unpredictable.
   */
  private static String row(RegisterContract contract) {
    return IntStream.rangeClosed(0, contract.lastRegister())
        .mapToObj(
            register ->
                switch (contract.after(register)) {
                  case RESULT -> "r";
                  case RESULT_OR_PRESERVED -> "o";
                  case PRESERVED -> "p";
                  case UNPREDICTABLE -> "u";
                })
        .collect(Collectors.joining());
  }

  /**
   * REG-RESULTS and REG-PRESERVED. B. Marquis, xen-devel, September 2026: by 1.0 x4 to x17 have an
   * unpredictable return state, by 1.1 they must be preserved, by 1.2 they may be results and are
   * otherwise preserved. Linux 3fdc0cb59d97: by 1.2 X0 to X17 are arguments and results of SMC64.
   */
  @Test
  void theRowsOfAarch64AreThoseOfTheDocuments() {
    assertEquals(
        "rrrr" + "u".repeat(14) + "p".repeat(13),
        row(of(SmcccVersion.V1_0, ExecutionState.AARCH64, CallWidth.CALL64)));
    assertEquals(
        "rrrr" + "p".repeat(27),
        row(of(SmcccVersion.V1_1, ExecutionState.AARCH64, CallWidth.CALL64)));
    for (SmcccVersion version : SmcccVersion.values()) {
      if (!BEFORE_1_2.contains(version)) {
        assertEquals(
            "rrrr" + "o".repeat(14) + "p".repeat(13),
            row(of(version, ExecutionState.AARCH64, CallWidth.CALL64)));
        assertEquals(
            "rrrr" + "oooo" + "p".repeat(23),
            row(of(version, ExecutionState.AARCH64, CallWidth.CALL32)));
      }
    }
  }

  /**
   * J. Wiklander, OP-TEE pull request 4664: only from 1.2 on may r4 to r7 be results, and r8 on and
   * lr are preserved in any case.
   */
  @Test
  void theRowsOfAarch32AreThoseOfTheDocuments() {
    for (SmcccVersion version : SmcccVersion.values()) {
      String expected = BEFORE_1_2.contains(version) ? "rrrrppppppppppp" : "rrrroooo" + "ppppppp";
      if (version != SmcccVersion.PRE_SMCCC) {
        assertEquals(
            expected, row(of(version, ExecutionState.AARCH32, CallWidth.CALL32)), version.text());
      }
    }
  }

  /** Mail of 11 April 2013: arguments and results constrained to r0 to r7. */
  @Test
  void beforeTheConventionResultsAreInR0ToR7() {
    assertEquals(
        "rrrrrrrrppppppp",
        row(of(SmcccVersion.PRE_SMCCC, ExecutionState.AARCH32, CallWidth.CALL32)));
  }

  @Test
  void theArgumentsGrewOnceAndForWideCallsOnly() {
    for (RegisterContract contract : Calls.contracts()) {
      boolean grown =
          contract.width() == CallWidth.CALL64 && !BEFORE_1_2.contains(contract.version());
      assertEquals(grown ? 17 : 7, contract.arguments().last());
      assertEquals(contract.arguments().last() + 1, contract.arguments().size());
    }
  }

  /** Bit 30 of the identifier: PSCI CPU_ON is 0x84000003 and 0xc4000003. */
  @Test
  void theWidthIsThatOfTheIdentifier() {
    assertEquals(CallWidth.CALL32, CallWidth.of(new FunctionId(0x8400_0003)));
    assertEquals(CallWidth.CALL64, CallWidth.of(new FunctionId(0xc400_0003)));
  }

  /** REG-UPPER-HALVES: DEN0028 issue G, section 3.1. */
  @Test
  void aNarrowCallHasNarrowArgumentsAndResults() {
    for (RegisterContract contract : Calls.contracts()) {
      int bits = contract.width() == CallWidth.CALL32 ? 32 : 64;
      assertEquals(bits, contract.argumentBits());
      assertEquals(bits, contract.resultBits());
    }
  }

  @Test
  void theConduitChangesNothing() {
    for (RegisterContract contract : Calls.contracts()) {
      RegisterContract other =
          new RegisterContract(
              contract.version(),
              contract.caller(),
              contract.width(),
              contract.conduit() == Conduit.HVC ? Conduit.SMC : Conduit.HVC);
      assertEquals(row(contract), row(other));
    }
  }

  @Test
  void whatMayChangeIsAResultOrScratchOf1Dot0() {
    for (RegisterContract contract : Calls.contracts()) {
      for (int register = 0; register <= contract.lastRegister(); register++) {
        After after = contract.after(register);
        boolean result = after == After.RESULT || after == After.RESULT_OR_PRESERVED;
        assertEquals(contract.results().contains(register), result, contract + " " + register);
        assertTrue(
            after != After.UNPREDICTABLE
                || contract.version() == SmcccVersion.V1_0 && register >= 4 && register <= 17);
        assertTrue(register < 18 || after == After.PRESERVED, contract + " " + register);
      }
    }
  }

  @Test
  void aWideCallFromAarch32HasNoContract() {
    for (SmcccVersion version : SmcccVersion.values()) {
      RegisterContract none = of(version, ExecutionState.AARCH32, CallWidth.CALL64);
      assertFalse(none.isDefined());
      assertEquals(Set.of(), none.arguments());
      assertEquals(Set.of(), none.results());
      assertThrows(IllegalArgumentException.class, () -> none.after(0));
    }
    RegisterContract narrow = of(SmcccVersion.V1_0, ExecutionState.AARCH32, CallWidth.CALL32);
    assertThrows(IllegalArgumentException.class, () -> narrow.after(15));
    assertThrows(IllegalArgumentException.class, () -> narrow.after(-1));
  }

  /**
   * REG-COMPATIBLE: the functions of a version have results where that version has result
   * registers; those that an old caller calls, every later callee serves.
   */
  @Test
  void everyVersionServesTheCallersOfTheVersionsThatItClaims() {
    for (RegisterContract callee : Calls.contracts()) {
      for (SmcccVersion old : callee.version().claimsCompatibilityWith()) {
        RegisterContract caller =
            new RegisterContract(old, callee.caller(), callee.width(), callee.conduit());
        for (int last = -1; last <= caller.results().last(); last++) {
          Set<Integer> results = IntStream.rangeClosed(0, last).boxed().collect(Collectors.toSet());
          assertTrue(callee.serves(caller, results), callee + " for " + old + " " + results);
        }
      }
    }
  }

  /** The two callers that break: a newer caller on 1.0, and an older caller of a 1.2 function. */
  @Test
  void compatibilityEndsWhereTheRegistersWentTwice() {
    RegisterContract v10 = of(SmcccVersion.V1_0, ExecutionState.AARCH64, CallWidth.CALL64);
    RegisterContract v11 = of(SmcccVersion.V1_1, ExecutionState.AARCH64, CallWidth.CALL64);
    RegisterContract v12 = of(SmcccVersion.V1_2, ExecutionState.AARCH64, CallWidth.CALL64);
    assertFalse(v10.serves(v11, Set.of(0)));
    assertFalse(v12.serves(v11, Set.of(0, 4)));
    assertTrue(v12.serves(v12, Set.of(0, 4)));
    assertTrue(v11.serves(v10, Set.of(0)));
    assertFalse(
        v10.serves(
            of(SmcccVersion.PRE_SMCCC, ExecutionState.AARCH64, CallWidth.CALL64), Set.of(0)));
  }

  @Test
  void aVersionClaimsTheLowerOnesOfItsMajorNumber() {
    assertEquals(
        Set.of(SmcccVersion.V1_0, SmcccVersion.V1_1, SmcccVersion.V1_2),
        SmcccVersion.V1_2.claimsCompatibilityWith());
    assertEquals(Set.of(SmcccVersion.PRE_SMCCC), SmcccVersion.PRE_SMCCC.claimsCompatibilityWith());
    Set<SmcccVersion> seen = new HashSet<>();
    for (SmcccVersion version : SmcccVersion.values()) {
      assertTrue(version.claimsCompatibilityWith().contains(version));
      seen.addAll(version.claimsCompatibilityWith());
    }
    assertEquals(Set.of(SmcccVersion.values()), seen);
  }
}
