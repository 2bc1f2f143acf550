// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The form of a log. */
public enum TraceFormat {
  /** Told by the content. */
  AUTO,
  /** The log of {@code qemu -d int}. */
  QEMU_INT,
  /** A canonical trace. */
  CANONICAL;

  /** The word of the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all of them. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(TraceFormat::text).toList();
  }

  /** The format of that word. */
  public static Optional<TraceFormat> ofText(String text) {
    return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
  }
}
