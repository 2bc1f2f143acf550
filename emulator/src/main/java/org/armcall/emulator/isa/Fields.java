// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/**
 * An instruction word seen through the pattern that it matches.
 *
 * @param pattern the pattern
 * @param word the word
 */
public record Fields(Pattern pattern, int word) {
  /** The field of that letter as an unsigned number; its bits as they stand, pushed together. */
  public int get(char letter) {
    return pattern.extract(letter, word);
  }

  /** The same as a signed number of the field's width. */
  public int signed(char letter) {
    int unused = 32 - pattern.width(letter);
    return get(letter) << unused >> unused;
  }

  /** Whether the field has a bit set. */
  public boolean is(char letter) {
    return get(letter) != 0;
  }
}
