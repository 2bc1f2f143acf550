// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Condition;
import org.armcall.model.platform.ExecutionState;

/** Laws of the layouts and of words whose bits have a standing. */
final class SyndromeLawsTest {
  @Example
  void fieldsCoverTheRegisterOnce() {
    for (ExceptionClass exceptionClass : ExceptionClass.values()) {
      long sum =
          SyndromeLayout.of(exceptionClass).stream()
              .mapToLong(field -> Integer.toUnsignedLong(field.mask()))
              .sum();
      assertEquals(0xffff_ffffL, sum, exceptionClass.name());
    }
    assertEquals(
        0xffff_ffffL,
        SyndromeLayout.of(Optional.empty()).stream()
            .mapToLong(f -> Integer.toUnsignedLong(f.mask()))
            .sum());
    for (FunctionId id : new FunctionId[] {new FunctionId(0x8000_0000), new FunctionId(0)}) {
      assertEquals(
          0xffff_ffffL,
          id.layout().stream().mapToLong(f -> Integer.toUnsignedLong(f.mask())).sum());
    }
  }

  @Property
  void encodeAfterDecodeIsTheIdentity(@ForAll int syndrome) {
    int again =
        SyndromeLayout.of(SyndromeLayout.exceptionClass(syndrome)).stream()
            .mapToInt(field -> field.insert(field.extract(syndrome)))
            .reduce(0, (a, b) -> a | b);
    assertEquals(syndrome, again);
  }

  /** EC is bits 31:26: 0x13, 0x17 and 0x16 are SMC of AArch32, SMC and HVC of AArch64. */
  @Example
  void theClassIsInTheSixHighestBits() {
    assertEquals(Optional.of(ExceptionClass.SMC32), SyndromeLayout.exceptionClass(0x4e000000));
    assertEquals(Optional.of(ExceptionClass.SMC64), SyndromeLayout.exceptionClass(0x5e000001));
    assertEquals(Optional.of(ExceptionClass.HVC64), SyndromeLayout.exceptionClass(0x5a00ffff));
    assertEquals(Optional.empty(), SyndromeLayout.exceptionClass(0xfe000000));
  }

  @Example
  void classesHaveDifferentCodes() {
    assertEquals(
        ExceptionClass.values().length,
        Arrays.stream(ExceptionClass.values()).mapToInt(ExceptionClass::code).distinct().count());
  }

  /** SYN-EC-CALLER: base for AArch32, base plus 4 for AArch64. */
  @Example
  void theClassSaysTheCallersState() {
    for (Call call : Call.values()) {
      int narrow = ExceptionClass.of(call, ExecutionState.AARCH32).code();
      assertEquals(narrow + 4, ExceptionClass.of(call, ExecutionState.AARCH64).code());
      assertEquals(Optional.of(call), ExceptionClass.of(narrow).flatMap(ExceptionClass::call));
    }
    assertEquals(0x11, ExceptionClass.SVC32.code());
    assertEquals(0x12, ExceptionClass.HVC32.code());
    assertEquals(0x13, ExceptionClass.SMC32.code());
  }

  @Property
  void aMachineMayHaveProducedWhatIsDefined(@ForAll int value) {
    assertTrue(PartialWord.defined(value).mayHaveProduced(value));
    assertTrue(PartialWord.whollyUnknown().mayHaveProduced(value));
  }

  @Property
  void unknownBitsMayBeAnythingAndReservedOnesMayNot(@ForAll int value, @ForAll int mask) {
    PartialWord unknown = PartialWord.defined(value).withUnknown(mask);
    assertTrue(unknown.mayHaveProduced(value ^ mask));
    PartialWord reserved = PartialWord.defined(value).withReserved(mask);
    assertEquals(mask == 0, reserved.mayHaveProduced(value & ~mask | mask));
    assertTrue(reserved.mayHaveProduced(value & ~mask));
  }

  @Property
  void aProgramMayRelyOnDefinedBitsOnly(@ForAll int value, @ForAll int mask) {
    assertEquals(mask == 0, PartialWord.defined(value).withReserved(mask).mayRelyOn(mask));
    assertEquals(mask == 0, PartialWord.defined(value).withUnknown(mask).mayRelyOn(mask));
    assertEquals(mask == 0, PartialWord.defined(value).withNotObserved(mask).mayRelyOn(mask));
    assertTrue(PartialWord.defined(value).withReserved(mask).mayRelyOn(~mask));
  }

  /** SYN-SMC32-V7-ZERO: the mail's bug is to rely on bits that every machine shows as zero. */
  @Example
  void theIssOfAnArmv7SmcIsShownAsZeroAndMustNotBeReliedOn() {
    PartialWord hsr = Syndromes.smc32Armv7();
    assertEquals(0x4e000000, hsr.value());
    assertTrue(hsr.mayHaveProduced(0x4e000000));
    assertFalse(hsr.mayHaveProduced(0x4e000001));
    assertFalse(hsr.mayRelyOn(1));
    assertEquals(Standing.RESERVED, hsr.standing(0));
    assertEquals(Standing.DEFINED, hsr.standing(31));
  }

  /** SYN-SMC32-CONDITION. */
  @Example
  void theFormsOfATrappedConditionalSmc() {
    assertEquals(0x4e000000, Syndromes.smc32Passed().value());
    // CV, COND and 18:0 are RES0; CCKNOWNPASS, bit 19, says so.
    assertEquals(0x01f7ffff, Syndromes.smc32Passed().reserved());
    assertEquals(0x4f080000, Syndromes.smc32MightHaveFailed(Condition.EQ).value());
    assertEquals(0x4fe80000, Syndromes.smc32MightHaveFailed(Condition.AL).value());
    assertEquals(0x4e080000, Syndromes.smc32ConditionInSpsr().value());
    assertEquals(0xff0fffff, Syndromes.smc32ConditionInSpsr().known());
    assertEquals(Standing.UNKNOWN, Syndromes.smc32ConditionInSpsr().standing(20));
  }

  @Example
  void aBitHasOneStanding() {
    assertThrows(IllegalArgumentException.class, () -> new PartialWord(0, 1, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new PartialWord(1, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new PartialWord(0, 0, 0, 2, 2));
    assertEquals(Standing.IMPLEMENTATION_DEFINED, new PartialWord(0, 0, 0, 2, 0).standing(1));
    assertEquals(Standing.NOT_OBSERVED, new PartialWord(0, 0, 0, 0, 2).standing(1));
  }

  @Example
  void aValueThatDoesNotFitItsFieldIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SyndromeLayout.EC.insert(64));
    assertThrows(IllegalArgumentException.class, () -> BitField.of("x", 32, 0, "too high"));
  }
}
