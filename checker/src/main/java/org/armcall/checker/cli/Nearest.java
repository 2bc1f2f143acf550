// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which of several names a user may have meant. */
public final class Nearest {
  private static final int MOST = 3;
  private static final int ANY_DISTANCE = 2;

  private Nearest() {}

  /** The names nearest to what was typed, nearest first; none that is far away. */
  public static List<String> to(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(typed, name) <= Math.max(ANY_DISTANCE, typed.length() / 2))
        .sorted(Comparator.comparingInt(name -> distance(typed, name)))
        .limit(MOST)
        .toList();
  }

  /** How many characters must be inserted, removed or replaced. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
