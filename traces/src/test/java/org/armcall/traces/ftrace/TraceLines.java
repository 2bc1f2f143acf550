// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.ReadLog;

/** Lines of a trace, and what is read in them. */
final class TraceLines {
  /** What ftrace puts before an event. */
  static final String PREFIX = "  qemu-system-aar-4711  [003] ....  98.123456: ";

  private TraceLines() {}

  static ReadLog read(String... lines) {
    return ReadLog.of(LogFormat.FTRACE, lines);
  }

  /** An event behind {@link #PREFIX}. */
  static ReadLog event(String text) {
    return read(PREFIX + text);
  }
}
