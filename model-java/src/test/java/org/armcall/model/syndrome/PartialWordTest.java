// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Every bit of a word has one standing, whatever was done to the others. */
final class PartialWordTest {
  private static final Standing[] STANDINGS = Standing.values();

  /** A word from the standing of each of its bits: the other way round than the class has it. */
  private static PartialWord word(List<Standing> bits, int value) {
    Map<Standing, Integer> masks = new EnumMap<>(Standing.class);
    for (Standing standing : STANDINGS) {
      masks.put(standing, 0);
    }
    for (int bit = 0; bit < 32; bit++) {
      masks.merge(bits.get(bit), 1 << bit, (a, b) -> a | b);
    }
    return new PartialWord(
        value & masks.get(Standing.DEFINED),
        masks.get(Standing.RESERVED),
        masks.get(Standing.UNKNOWN),
        masks.get(Standing.IMPLEMENTATION_DEFINED),
        masks.get(Standing.NOT_OBSERVED));
  }

  private static List<Standing> standings(PartialWord word) {
    List<Standing> bits = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      bits.add(word.standing(bit));
    }
    return bits;
  }

  @Provide
  Arbitrary<List<Standing>> bits() {
    return Arbitraries.randomValue(PartialWordTest::bits);
  }

  private static List<Standing> bits(Random random) {
    List<Standing> bits = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      bits.add(STANDINGS[random.nextInt(STANDINGS.length)]);
    }
    return bits;
  }

  @Property(tries = 200)
  void aBitHasTheStandingThatItWasGiven(@ForAll("bits") List<Standing> bits, @ForAll int value) {
    assertEquals(bits, standings(word(bits, value)));
  }

  @Property(tries = 200)
  void theMaskChangesItsBitsAndNoOther(
      @ForAll("bits") List<Standing> bits, @ForAll int value, @ForAll int mask) {
    changes(bits, value, mask, Standing.RESERVED, PartialWord::withReserved);
    changes(bits, value, mask, Standing.UNKNOWN, PartialWord::withUnknown);
    changes(bits, value, mask, Standing.NOT_OBSERVED, PartialWord::withNotObserved);
  }

  private static void changes(
      List<Standing> bits,
      int value,
      int mask,
      Standing standing,
      BiFunction<PartialWord, Integer, PartialWord> change) {
    PartialWord before = word(bits, value);
    PartialWord after = change.apply(before, mask);
    List<Standing> expected = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      expected.add((mask >>> bit & 1) != 0 ? standing : bits.get(bit));
    }
    assertEquals(expected, standings(after));
    assertEquals(before.value() & ~mask, after.value());
  }

  /** What is defined or reserved is shown by every machine; a program may use what is defined. */
  @Property(tries = 200)
  void whatIsShownAndWhatMayBeUsedIsByTheStanding(
      @ForAll("bits") List<Standing> bits, @ForAll int value) {
    PartialWord word = word(bits, value);
    for (int bit = 0; bit < 32; bit++) {
      Standing standing = bits.get(bit);
      boolean shown = standing == Standing.DEFINED || standing == Standing.RESERVED;
      assertEquals(shown, (word.known() >>> bit & 1) != 0);
      assertEquals(!shown, word.mayHaveProduced(word.value() ^ 1 << bit));
      assertEquals(standing == Standing.DEFINED, word.mayRelyOn(1 << bit));
    }
  }

  @Test
  void noBitHasTwoStandingsAndOnlyADefinedOneAValue() {
    for (int first = 0; first < 4; first++) {
      int one = first;
      assertThrows(IllegalArgumentException.class, () -> withMasks(8, one, one), "value");
      for (int second = first + 1; second < 4; second++) {
        int other = second;
        assertThrows(IllegalArgumentException.class, () -> withMasks(0, one, other));
      }
    }
  }

  /** Bit 3 in two of the four masks. */
  private static PartialWord withMasks(int value, int first, int second) {
    int[] masks = new int[4];
    masks[first] = 8;
    masks[second] = 8;
    return new PartialWord(value, masks[0], masks[1], masks[2], masks[3]);
  }

  @Test
  void aFieldIsWithinTheRegister() {
    for (int[] wrong : new int[][] {{32, 31}, {0, -1}, {3, 4}}) {
      assertThrows(
          IllegalArgumentException.class, () -> BitField.of("x", wrong[0], wrong[1], "none"));
    }
    assertEquals(32, BitField.of("all", 31, 0, "all of it").width());
    assertEquals(-1, BitField.of("all", 31, 0, "all of it").mask());
    assertEquals(1, BitField.of("low", 0, 0, "one bit").mask());
    assertEquals(0x80000000, BitField.of("high", 31, 31, "one bit").mask());
    BitField nibble = BitField.of("nibble", 7, 4, "four bits");
    assertEquals(0xf0, nibble.mask());
    assertEquals("[7:4]", nibble.range());
    assertEquals("[3]", BitField.reserved(3, 3).range());
    assertTrue(BitField.reserved(3, 3).reserved());
    assertFalse(nibble.reserved());
    assertEquals(5, nibble.extract(0xffffff5f));
  }

  @Test
  void aFieldTakesTheValuesOfItsWidth() {
    BitField nibble = BitField.of("nibble", 7, 4, "four bits");
    assertEquals(0xf0, nibble.insert(15));
    assertEquals(0, nibble.insert(0));
    assertThrows(IllegalArgumentException.class, () -> nibble.insert(16));
    assertThrows(IllegalArgumentException.class, () -> nibble.insert(-1));
    assertEquals(-1, BitField.of("all", 31, 0, "all of it").insert(-1));
  }
}
