// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A text that lines are compared with, over and over: eight bytes at a time. The texts between two
 * numbers have some ten bytes, and what compares arrays of any length spends its time on the way to
 * the comparison.
 */
final class FixedText {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] text;
  private final long[] words;
  private final long lastMask;

  FixedText(byte[] text) {
    this.text = text;
    byte[] padded = Arrays.copyOf(text, (text.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    words = new long[padded.length / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = (long) EIGHT_BYTES.get(padded, i * Long.BYTES);
    }
    lastMask = -1L >>> Byte.SIZE * (padded.length - text.length);
  }

  int length() {
    return text.length;
  }

  /** Whether the text stands there. What is behind it in the array does not matter. */
  boolean isAt(byte[] bytes, int from) {
    int last = words.length - 1;
    if (from + words.length * Long.BYTES > bytes.length) {
      int to = from + text.length;
      return to <= bytes.length && Arrays.equals(bytes, from, to, text, 0, text.length);
    }
    for (int i = 0; i < last; i++) {
      if ((long) EIGHT_BYTES.get(bytes, from + i * Long.BYTES) != words[i]) {
        return false;
      }
    }
    return last < 0
        || (((long) EIGHT_BYTES.get(bytes, from + last * Long.BYTES) ^ words[last]) & lastMask)
            == 0;
  }
}
