// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is compared and read eight bytes at a time, against one at a time. */
class ComparedByWordsTest {
  private static final long SEED = 0x5eed_0b17L;
  private static final String DIGITS = "0123456789abcdefABCDEF";

  @Test
  void aLiteralIsWhereItsBytesAre() {
    Random random = new Random(SEED);
    for (int i = 0; i < 200_000; i++) {
      // Of two letters, so that they agree often.
      byte[] bytes = letters(random, 1 + random.nextInt(40));
      String text = new String(letters(random, 1 + random.nextInt(20)), StandardCharsets.US_ASCII);
      int at = random.nextInt(bytes.length);
      int end = at + random.nextInt(bytes.length - at + 1);
      if (random.nextBoolean() && at + text.length() <= bytes.length) {
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, at, text.length());
      }
      String line = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
      assertEquals(line.startsWith(text), Literal.of(text).isAt(bytes, at, end), line + " " + text);
    }
  }

  private static byte[] letters(Random random, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (random.nextInt(8) == 0 ? 'b' : 'a');
    }
    return bytes;
  }

  @Test
  void aNumberIsItsDigits() {
    Random random = new Random(SEED);
    LineCursor cursor = new LineCursor();
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(24)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] =
            random.nextInt(12) == 0
                ? (byte) random.nextInt(256)
                : (byte) DIGITS.charAt(random.nextInt(DIGITS.length()));
      }
      int end = 1 + random.nextInt(bytes.length);
      int count = 0;
      while (count < end && DIGITS.indexOf(bytes[count]) >= 0) {
        count++;
      }
      boolean fits = count >= 1 && count <= 16;
      long value = cursor.on(bytes, 0, end).hex();
      assertEquals(fits, cursor.fits(), Arrays.toString(bytes));
      if (fits) {
        String text = new String(bytes, 0, count, StandardCharsets.US_ASCII);
        assertEquals(Long.parseUnsignedLong(text, 16), value, text);
        assertEquals(count, cursor.position());
      }
    }
  }
}
