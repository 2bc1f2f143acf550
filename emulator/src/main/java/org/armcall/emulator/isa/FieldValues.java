// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/** The fields of an instruction that is being assembled, as its operands are read. */
final class FieldValues {
  private final Pattern pattern;
  private int word;
  private int known;

  FieldValues(Pattern pattern) {
    this.pattern = pattern;
    this.word = pattern.empty();
  }

  /** The pattern that is filled. */
  Pattern pattern() {
    return pattern;
  }

  /** Whether the field has a value already. */
  boolean has(char letter) {
    return (known & pattern.mask(letter)) != 0;
  }

  /** The value that it has. */
  int get(char letter) {
    return pattern.extract(letter, word);
  }

  /**
   * Sets an unsigned field.
   *
   * @return false if the value does not fit, or the field has another value already
   */
  boolean put(char letter, long value) {
    int width = pattern.width(letter);
    if (value < 0 || value >>> width != 0) {
      return false;
    }
    if (has(letter)) {
      return get(letter) == value;
    }
    known |= pattern.mask(letter);
    word |= pattern.insert(letter, (int) value);
    return true;
  }

  /** Sets a signed field; false as in {@link #put}. */
  boolean putSigned(char letter, long value) {
    int width = pattern.width(letter);
    long limit = 1L << (width - 1);
    return value >= -limit && value < limit && put(letter, value & ((1L << width) - 1));
  }

  /** The word; every field must have been set. */
  int word() {
    for (char letter : pattern.letters()) {
      if (!has(letter)) {
        throw new IllegalStateException(
            "no operand sets the field '" + letter + "' of " + pattern.text());
      }
    }
    return word;
  }
}
