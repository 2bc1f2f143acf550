// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.util.List;
import java.util.Set;

/**
 * What a rule allows a measured value to be: it is broken where no alternative is true.
 *
 * @param place the value
 * @param bits how many of its low bits count: 32 or 64
 * @param alternatives at least one
 * @param message what the image prints where it is broken, behind the rule
 */
record Requirement(Place place, int bits, List<Alternative> alternatives, List<Piece> message) {
  /** Copies the lists. */
  Requirement {
    alternatives = List.copyOf(alternatives);
    message = List.copyOf(message);
  }

  /** One way for a value to be allowed. */
  sealed interface Alternative {}

  /**
   * It is this value.
   *
   * @param value the bits that count
   */
  record Is(long value) implements Alternative {}

  /**
   * It is what is at another place.
   *
   * @param other that place
   */
  record SameAs(Place other) implements Alternative {}

  /**
   * It is none of these values.
   *
   * @param values the bits that count
   */
  record NoneOf(Set<Long> values) implements Alternative {
    /** Copies the set. */
    NoneOf {
      values = Set.copyOf(values);
    }
  }

  /** Its highest bit is 0: no error code. */
  record NotNegative() implements Alternative {}

  /** It is no negative number of 32 bits with zeros above it. */
  record SignExtended() implements Alternative {}

  /** A piece of a message. */
  sealed interface Piece {}

  /**
   * Words.
   *
   * @param words without a line end
   */
  record Text(String words) implements Piece {}

  /**
   * A measured value in hexadecimal.
   *
   * @param place which
   */
  record Value(Place place) implements Piece {}

  /** The low bits of a value that count. */
  static long cut(long value, int bits) {
    return bits == 64 ? value : value & 0xffff_ffffL;
  }
}
