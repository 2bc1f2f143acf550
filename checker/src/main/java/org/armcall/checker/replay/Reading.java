// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.checker.cli.Amount;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.ReadCount;

/** What is said of how a log was read. */
public final class Reading {
  private Reading() {}

  /** Whether the format could be taken for another: QEMU's text and a header could not. */
  static boolean isWorthTelling(Recognised format) {
    return format.format() != LogFormat.CANONICAL && format.format() != LogFormat.QEMU_INT;
  }

  /** That the log is of that format, and why. */
  public static String told(String file, Recognised format) {
    return file + ": format: " + format.format().text() + " (" + format.reason() + ")";
  }

  /** How many lines a mail program had changed, if it had any. */
  public static Optional<String> mended(String file, ReadCount count) {
    if (count.quoted() + count.joined() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        file
            + ": "
            + Amount.of(count.quoted(), "line")
            + " quoted, "
            + Amount.of(count.joined(), "line")
            + " wrapped and joined");
  }
}
