// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.List;
import java.util.SplittableRandom;

/** Random choices from a seed. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  /** True in that many of a hundred cases. */
  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** 0 to bound - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Any 64 bits. */
  long word() {
    return random.nextLong();
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An edge in two of three cases, otherwise anything of that width. */
  int number(int width, List<Integer> edges) {
    int mask = (1 << width) - 1;
    return (percent(66) ? oneOf(edges) : random.nextInt(mask + 1)) & mask;
  }
}
