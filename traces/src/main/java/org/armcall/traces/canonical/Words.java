// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The words that a trace repeats: names of fields and registers, kinds, instruction sets. Each is
 * made once, and looked up by its bytes. Two that fall on the same place take turns.
 */
final class Words {
  /** What a register's name looks like. */
  static final Pattern REGISTER = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  private static final int PLACE_BITS = 10;
  private static final int LONGEST = 40;

  /** What no seven bytes are. */
  private static final long LONG = -1;

  /** A word, and what it may be the name of. */
  static final class Word {
    private static final int NO_FIELD = -1;

    final String text;
    final int length;
    final boolean register;
    private final long bytes;
    private final int field;

    Word(String text, long bytes) {
      this.text = text;
      this.bytes = bytes;
      length = text.length();
      register = REGISTER.matcher(text).matches();
      field = Field.isOne(text) ? ordinal(text) : NO_FIELD;
    }

    private static int ordinal(String text) {
      try {
        return Field.of(text).ordinal();
      } catch (BadLine impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    boolean isField() {
      return field != NO_FIELD;
    }

    Field field() {
      return FIELDS[field];
    }
  }

  private static final Field[] FIELDS = Field.values();

  /** No word. */
  static final Word NONE = new Word("", LONG);

  private final Word[] places = new Word[1 << PLACE_BITS];

  private final Word[] longer = new Word[1 << PLACE_BITS];

  Words() {
    Arrays.fill(places, NONE);
    Arrays.fill(longer, NONE);
  }

  /**
   * The word of up to seven bytes, with zeros behind them, if it is remembered, and else {@link
   * #NONE}. Its length tells it from one that ends in zeros.
   */
  Word find(long bytes) {
    Word known = places[place(bytes)];
    return known.bytes == bytes ? known : NONE;
  }

  private static int place(long bytes) {
    return (int) (bytes * 0x9e37_79b9_7f4a_7c15L >>> 64 - PLACE_BITS);
  }

  /** The word of up to seven bytes, all of them printable ASCII; remembered from now on. */
  Word add(byte[] bytes, int from, int to) {
    long packed = 0;
    for (int i = to - 1; i >= from; i--) {
      packed = packed << 8 | bytes[i];
    }
    Word word = new Word(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1), packed);
    places[place(packed)] = word;
    return word;
  }

  /**
   * The word of those bytes, more than seven of printable ASCII.
   *
   * @param hash any number that follows from the bytes
   */
  Word find(byte[] bytes, int from, int to, int hash) {
    int place = place(hash);
    Word known = longer[place];
    if (isThat(known.text, bytes, from, to)) {
      return known;
    }
    Word word = new Word(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1), LONG);
    if (to - from <= LONGEST) {
      longer[place] = word;
    }
    return word;
  }

  private static boolean isThat(String text, byte[] bytes, int from, int to) {
    int length = text.length();
    if (length != to - from) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}
