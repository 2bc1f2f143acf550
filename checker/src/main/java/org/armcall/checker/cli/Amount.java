// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

/** How many there are of something, in words: {@code 1 event}, {@code 2 events}. */
public final class Amount {
  private Amount() {}

  /**
   * The number with the noun in the form that it has behind that number.
   *
   * @param noun for one, for example {@code line} or {@code property}
   */
  public static String of(long number, String noun) {
    return number + " " + noun(number, noun);
  }

  /**
   * The noun alone.
   *
   * @param noun for one; the last word of it has the plural
   */
  public static String noun(long number, String noun) {
    if (number == 1) {
      return noun;
    }
    return noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
  }
}
