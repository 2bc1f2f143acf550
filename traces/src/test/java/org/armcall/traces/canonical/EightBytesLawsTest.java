// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Eight characters at once are eight characters one by one. */
final class EightBytesLawsTest {
  @Provide
  Arbitrary<byte[]> eight() {
    Arbitrary<Byte> bytes =
        Arbitraries.oneOf(
            Arbitraries.bytes(),
            Arbitraries.of(
                "0123456789abcdef\"/:@AFG`gox".chars().mapToObj(c -> (byte) c).toList()));
    return bytes.array(byte[].class).ofSize(8);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9' || b >= 'a' && b <= 'f';
  }

  // isHex(b1..b8) <=> each is a digit, of every byte in every place
  @Test
  void aDigitIsADigitInEveryPlace() {
    for (int place = 0; place < 8; place++) {
      for (int value = 0; value < 256; value++) {
        byte[] bytes = "0a9f0123".getBytes(StandardCharsets.US_ASCII);
        bytes[place] = (byte) value;
        assertEquals(
            isDigit(bytes[place]),
            EightBytes.isHex(EightBytes.lastOf(bytes, 0, 8)),
            value + " at " + place);
      }
    }
  }

  // isHex(lastOf(b, n)) <=> the first n are digits, and then hex is their number
  @Property(tries = 2000)
  void aNumberIsThatOfItsDigits(
      @ForAll("eight") byte[] bytes, @ForAll @IntRange(min = 1, max = 8) int length) {
    boolean digits = true;
    for (int i = 0; i < length; i++) {
      digits &= isDigit(bytes[i]);
    }
    long eight = EightBytes.lastOf(bytes, 0, length);
    assertEquals(digits, EightBytes.isHex(eight), Arrays.toString(bytes));
    if (digits) {
      String text = new String(bytes, 0, length, StandardCharsets.US_ASCII);
      assertEquals(Long.parseLong(text, 16), EightBytes.hex(eight), text);
    }
  }

  @Property(tries = 500)
  void everyNumberOf32BitsIsRead(
      @ForAll int value, @ForAll @IntRange(min = 1, max = 8) int length) {
    long number = (value & 0xffff_ffffL) >>> 4 * (8 - length);
    byte[] bytes =
        (String.format("%0" + length + "x", number) + "\"......")
            .getBytes(StandardCharsets.US_ASCII);
    assertEquals(number, EightBytes.hex(EightBytes.lastOf(bytes, 0, length)));
    assertEquals(length < 8 ? length : -1, EightBytes.untilQuote(bytes, 0));
  }

  // untilQuote(b) = the place of the first quotation mark of eight bytes
  @Property(tries = 2000)
  void theQuoteIsTheFirst(@ForAll("eight") byte[] bytes) {
    int first = -1;
    for (int i = 7; i >= 0; i--) {
      first = bytes[i] == '"' ? i : first;
    }
    assertEquals(first, EightBytes.untilQuote(bytes, 0));
    assertEquals(-1, EightBytes.untilQuote(bytes, 1), "only where there are eight");
  }
}
