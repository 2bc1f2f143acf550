// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.word;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * A word stands for all its completions: the values that it may have on other machines. What an
 * operation calls reliable is the same for every completion of its operands. All words of three
 * bits, by exhaustion.
 */
class WordLawsTest {
  private static final int WIDTH = 3;
  private static final Origin WHY = Origin.of("why");

  private static List<Word> words() {
    List<Word> words = new ArrayList<>();
    for (long value = 0; value < 1 << WIDTH; value++) {
      for (long open = 0; open < 1 << WIDTH; open++) {
        words.add(new Word(value, open, WHY));
      }
    }
    return words;
  }

  /** Every value that the word may have. */
  private static List<Long> completions(Word word) {
    List<Long> all = new ArrayList<>();
    long open = word.unreliable();
    long subset = 0;
    do {
      all.add((word.value() & ~open) | subset);
      subset = (subset - open) & open;
    } while (subset != 0);
    return all;
  }

  private static void assertSound(Word result, long completed, Object what) {
    assertEquals(0, (result.value() ^ completed) & ~result.unreliable(), () -> "" + what);
  }

  private static void unary(UnaryOperator<Word> operation, LongUnaryOperator meaning) {
    for (Word word : words()) {
      Word result = operation.apply(word);
      assertEquals(meaning.applyAsLong(word.value()), result.value());
      for (long value : completions(word)) {
        assertSound(result, meaning.applyAsLong(value), word);
      }
    }
  }

  private static void binary(BinaryOperator<Word> operation, LongBinaryOperator meaning) {
    for (Word left : words()) {
      for (Word right : words()) {
        Word result = operation.apply(left, right);
        assertEquals(meaning.applyAsLong(left.value(), right.value()), result.value());
        long varying = 0;
        for (long a : completions(left)) {
          for (long b : completions(right)) {
            long completed = meaning.applyAsLong(a, b);
            assertSound(result, completed, left + " " + right);
            varying |= completed ^ result.value();
          }
        }
        assertTrue(result.unreliable() == 0 || result.origin().equals(WHY));
        // A bit that no completion changes may still be called unreliable, by + and - only.
        assertEquals(0, varying & ~result.unreliable());
      }
    }
  }

  /** The exact result: a bit is unreliable if and only if completions differ in it. */
  private static void exact(BinaryOperator<Word> operation) {
    for (Word left : words()) {
      for (Word right : words()) {
        Word result = operation.apply(left, right);
        long varying = 0;
        for (long a : completions(left)) {
          for (long b : completions(right)) {
            varying |= operation.apply(Word.of(a), Word.of(b)).value() ^ result.value();
          }
        }
        assertEquals(varying, result.unreliable(), left + " " + right);
      }
    }
  }

  @Test
  void bitwiseOperationsAreExact() {
    binary(Word::and, (a, b) -> a & b);
    binary(Word::or, (a, b) -> a | b);
    binary(Word::xor, (a, b) -> a ^ b);
    exact(Word::and);
    exact(Word::or);
    exact(Word::xor);
  }

  @Test
  void notIsSound() {
    unary(Word::not, a -> ~a);
  }

  @Test
  void movesOfBitsAreSound() {
    unary(word -> word.low(2), a -> a & 3);
    unary(word -> word.bits(2, 1), a -> a >>> 1 & 3);
    unary(word -> word.signExtended(WIDTH), a -> a << 61 >> 61);
    unary(word -> word.shiftLeft(2), a -> a << 2);
    unary(word -> word.shiftRight(1), a -> a >>> 1);
    binary((a, b) -> a.withBits(1, 0, b), (a, b) -> (a & ~3L) | (b & 3));
  }

  @Test
  void sumsAndDifferencesAreSound() {
    binary(Word::plus, Long::sum);
    binary(Word::minus, (a, b) -> a - b);
  }

  @Test
  void anAdderOfThreeBitsIsSound() {
    for (Truth carry : truths()) {
      for (Word left : words()) {
        for (Word right : words()) {
          adder(left, right, carry);
        }
      }
    }
  }

