// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

/**
 * A 32-bit word of which each bit has a value where it has one, and a standing.
 *
 * <p>Two questions are asked of it: may a machine have produced this value ({@link
 * #mayHaveProduced}), and may a program rely on these bits ({@link #mayRelyOn}). They differ for
 * reserved bits: hardware shows them as zero, a program must not use that.
 *
 * @param value the bits; zero where a bit has no value
 * @param reserved the mask of bits that are {@link Standing#RESERVED}
 * @param unknown the mask of bits that are {@link Standing#UNKNOWN}
 * @param implementationDefined the mask of bits that are {@link Standing#IMPLEMENTATION_DEFINED}
 * @param notObserved the mask of bits that are {@link Standing#NOT_OBSERVED}
 */
public record PartialWord(
    int value, int reserved, int unknown, int implementationDefined, int notObserved) {

  /** Checks that no bit has two standings and that a bit without a value is zero. */
  public PartialWord {
    if ((reserved & unknown) != 0
        || ((reserved | unknown) & implementationDefined) != 0
        || ((reserved | unknown | implementationDefined) & notObserved) != 0) {
      throw new IllegalArgumentException("a bit has one standing");
    }
    if ((value & (reserved | unknown | implementationDefined | notObserved)) != 0) {
      throw new IllegalArgumentException("a bit that is not defined has the value 0 here");
    }
  }

  /** A word all of whose bits are defined. */
  public static PartialWord defined(int value) {
    return new PartialWord(value, 0, 0, 0, 0);
  }

  /** A word of which nothing is known. */
  public static PartialWord whollyUnknown() {
    return new PartialWord(0, 0, -1, 0, 0);
  }

  /** The same word with the bits of the mask reserved. */
  public PartialWord withReserved(int mask) {
    return new PartialWord(
        value & ~mask,
        reserved | mask,
        unknown & ~mask,
        implementationDefined & ~mask,
        notObserved & ~mask);
  }

  /** The same word with the bits of the mask UNKNOWN. */
  public PartialWord withUnknown(int mask) {
    return new PartialWord(
        value & ~mask,
        reserved & ~mask,
        unknown | mask,
        implementationDefined & ~mask,
        notObserved & ~mask);
  }

  /** The same word with the bits of the mask not observed. */
  public PartialWord withNotObserved(int mask) {
    return new PartialWord(
        value & ~mask,
        reserved & ~mask,
        unknown & ~mask,
        implementationDefined & ~mask,
        notObserved | mask);
  }

  /**
   * The mask of bits that a conforming machine must show as given: those that are defined or
   * reserved.
   */
  public int known() {
    return ~(unknown | implementationDefined | notObserved);
  }

  /**
   * Whether a machine of which this word is the specification may have produced the observed word.
   */
  public boolean mayHaveProduced(int observed) {
    return ((observed ^ value) & known()) == 0;
  }

  /** Whether a program may rely on every bit of the mask. */
  public boolean mayRelyOn(int mask) {
    return (mask & (reserved | unknown | implementationDefined | notObserved)) == 0;
  }

  /** The standing of one bit, 0 to 31. */
  public Standing standing(int bit) {
    int mask = 1 << bit;
    if ((reserved & mask) != 0) {
      return Standing.RESERVED;
    }
    if ((unknown & mask) != 0) {
      return Standing.UNKNOWN;
    }
    if ((implementationDefined & mask) != 0) {
      return Standing.IMPLEMENTATION_DEFINED;
    }
    return (notObserved & mask) != 0 ? Standing.NOT_OBSERVED : Standing.DEFINED;
  }
}
