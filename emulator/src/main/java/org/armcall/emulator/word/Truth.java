// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.word;

/**
 * The answer to a question about words, and whether a program may rely on it.
 *
 * @param value the answer on this machine
 * @param reliable whether every machine gives this answer
 * @param origin where the bits that leave it open came from; {@link Origin#NONE} if reliable
 */
public record Truth(boolean value, boolean reliable, Origin origin) {
  /** True on every machine. */
  public static final Truth TRUE = new Truth(true, true, Origin.NONE);

  /** False on every machine. */
  public static final Truth FALSE = new Truth(false, true, Origin.NONE);

  /** An answer that every machine gives. */
  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** An answer that another machine may give otherwise. */
  public static Truth unreliable(boolean value, Origin origin) {
    return new Truth(value, false, origin);
  }

  /** The opposite. */
  public Truth not() {
    return reliable ? of(!value) : unreliable(!value, origin);
  }

  /** Both: reliably false if either is. */
  public Truth and(Truth other) {
    if (reliable && other.reliable) {
      return of(value && other.value);
    }
    if ((reliable && !value) || (other.reliable && !other.value)) {
      return FALSE;
    }
    return unreliable(value && other.value, origin.and(other.origin));
  }

  /** Either: reliably true if one is. */
  public Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  /** Whether the two answers are the same. */
  public Truth sameAs(Truth other) {
    boolean same = value == other.value;
    return reliable && other.reliable ? of(same) : unreliable(same, origin.and(other.origin));
  }
}
