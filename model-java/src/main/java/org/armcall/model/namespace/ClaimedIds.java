// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.Optional;
import org.armcall.model.function.FunctionId;

/**
 * The numbers in W0 or R0 that a claim is about: a range, or all that agree with a value under a
 * mask. Numbers are 32 bits and unsigned throughout; no arithmetic leaves them.
 */
public sealed interface ClaimedIds {
  /** One number. */
  static ClaimedIds one(FunctionId id) {
    return new Range(id, id);
  }

  /** The smallest. */
  FunctionId lowest();

  /** The largest. */
  FunctionId highest();

  /** The smallest that is not below another number. */
  Optional<FunctionId> firstFrom(FunctionId floor);

  /** How a person writes it. */
  String text();

  /** Whether a number is one of these. */
  default boolean contains(FunctionId id) {
    return firstFrom(id).equals(Optional.of(id));
  }

  /** Whether all are in the range. */
  default boolean within(FunctionId from, FunctionId to) {
    return unsigned(from, lowest()) <= 0 && unsigned(highest(), to) <= 0;
  }

  /** The smallest number that both have. */
  default Optional<FunctionId> firstCommon(ClaimedIds other) {
    if (this instanceof Masked mine && other instanceof Masked theirs) {
      return mine.and(theirs).map(Masked::lowest);
    }
    if (this instanceof Range range) {
      return other
          .firstFrom(range.from())
          .filter(candidate -> unsigned(candidate, range.to()) <= 0);
    }
    return other.firstCommon(this);
  }

  private static int unsigned(FunctionId one, FunctionId other) {
    return Integer.compareUnsigned(one.value(), other.value());
  }

  /**
   * The numbers from one to another.
   *
   * @param from the first
   * @param to the last, not below the first
   */
  record Range(FunctionId from, FunctionId to) implements ClaimedIds {
    /** Every number: W0 does not choose the function. */
    public static final Range ANY = new Range(new FunctionId(0), new FunctionId(0xffff_ffff));

    /** Checks the order. */
    public Range {
      if (unsigned(to, from) < 0) {
        throw new IllegalArgumentException(hex(to) + " is below " + hex(from));
      }
    }

    @Override
    public FunctionId lowest() {
      return from;
    }

    @Override
    public FunctionId highest() {
      return to;
    }

    @Override
    public Optional<FunctionId> firstFrom(FunctionId floor) {
      FunctionId first = unsigned(floor, from) < 0 ? from : floor;
      return unsigned(first, to) <= 0 ? Optional.of(first) : Optional.empty();
    }

    @Override
    public String text() {
      if (equals(ANY)) {
        return "any number";
      }
      return from.equals(to) ? hex(from) : hex(from) + " to " + hex(to);
    }
  }

  /**
   * The numbers that have a value in some bits.
   *
   * @param mask the bits that are compared
   * @param value what they are; zero elsewhere
   */
  record Masked(int mask, int value) implements ClaimedIds {
    /** Checks that the value has no bit outside the mask. */
    public Masked {
      if ((value & ~mask) != 0) {
        throw new IllegalArgumentException(
            "the value " + hex(value) + " has bits outside the mask " + hex(mask));
      }
    }

    @Override
    public FunctionId lowest() {
      return new FunctionId(value);
    }

    @Override
    public FunctionId highest() {
      return new FunctionId(value | ~mask);
    }

    @Override
    public Optional<FunctionId> firstFrom(FunctionId floor) {
      int low = floor.value();
      if ((low & mask) == value) {
        return Optional.of(floor);
      }
      // A larger number agrees with the floor down to a bit that it has and the floor has not; the
      // lowest such bit gives the smallest, and below it only what the mask fixes is set.
      for (int bit = 0; bit < 32; bit++) {
        int at = 1 << bit;
        int above = -at << 1;
        boolean agrees = ((low ^ value) & mask & above) == 0;
        boolean mayRise = (low & at) == 0 && ((mask & at) == 0 || (value & at) != 0);
        if (agrees && mayRise) {
          return Optional.of(new FunctionId((low & above) | at | (value & (at - 1))));
        }
      }
      return Optional.empty();
    }

    private Optional<Masked> and(Masked other) {
      return ((value ^ other.value) & mask & other.mask) == 0
          ? Optional.of(new Masked(mask | other.mask, value | other.value))
          : Optional.empty();
    }

    @Override
    public String text() {
      return hex(value) + " under the mask " + hex(mask);
    }
  }

  private static String hex(FunctionId id) {
    return hex(id.value());
  }

  private static String hex(int word) {
    return String.format("0x%08x", word);
  }
}
