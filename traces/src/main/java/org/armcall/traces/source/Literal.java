// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text that a grammar has between what differs, of one character or more. It is compared eight
 * bytes at a time: a log of a gigabyte has some hundred million places where one is looked for.
 */
public final class Literal {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] text;
  private final long[] words;
  private final long ofLastWord;

  private Literal(byte[] text) {
    this.text = text;
    byte[] padded = Arrays.copyOf(text, (text.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    words = new long[padded.length / Long.BYTES];
    for (int i = 0; i < words.length; i++) {
      words[i] = (long) EIGHT_BYTES.get(padded, i * Long.BYTES);
    }
    ofLastWord = -1L >>> (padded.length - text.length) * Byte.SIZE;
  }

  /** That text, of bytes. */
  public static Literal of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return of(bytes, 0, bytes.length);
  }

  /** The text that stands there. */
  public static Literal of(byte[] bytes, int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("a literal has a character");
    }
    return new Literal(Arrays.copyOfRange(bytes, from, to));
  }

  /** How many bytes it has. */
  public int length() {
    return text.length;
  }

  /** Whether it stands there, before that end. */
  public boolean isAt(byte[] bytes, int at, int end) {
    if (end - at < text.length) {
      return false;
    }
    int last = at + (words.length - 1) * Long.BYTES;
    if (last + Long.BYTES > bytes.length) {
      return Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }
    for (int i = at, word = 0; i < last; i += Long.BYTES, word++) {
      if ((long) EIGHT_BYTES.get(bytes, i) != words[word]) {
        return false;
      }
    }
    return ((long) EIGHT_BYTES.get(bytes, last) & ofLastWord) == words[words.length - 1];
  }

  @Override
  public String toString() {
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