  private static List<Truth> truths() {
    return List.of(
        Truth.TRUE, Truth.FALSE, Truth.unreliable(true, WHY), Truth.unreliable(false, WHY));
  }

  private static List<Boolean> completions(Truth truth) {
    return truth.reliable() ? List.of(truth.value()) : List.of(true, false);
  }

  private static void adder(Word left, Word right, Truth carryIn) {
    Sum sum = Sum.of(left, right, carryIn, WIDTH);
    for (long a : completions(left)) {
      for (long b : completions(right)) {
        for (boolean carry : completions(carryIn)) {
          long plain = a + b + (carry ? 1 : 0);
          long signed = signed(a) + signed(b) + (carry ? 1 : 0);
          String what = left + " + " + right + " + " + carryIn;
          assertSound(sum.result(), plain & 7, what);
          assertSound(sum.carry(), plain > 7, what);
          assertSound(sum.overflow(), signed > 3 || signed < -4, what);
        }
      }
    }
  }

  private static long signed(long three) {
    return three << 61 >> 61;
  }

  private static void assertSound(Truth result, boolean completed, String what) {
    assertTrue(!result.reliable() || result.value() == completed, what);
  }

  private static void question(java.util.function.Function<Word, Truth> asked, LongPredicate is) {
    for (Word word : words()) {
      Truth answer = asked.apply(word);
      assertEquals(is.test(word.value()), answer.value());
      boolean differs =
          completions(word).stream().anyMatch(value -> is.test(value) != answer.value());
      assertEquals(!differs, answer.reliable(), word::toString);
    }
  }

  @Test
  void questionsAreExact() {
    question(Word::isZero, a -> a == 0);
    question(word -> word.bit(1), a -> (a & 2) != 0);
    for (long other = 0; other < 8; other++) {
      long number = other;
      question(word -> word.sameAs(Word.of(number)), a -> a == number);
    }
  }

  @Test
  void truthsAreExact() {
    for (Truth left : truths()) {
      for (Truth right : truths()) {
        connective(left, right, left.and(right), (a, b) -> a && b);
        connective(left, right, left.or(right), (a, b) -> a || b);
        connective(left, right, left.sameAs(right), (a, b) -> a.equals(b));
      }
      assertEquals(left, left.not().not());
    }
  }

  private static void connective(
      Truth left, Truth right, Truth result, BinaryOperator<Boolean> meaning) {
    assertEquals(meaning.apply(left.value(), right.value()), result.value());
    boolean differs =
        completions(left).stream()
            .anyMatch(
                a ->
                    completions(right).stream()
                        .anyMatch(b -> meaning.apply(a, b) != result.value()));
    assertEquals(!differs, result.reliable(), left + " " + right);
  }

  /** The adder at the width where Java's own arithmetic wraps. */
  @Property(tries = 2000)
  void anAdderOf64BitsIsSound(
      @ForAll long a, @ForAll long b, @ForAll long openA, @ForAll long openB, @ForAll long pick) {
    Word left = new Word(a, openA & openB, WHY);
    Word right = new Word(b, openA & ~openB & pick, WHY);
    Sum sum = Sum.of(left, right, Truth.FALSE, 64);
    assertEquals(a + b, sum.result().value());
    long otherA = (a & ~left.unreliable()) | (pick & left.unreliable());
    long otherB = (b & ~right.unreliable()) | (~pick & right.unreliable());
    assertSound(sum.result(), otherA + otherB, left + " + " + right);
    assertSound(sum.carry(), Long.compareUnsigned(otherA + otherB, otherA) < 0, "carry");
    boolean overflow = ((otherA ^ (otherA + otherB)) & (otherB ^ (otherA + otherB))) < 0;
    assertSound(sum.overflow(), overflow, "overflow");
  }

  @Property
  void aBlurredWordIsReliableOnlyIfAllItsOperandsAre(
      @ForAll long value, @ForAll long open, @ForAll @IntRange(min = 1, max = 64) int width) {
    Word word = Word.blurred(value, width, Word.of(1), new Word(0, open, WHY));
    assertEquals(open == 0 ? 0 : Word.mask(width), word.unreliable());
    assertEquals(value & Word.mask(width), word.value());
  }
}
