// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.ClaimedIds;

/**
 * The interfaces that a design has to tell apart: two at one layer, since a verdict is about one
 * call and what else could be taken for it.
 *
 * <p>Each stack is a pair: what a caller of firmware's standard interface means, and another. Tags
 * are all pairs of representatives that the design's premise allows. Numbers are claims that do not
 * meet, or claims that do: a dispatcher asks of a number only in which claims it is.
 */
final class Stacks {
  /** PSCI's numbers. */
  private static final ClaimedIds STANDARD = range(0x84000000, 0x8400001f);

  /** Numbers of a hypervisor's vendor. */
  private static final ClaimedIds VENDOR = range(0x86000000, 0x8600ffff);

  /** Numbers that meet PSCI's, inside its owner's range. */
  private static final ClaimedIds MEETING = range(0x84000003, 0x840000ff);

  private Stacks() {}

  private static ClaimedIds range(int from, int to) {
    return new ClaimedIds.Range(new FunctionId(from), new FunctionId(to));
  }

  /**
   * The stacks.
   *
   * @param open whether the assumption that the design leaves open here holds
   * @param tags the immediates that stand for all
   */
  static List<List<Offered>> of(
      Design design, DesignProperty property, boolean open, List<Immediate> tags) {
    boolean legacy = property == DesignProperty.SURVIVES_LEGACY;
    boolean alone = property == DesignProperty.NEEDS_NO_ARBITER;
    List<ClaimedIds> others = new ArrayList<>();
    if (legacy) {
      others.add(ClaimedIds.Range.ANY);
    } else {
      others.add(VENDOR);
      if (numbersMayMeet(design, alone, open)) {
        others.add(MEETING);
      }
    }
    BiPredicate<Integer, Integer> allowed =
        tagsOf(design, alone, open)
            .and((first, second) -> !legacy || second != 0)
            .and((first, second) -> !legacy || design != Design.D8 || !first.equals(second));
    List<List<Offered>> stacks = new ArrayList<>();
    for (Immediate first : tags) {
      for (Immediate second : tags) {
        if (allowed.test(first.value(), second.value())) {
          for (ClaimedIds ids : others) {
            stacks.add(
                List.of(
                    new Offered("PSCI", first, STANDARD),
                    new Offered(legacy ? "legacy" : "vendor", second, ids)));
          }
        }
      }
    }
    return stacks;
  }

  /** Where the number plays no part it may be anything; where it does, somebody sees to it. */
  private static boolean numbersMayMeet(Design design, boolean alone, boolean open) {
    return switch (design) {
      case D1, D2, D3, D7 -> true;
      case D4, D6 -> alone;
      case D5 -> false;
      case D8 -> alone && !open;
    };
  }

  private static BiPredicate<Integer, Integer> tagsOf(Design design, boolean alone, boolean open) {
    return switch (design) {
      case D1 -> alone ? (a, b) -> true : (a, b) -> a == 0 ^ b == 0;
      case D2, D7 -> alone ? (a, b) -> true : (a, b) -> !a.equals(b);
      case D3 -> (a, b) -> a != 0 && b != 0 && (!open || !a.equals(b));
      case D4, D5, D6 -> (a, b) -> true;
      case D8 -> (a, b) -> a != 0 && b != 0;
    };
  }
}
