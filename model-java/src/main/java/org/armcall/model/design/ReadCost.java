// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

/**
 * The memory accesses that dispatching one call takes beyond the exception itself: those of a
 * handler that reads the instruction and walks the caller's tables in software.
 *
 * <p>Each walk reads a descriptor for each level of stage 1. Each of those, and the instruction,
 * lies at an intermediate address, which stage 2 translates by as many descriptors again. A T32
 * instruction is two halfwords, and the second has a walk of its own, since it may be on another
 * page.
 *
 * @param stageOne descriptors of a walk of stage 1; 0 where the MMU is off
 * @param stageTwo descriptors of a walk of stage 2; 0 where it is off, or known without a look
 * @param parts how many parts the instruction is read in: 1, or 2 in T32
 * @param rereads how often the parts are read again to compare
 */
public record ReadCost(int stageOne, int stageTwo, int parts, int rereads) {
  /** The formula, in words. */
  public static final String FORMULA =
      "parts x (s1 + (s1 + 1) x s2) + parts x (1 + rereads): s1 and s2 descriptors of a walk of"
          + " stage 1 and 2; parts 1, in T32 2";

  /** Descriptors of the longest walk of stage 1 of AArch32: LPAE, to a page. */
  private static final int LONGEST_OF_AARCH32 = 3;

  /** The same of stage 2 in AArch64, 4 KB pages from level 0. */
  private static final int LONGEST_OF_AARCH64 = 4;

  /** Checks that nothing is negative and something is read. */
  public ReadCost {
    if (stageOne < 0 || stageTwo < 0 || rereads < 0 || parts < 1) {
      throw new IllegalArgumentException("a read has a part, and no count is negative");
    }
  }

  /** The accesses to descriptors. */
  public int descriptors() {
    return parts * (stageOne + (stageOne + 1) * stageTwo);
  }

  /** The accesses to the instruction. */
  public int instruction() {
    return parts * (1 + rereads);
  }

  /** All accesses. */
  public int total() {
    return descriptors() + instruction();
  }

  /**
   * Whether the design reads memory on that column: D7 does, where the syndrome lacks the
   * immediate.
   */
  public static boolean isPaid(Design design, Column column) {
    return design == Design.D7 && column.isNarrowSmc();
  }

  /** The cheapest read of a caller of that kind: MMU off, stage 2 not looked at. */
  public static ReadCost least(CallerKind kind) {
    return new ReadCost(0, 0, leastParts(kind), 0);
  }

  /** The dearest of one attempt: every level, both stages, no second look. */
  public static ReadCost most(CallerKind kind) {
    boolean wideAbove = kind == CallerKind.UNDER_AARCH64 || kind == CallerKind.A64;
    int stageTwo =
        kind == CallerKind.WITHOUT_EL2 ? 0 : wideAbove ? LONGEST_OF_AARCH64 : LONGEST_OF_AARCH32;
    int stageOne = kind == CallerKind.A64 ? LONGEST_OF_AARCH64 : LONGEST_OF_AARCH32;
    boolean onlyA32 = kind == CallerKind.ARMV7_A32 || kind == CallerKind.A64;
    return new ReadCost(stageOne, stageTwo, onlyA32 ? 1 : 2, 0);
  }

  private static int leastParts(CallerKind kind) {
    return kind == CallerKind.ARMV7_T32 ? 2 : 1;
  }
}
