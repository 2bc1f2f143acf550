// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.armcall.model.rule.Rule;

/**
 * Laws of the table of encodings: ENC-SVC-A32, ENC-HVC-A32, ENC-SMC-A32, ENC-SVC-T16, ENC-HVC-T32,
 * ENC-SMC-T32, ENC-SVC-A64, ENC-HVC-A64, ENC-SMC-A64.
 */
final class EncodingLawsTest {

  @Property
  void encodeAfterDecodeIsTheIdentity(@ForAll("wordsNearCalls") InstructionWord word) {
    Encodings.decode(word).ifPresent(call -> assertEquals(word, Encodings.encode(call)));
  }

  @Property
  void decodeAfterEncodeIsTheIdentity(@ForAll("calls") CallInstruction call) {
    assertEquals(Optional.of(call), Encodings.decode(Encodings.encode(call)));
  }

  @Property
  void atMostOneRowMatches(@ForAll("wordsNearCalls") InstructionWord word) {
    long matching =
        Encodings.table().stream()
            .filter(
                row ->
                    row.isa() == word.isa()
                        && row.size() == word.size()
                        && row.matches(word.bits()))
            .count();
    assertTrue(matching <= 1);
  }

  /**
   * Two patterns cannot overlap when a bit is fixed in both and differs: a proof for every word,
   * not a sample.
   */
  @Example
  void noTwoRowsOfOneSetOverlap() {
    for (Encoding a : Encodings.table()) {
      for (Encoding b : Encodings.table()) {
        if (a != b && a.isa() == b.isa() && a.size() == b.size()) {
          assertTrue(
              ((a.fixedBits() ^ b.fixedBits()) & a.fixedMask() & b.fixedMask()) != 0,
              a.name() + " and " + b.name());
        }
      }
    }
  }

  @Example
  void everyEncodingRuleIsARow() {
    List<Rule> rows = Encodings.table().stream().map(Encoding::rule).toList();
    assertEquals(
        List.of(
            Rule.ENC_SVC_A32,
            Rule.ENC_HVC_A32,
            Rule.ENC_SMC_A32,
            Rule.ENC_SVC_T16,
            Rule.ENC_HVC_T32,
            Rule.ENC_SMC_T32,
            Rule.ENC_SVC_A64,
            Rule.ENC_HVC_A64,
            Rule.ENC_SMC_A64),
        rows);
  }

  /** Assembled with LLVM 14 llvm-mc, and two of Linux's macros. */
  @Example
  void knownAnswers() {
    assertWord("hvc", InstructionSet.A32, 0xE1400070, 0);
    assertWord("hvc", InstructionSet.A32, 0xE140EA71, 0xEA1);
    assertWord("hvc", InstructionSet.A32, 0xE144A478, 0x4A48);
    assertWord("hvc", InstructionSet.A32, 0xE14FFF7F, 0xFFFF);
    assertWord("hvc", InstructionSet.T32, 0xF7E08000, 0);
    assertWord("hvc", InstructionSet.T32, 0xF7E08EA1, 0xEA1);
    assertWord("hvc", InstructionSet.T32, 0xF7E48A48, 0x4A48);
    assertWord("hvc", InstructionSet.T32, 0xF7EF8FFF, 0xFFFF);
    assertWord("hvc", InstructionSet.A64, 0xD4000002, 0);
    assertWord("hvc", InstructionSet.A64, 0xD401D422, 0xEA1);
    assertWord("hvc", InstructionSet.A64, 0xD4094902, 0x4A48);
    assertWord("hvc", InstructionSet.A64, 0xD41FFFE2, 0xFFFF);
    assertWord("smc", InstructionSet.A32, 0xE1600070, 0);
    assertWord("smc", InstructionSet.A32, 0xE160007F, 15);
    assertWord("smc", InstructionSet.T32, 0xF7F08000, 0);
    assertWord("smc", InstructionSet.T32, 0xF7FF8000, 15);
    assertWord("smc", InstructionSet.A64, 0xD4000003, 0);
    assertWord("smc", InstructionSet.A64, 0xD40001E3, 15);
    CallInstruction smceq =
        Encodings.decode(InstructionWord.of(InstructionSet.A32, 0x01600071)).orElseThrow();
    assertEquals(Optional.of(Condition.EQ), smceq.encodedCondition());
    assertEquals("smceq #1", smceq.text());
  }

