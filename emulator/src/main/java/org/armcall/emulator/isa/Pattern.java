// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * The bits of an encoding from the most significant down: {@code 0} and {@code 1} are fixed, {@code
 * z} should be zero, {@code o} should be one, every other letter is a field. Blanks separate
 * groups.
 *
 * <p>A field may be scattered over the word; its bits keep their order. A pattern of 16 bits is of
 * a T16 instruction.
 */
public final class Pattern {
  private final String text;
  private final int size;
  private final int fixedMask;
  private final int fixedBits;
  private final int[] masks = new int[128];
  private final List<Character> letters = new ArrayList<>();

  private Pattern(String text) {
    this.text = text;
    String bits = text.replace(" ", "");
    if (!bits.matches("[01a-zA-Z]+") || (bits.length() != 32 && bits.length() != 16)) {
      throw new IllegalArgumentException(
          "a pattern has 16 or 32 of 0, 1 and letters, not " + bits.length() + ": " + text);
    }
    size = bits.length() / 8;
    for (int index = 0; index < bits.length(); index++) {
      char letter = bits.charAt(index);
      if (masks[letter] == 0 && Character.isLetter(letter) && letter != 'z' && letter != 'o') {
        letters.add(letter);
      }
      masks[letter] |= 1 << (bits.length() - 1 - index);
    }
    fixedBits = masks['1'];
    fixedMask = masks['1'] | masks['0'];
  }

  /** The pattern that the text writes. */
  public static Pattern of(String text) {
    return new Pattern(text);
  }

  /** The text, grouped for reading. */
  public String text() {
    return text;
  }

  /** The size of the instruction in bytes, 2 or 4. */
  public int size() {
    return size;
  }

  /** The bits that are fixed. */
  public int fixedMask() {
    return fixedMask;
  }

  /** The value of the fixed bits. */
  public int fixedBits() {
    return fixedBits;
  }

  /** The letters of its fields, from the left. */
  public List<Character> letters() {
    return List.copyOf(letters);
  }

  /** The bits of a field; 0 if there is none of that letter. */
  public int mask(char letter) {
    return masks[letter];
  }

  /** The width of a field in bits. */
  public int width(char letter) {
    return Integer.bitCount(field(letter));
  }

  /** Whether the fixed bits of the word are those of the pattern. */
  public boolean matches(int word) {
    return (word & fixedMask) == fixedBits;
  }

  /** Whether every bit that should be zero or one is. */
  public boolean isProper(int word) {
    return (word & masks['z']) == 0 && (~word & masks['o']) == 0;
  }

  /** The word with all fields zero and the should-be bits as they should be. */
  int empty() {
    return fixedBits | masks['o'];
  }

  /** A field of a word. */
  int extract(char letter, int word) {
    int value = 0;
    int filled = 0;
    for (int rest = field(letter); rest != 0; rest &= rest - 1) {
      if ((word & rest & -rest) != 0) {
        value |= 1 << filled;
      }
      filled++;
    }
    return value;
  }

  /** The bits of a word that hold the value in the field; the value must fit. */
  int insert(char letter, int value) {
    int word = 0;
    int taken = 0;
    for (int rest = field(letter); rest != 0; rest &= rest - 1) {
      if ((value >>> taken & 1) != 0) {
        word |= rest & -rest;
      }
      taken++;
    }
    return word;
  }

  private int field(char letter) {
    int mask = masks[letter];
    if (mask == 0) {
      throw new IllegalArgumentException("no field '" + letter + "' in " + text);
    }
    return mask;
  }
}
