// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.Arrays;

/**
 * Which registers were recorded, in the order of the trace. Most moments of a trace have the same.
 */
public final class RegisterNames {
  private static final int NUMBERS = 32;

  private final String[] names;

  /** A bit for each name, by its hash: most registers that are asked for are not there. */
  private final long hashes;

  private final int[] positions = new int[2 * NUMBERS];
  private final int x;
  private final int r;

  /** The registers of those names, in lower case, none of them twice. */
  public RegisterNames(String... names) {
    this.names = names.clone();
    Arrays.fill(positions, -1);
    long bits = 0;
    int xs = 0;
    int rs = 0;
    for (int i = 0; i < names.length; i++) {
      String name = names[i];
      bits |= 1L << name.hashCode();
      int number = number(name);
      if (number >= 0 && name.charAt(0) == 'x') {
        xs |= 1 << number;
        positions[number] = i;
      } else if (number >= 0 && name.charAt(0) == 'r') {
        rs |= 1 << number;
        positions[NUMBERS + number] = i;
      }
    }
    hashes = bits;
    x = xs;
    r = rs;
  }

  /** The number of a register that is a letter and a number below 32 without a leading zero. */
  private static int number(String name) {
    int length = name.length();
    int first = length > 1 ? digit(name.charAt(1)) : -1;
    if (length == 2) {
      return first;
    }
    int second = length == 3 ? digit(name.charAt(2)) : -1;
    int number = first > 0 && second >= 0 ? first * 10 + second : -1;
    return number < NUMBERS ? number : -1;
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : -1;
  }

  /** How many there are. */
  public int size() {
    return names.length;
  }

  String name(int position) {
    return names[position];
  }

  /** The position of that name, or -1. */
  int position(Object name) {
    if ((hashes >>> name.hashCode() & 1) == 0) {
      return -1;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The numbers of those of that letter, {@code x} or {@code r}: a bit for each. */
  int numbered(char letter) {
    return letter == 'x' ? x : r;
  }

  /** Whether all are a letter, {@code x} or {@code r}, and a number below 32. */
  boolean areAllNumbered() {
    return Integer.bitCount(x) + Integer.bitCount(r) == names.length;
  }

  /** The position of the register of that letter, {@code x} or {@code r}, and number, or -1. */
  int position(char letter, int number) {
    return positions[letter == 'x' ? number : NUMBERS + number];
  }

  /** Whether these are the first names of the array, so many, in that order. */
  public boolean are(String[] others, int count) {
    if (count != names.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (!names[i].equals(others[i])) {
        return false;
      }
    }
    return true;
  }
}
