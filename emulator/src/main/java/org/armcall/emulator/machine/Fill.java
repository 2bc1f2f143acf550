// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/**
 * The values that a machine gives to bits that are UNKNOWN or were never written. Reserved bits are
 * always 0.
 *
 * <p>The non-interference law: as long as no {@link Reliance} is reported, the reliable part of the
 * state is the same under every fill.
 */
public sealed interface Fill {
  /** Every such bit is 0. */
  Fill ZEROS = new Constant(0);

  /** Every such bit is 1. */
  Fill ONES = new Constant(-1);

  /** Bits that look random, the same for the same seed and place. */
  static Fill seeded(long seed) {
    return new Seeded(seed);
  }

  /**
   * 64 bits.
   *
   * @param place tells one word that is filled from another
   */
  long bits(long place);

  /**
   * The same for every bit.
   *
   * @param value 0 or -1
   */
  record Constant(long value) implements Fill {
    @Override
    public long bits(long place) {
      return value;
    }
  }

  /**
   * By a mixing function (SplitMix64).
   *
   * @param seed any number
   */
  record Seeded(long seed) implements Fill {
    @Override
    public long bits(long place) {
      long z = seed + (place + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }
  }
}
