// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.instruction.Call;
import org.armcall.model.psci.PsciResult;

/** Result codes in registers, versions in words, and the words of the vocabulary. */
final class ResultWordTest {
  /** RES-SIGN: QEMU 9fcd15b9193e quotes DEN0028 1.3 section 5.2: -1, sign-extended. */
  @Example
  void minusOneIsAllOnesInTheWidthOfTheCall() {
    assertEquals(0xffff_ffffL, ResultWord.of(-1, CallWidth.CALL32).register());
    assertEquals(-1L, ResultWord.of(-1, CallWidth.CALL64).register());
    assertFalse(new ResultWord(0xffff_ffffL, CallWidth.CALL64).isError());
    assertTrue(new ResultWord(0xffff_ffffL, CallWidth.CALL32).isError());
  }

  /** REG-UPPER-HALVES: what stands above a 32-bit result does not matter. */
  @Property
  void aNarrowResultIsItsLowHalf(@ForAll long register) {
    ResultWord word = new ResultWord(register, CallWidth.CALL32);
    ResultWord low = new ResultWord(register & 0xffff_ffffL, CallWidth.CALL32);
    assertEquals(low.signed(), word.signed());
    assertEquals(low.isError(), word.isError());
    assertEquals(low.psci(), word.psci());
  }

  @Property
  void aCodeIsReadAsItWasWritten(@ForAll int code, @ForAll CallWidth width) {
    ResultWord word = ResultWord.of(code, width);
    assertEquals(code, word.signed());
    assertEquals(code < 0, word.isError());
  }

  @Property
  void aWideValueBelowMinus2To31IsNoCode(@ForAll long register) {
    ResultWord word = new ResultWord(register, CallWidth.CALL64);
    assertEquals(register < 0 && register >= -(1L << 31), word.isError());
    assertTrue(word.isError() || register == 0 || word.psci().isEmpty() && word.smccc().isEmpty());
  }

  /** RES-CODE: Linux eff0e9e1078e: -2 of DEN0070A clashes with INVALID_PARAMETERS of PSCI. */
  @Example
  void theSameNumberMeansSomethingElseInPsci() {
    ResultWord two = ResultWord.of(-2, CallWidth.CALL64);
    assertEquals(Optional.of(SmcccResult.NOT_REQUIRED), two.smccc());
    assertEquals(Optional.of(PsciResult.INVALID_PARAMETERS), two.psci());
    assertEquals(-2, SmcccResult.NOT_REQUIRED.code());
    ResultWord three = ResultWord.of(-3, CallWidth.CALL32);
    assertEquals(Optional.of(SmcccResult.INVALID_PARAMETER), three.smccc());
    assertEquals(-3, SmcccResult.INVALID_PARAMETER.code());
    assertEquals(Optional.of(PsciResult.DENIED), three.psci());
    ResultWord four = ResultWord.of(-4, CallWidth.CALL32);
    assertEquals(Optional.of(SmcccResult.RATE_LIMITED), four.smccc());
    assertEquals(Optional.of(PsciResult.ALREADY_ON), four.psci());
    assertEquals(Optional.empty(), ResultWord.of(-6, CallWidth.CALL32).smccc());
    assertEquals(
        Optional.of(PsciResult.INVALID_ADDRESS), ResultWord.of(-9, CallWidth.CALL32).psci());
    assertEquals(Optional.empty(), ResultWord.of(-10, CallWidth.CALL32).psci());
  }

  /** Linux include/linux/arm-smccc.h: ARM_SMCCC_VERSION_1_0 is 0x10000, _1_3 is 0x10003. */
  @Example
  void aVersionIsMajorAndMinor() {
    assertEquals(Optional.of(SmcccVersion.V1_0), SmcccVersion.ofWord(0x10000));
    assertEquals(Optional.of(SmcccVersion.V1_3), SmcccVersion.ofWord(0x10003));
    assertEquals(Optional.of(SmcccVersion.V1_7), SmcccVersion.ofWord(0x10007));
    for (int other : new int[] {0, -1, 1, 0x10008, 0x1ffff, 0x20000, 0x8001_0001}) {
      assertEquals(Optional.empty(), SmcccVersion.ofWord(other), Integer.toHexString(other));
    }
    for (SmcccVersion version : SmcccVersion.values()) {
      assertEquals(Optional.of(version), SmcccVersion.of(version.text()));
    }
    assertEquals(Optional.empty(), SmcccVersion.of("1.8"));
  }

  @Example
  void aConduitIsAnInstructionAndSvcIsNone() {
    assertEquals(Optional.of(Conduit.HVC), Conduit.of(Call.HVC));
    assertEquals(Optional.of(Conduit.SMC), Conduit.of(Call.SMC));
    assertEquals(Optional.empty(), Conduit.of(Call.SVC));
    for (Conduit conduit : Conduit.values()) {
      assertEquals(Optional.of(conduit), Conduit.of(conduit.call()));
    }
  }

  /** The words that the specification's operators use. */
  @Example
  void theWordsAreThoseOfTheSpecification() {
    assertEquals(
        Set.of("result", "result or preserved", "preserved", "unpredictable"),
        words(After.values()));
    assertEquals(
        Set.of("undefined", "not supported", "ignored", "killed", "vendor"),
        Arrays.stream(NonZeroImmediate.values())
            .map(NonZeroImmediate::text)
            .collect(Collectors.toSet()));
    assertEquals("next", UndefinedReturn.NEXT.text());
    assertEquals("left", UnknownFunction.LEFT.text());
    assertEquals("compared 64", IdentifierWidth.COMPARED_64.text());
    assertEquals("x0 to x17", Cleared.X0_TO_X17.text());
    assertEquals("masked", HintHandling.MASKED.text());
    assertEquals("ignored", ReservedBits.IGNORED.text());
    assertEquals("from memory", Smc32Immediate.FROM_MEMORY.text());
    assertEquals("by class", ThirtyTwoBitCaller.BY_CLASS.text());
    assertEquals("psci 0 1 kvm", LegacyIdentifiers.PSCI_0_1_KVM.text());
  }

  private static Set<String> words(After[] values) {
    return Arrays.stream(values)
        .map(After::text)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
