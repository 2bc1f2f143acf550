// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The words that a trace repeats: names of fields and registers, kinds, instruction sets. Each is
 * made once, and looked up by its bytes. Two that fall on the same place take turns.
 */
final class Words {
  /** What a register's name looks like. */
  static final Pattern REGISTER = Pattern.compile("[a-z][a-z0-9_]{0,31}");

  private static final int PLACES = 1024;
  private static final int LONGEST = 40;

  /** A word, and what it may be the name of. */
  static final class Word {
    private static final int NO_FIELD = -1;

    final String text;
    final boolean register;
    private final int field;

    Word(String text) {
      this.text = text;
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

  private final Word[] places = new Word[PLACES];

  /**
   * The word of those bytes, all of them ASCII.
   *
   * @param hash any number that follows from the bytes
   */
  Word find(byte[] bytes, int from, int to, int hash) {
    int place = (hash ^ hash >>> 10 ^ hash >>> 20) & PLACES - 1;
    Word known = places[place];
    if (known != null && isThat(known.text, bytes, from, to)) {
      return known;
    }
    Word word = new Word(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    if (to - from <= LONGEST) {
      places[place] = word;
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
