// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import org.armcall.traces.format.LogFormat;

/**
 * What to do so that a log shows what it does not show.
 *
 * @param format the form of the log; empty where it is not known
 */
record Remedies(String format) {
  /** What of a call may be missing. */
  enum Missing {
    INSTRUCTION("record with -d int,in_asm, or with QEMU's plugin execlog"),
    REGISTERS("record with -d int,cpu,nochain"),
    SYNDROME("record the whole log"),
    SAVED_STATUS("record with a QEMU that logs SPSR (9.0 or newer)");

    private final String qemu;

    Missing(String qemu) {
      this.qemu = qemu;
    }
  }

  String of(Missing what) {
    if (format.isEmpty() || format.equals(LogFormat.QEMU_INT.text())) {
      return what.qemu;
    }
    return format.equals(LogFormat.CANONICAL.text())
        ? "have what wrote the trace write it; traces/schema has the fields"
        : "traces/formats/" + format + ".md says what such a log can show, and how to record it";
  }
}
