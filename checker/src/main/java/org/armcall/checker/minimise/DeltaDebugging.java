// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves out of a list what is not needed for it to fail: ddmin of Zeller and Hildebrandt,
 * Simplifying and Isolating Failure-Inducing Input, IEEE Transactions on Software Engineering 28
 * (2002), figure 5.
 */
final class DeltaDebugging {
  private DeltaDebugging() {}

  /**
   * Some of the items, in their order, that fail, and of which none can be left out by itself.
   *
   * @param items a list that fails
   * @param fails whether a list fails; asked of no empty list
   */
  static <T> List<T> minimal(List<T> items, Predicate<List<T>> fails) {
    List<T> now = List.copyOf(items);
    int parts = 2;
    while (now.size() > 1) {
      List<T> next = smaller(now, Math.min(parts, now.size()), fails);
      if (next.size() < now.size()) {
        // Of a part nothing is known; of the rest it is that no greater part could go.
        parts = next.size() * 2 <= now.size() ? 2 : Math.max(parts - 1, 2);
        now = next;
      } else if (parts >= now.size()) {
        return now;
      } else {
        parts = Math.min(parts * 2, now.size());
      }
    }
    return now;
  }

  /** A part that fails, or all but a part; the list itself if there is neither. */
  private static <T> List<T> smaller(List<T> items, int parts, Predicate<List<T>> fails) {
    // What leads to a violation stands near it, and it stands at the end.
    for (int part = parts - 1; part >= 0; part--) {
      List<T> only = items.subList(start(items, parts, part), start(items, parts, part + 1));
      if (only.size() < items.size() && fails.test(only)) {
        return List.copyOf(only);
      }
    }
    for (int part = 0; part < parts && parts > 2; part++) {
      List<T> rest = new ArrayList<>(items.subList(0, start(items, parts, part)));
      rest.addAll(items.subList(start(items, parts, part + 1), items.size()));
      if (fails.test(rest)) {
        return rest;
      }
    }
    return items;
  }

  private static <T> int start(List<T> items, int parts, int part) {
    return (int) ((long) items.size() * part / parts);
  }
}
