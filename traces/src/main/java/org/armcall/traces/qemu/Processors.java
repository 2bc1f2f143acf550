// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.OptionalInt;

/** The processors that a log has shown; one without a number is one of them. */
final class Processors {
  /** In place of a number, where a line names no processor. */
  static final int NO_NUMBER = -1;

  private static final OptionalInt UNNUMBERED = OptionalInt.empty();

  /** One for each number, so that none is made for each record; null until it appears. */
  private final OptionalInt[] numbered = new OptionalInt[QemuIntReader.PROCESSORS];

  private boolean unnumbered;
  private int count;
  private OptionalInt last = OptionalInt.empty();

  /** Notes that the log shows that one; true the first time. */
  boolean appears(int number) {
    boolean first = number == NO_NUMBER ? !unnumbered : numbered[number] == null;
    if (first) {
      unnumbered |= number == NO_NUMBER;
      last = number == NO_NUMBER ? UNNUMBERED : OptionalInt.of(number);
      if (number != NO_NUMBER) {
        numbered[number] = last;
      }
      count++;
    }
    return first;
  }

  /** That one, which was shown. */
  OptionalInt of(int number) {
    return number == NO_NUMBER ? UNNUMBERED : numbered[number];
  }

  int count() {
    return count;
  }

  /** The only one there is. */
  OptionalInt only() {
    return count == 1 ? last : OptionalInt.empty();
  }
}
