// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

/**
 * The memory accesses that dispatching one call takes beyond the exception itself: those of a
 * handler that reads the instruction and walks the caller's tables in software.
 *
 * <p>A walk reads a descriptor for each level of stage 1. Each of those lies at an intermediate
 * address, which stage 2 translates by descriptors of its own; so does the instruction. A T32
 * instruction is two halfwords, and the second has a walk of its own, since it may be on another
 * page.
 *
 * @param stageOne descriptors of a walk of stage 1; 0 where the MMU is off
 * @param ofTables descriptors of stage 2 for the address of a table; 0 where it is off or not
 *     looked at
 * @param ofCode the same for the address of the instruction
 * @param parts how many parts the instruction is read in: 1, or 2 in T32
 * @param rereads how often the parts are read again to compare
 */
public record ReadCost(int stageOne, int ofTables, int ofCode, int parts, int rereads) {
  /** The formula. */
  public static final String FORMULA = "p x (s1 x (1 + t2) + c2 + 1 + r)";

  /** What its letters stand for. */
  public static final String LETTERS =
      "p parts of the instruction (1, in T32 2), s1 descriptors of a walk of stage 1, t2 and c2 of"
          + " stage 2 for the address of a table and of the code, r rereads";

  /** Descriptors of the longest walk of stage 1 of AArch32: LPAE, to a page. */
  private static final int LONGEST_OF_AARCH32 = 3;

  /** The same of AArch64, 4 KB pages from level 0. */
  private static final int LONGEST_OF_AARCH64 = 4;

  /** Checks that nothing is negative and something is read. */
  public ReadCost {
    if (Math.min(Math.min(stageOne, rereads), Math.min(ofTables, ofCode)) < 0 || parts < 1) {
      throw new IllegalArgumentException("a read has a part, and no count is negative");
    }
  }

  /** The accesses to descriptors. */
  public int descriptors() {
    return parts * (stageOne * (1 + ofTables) + ofCode);
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
    return new ReadCost(0, 0, 0, leastParts(kind), 0);
  }

  /** The dearest of one attempt: every level, both stages, no second look. */
  public static ReadCost most(CallerKind kind) {
    boolean wideAbove = kind == CallerKind.UNDER_AARCH64 || kind == CallerKind.A64;
    int stageTwo =
        kind == CallerKind.WITHOUT_EL2 ? 0 : wideAbove ? LONGEST_OF_AARCH64 : LONGEST_OF_AARCH32;
    int stageOne = kind == CallerKind.A64 ? LONGEST_OF_AARCH64 : LONGEST_OF_AARCH32;
    boolean onlyA32 = kind == CallerKind.ARMV7_A32 || kind == CallerKind.A64;
    return new ReadCost(stageOne, stageTwo, stageTwo, onlyA32 ? 1 : 2, 0);
  }

  private static int leastParts(CallerKind kind) {
    return kind == CallerKind.ARMV7_T32 ? 2 : 1;
  }
}