  private static void assertWord(String mnemonic, InstructionSet isa, int word, int immediate) {
    CallInstruction call = Encodings.decode(InstructionWord.of(isa, word)).orElseThrow();
    assertEquals(mnemonic, call.call().mnemonic());
    assertEquals(immediate, call.immediate().value());
    assertEquals(word, Encodings.encode(call).bits());
  }

  @Example
  void anImmediateOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Immediate(16, 4));
    assertThrows(IllegalArgumentException.class, () -> new Immediate(-1, 16));
    assertThrows(IllegalArgumentException.class, () -> InstructionWord.t16(0x1df00));
    assertThrows(
        IllegalArgumentException.class, () -> new InstructionWord(InstructionSet.A64, 2, 0));
  }

  /** All 2^32 words of each set, 2^16 of T16; about a minute. */
  @Example
  @Tag("full")
  void byExhaustionEncodeAfterDecodeIsTheIdentity() {
    for (InstructionSet isa : InstructionSet.values()) {
      List<Encoding> rows =
          Encodings.table().stream()
              .filter(row -> row.isa() == isa && row.size() == 4)
              .collect(Collectors.toList());
      int word = Integer.MIN_VALUE;
      do {
        Encoding found = null;
        for (Encoding row : rows) {
          if (row.matches(word)) {
            assertTrue(found == null, isa + " " + Integer.toHexString(word));
            found = row;
          }
        }
        if (found != null && found.encode(found.decode(word).orElseThrow()) != word) {
          throw new AssertionError(isa + " " + Integer.toHexString(word));
        }
      } while (++word != Integer.MIN_VALUE);
    }
  }

  /** Words one bit or none away from a call: uniform words would hardly ever match. */
  @Provide
  Arbitrary<InstructionWord> wordsNearCalls() {
    Arbitrary<InstructionWord> exact = calls().map(Encodings::encode);
    Arbitrary<InstructionWord> near =
        Combinators.combine(exact, Arbitraries.integers().between(0, 31))
            .as(
                (word, bit) ->
                    new InstructionWord(
                        word.isa(),
                        word.size(),
                        word.bits() ^ 1 << (word.size() == 2 ? bit % 16 : bit)));
    return Arbitraries.oneOf(exact, near);
  }

  /** Immediates at the edges of the A32 and T32 splits (bits 3/4, 11/12, 15) and anywhere. */
  @Provide
  Arbitrary<CallInstruction> calls() {
    return Arbitraries.of(Encodings.table())
        .flatMap(
            row -> {
              int limit = (1 << row.immediateWidth()) - 1;
              Arbitrary<Integer> immediates =
                  Arbitraries.oneOf(
                      Arbitraries.of(0, 1, 0xf, 0x10, 0xfff, 0x1000, 0xf000, 0xffff)
                          .map(value -> value & limit),
                      Arbitraries.integers().between(0, limit));
              Arbitrary<Integer> shouldBeZero =
                  row.call() == Call.SMC && row.isa() != InstructionSet.A64
                      ? Arbitraries.oneOf(
                          Arbitraries.just(0), Arbitraries.integers().between(0, 0xfff))
                      : Arbitraries.just(0);
              Arbitrary<Optional<Condition>> conditions =
                  row.isConditional()
                      ? Arbitraries.of(Condition.values()).map(Optional::of)
                      : Arbitraries.just(Optional.empty());
              return Combinators.combine(immediates, shouldBeZero, conditions)
                  .as(
                      (i, z, c) ->
                          new CallInstruction(
                              row.call(),
                              row.isa(),
                              row.size(),
                              new Immediate(i, row.immediateWidth()),
                              c,
                              z));
            });
  }
}
