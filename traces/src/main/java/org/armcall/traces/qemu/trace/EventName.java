// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The trace events of QEMU that say something of a call (target/arm, trace-events). */
enum EventName {
  ARM_PSCI_CALL,
  /** The same, of HVF, before both had one. */
  HVF_PSCI_CALL,
  ARM_POWERCTL_SET_CPU_ON,
  ARM_POWERCTL_SET_CPU_ON_AND_RESET,
  ARM_POWERCTL_SET_CPU_OFF,
  ARM_POWERCTL_RESET_CPU,
  ARM_CPU_RESET,
  ARM_EMULATE_FIRMWARE_RESET,
  HVF_EXIT,
  HVF_UNKNOWN_HVC,
  HVF_UNKNOWN_SMC;

  private static final EventName[] ALL = values();
  private static final int YEAR = 4;

  private final byte[] bytes = text().getBytes(StandardCharsets.US_ASCII);

  /** The name in the log. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where in a line its event is named. */
  static final class Finder {
    private EventName name = ARM_PSCI_CALL;
    private int textStart;

    /**
     * Looks for the name of one of the events at the beginning of the line, or behind what stands
     * before it: {@code 1234@1690000000.123456:} or a date with {@code -msg timestamp=on}.
     */
    boolean find(byte[] b, int start, int end) {
      int from = start;
      if (from < end && b[from] >= '0' && b[from] <= '9') {
        from = behindTime(b, start, end);
      }
      if (from >= end || b[from] != 'a' && b[from] != 'h') {
        return false;
      }
      int to = from;
      while (to < end && b[to] != ' ') {
        to++;
      }
      for (EventName each : ALL) {
        byte[] text = each.bytes;
        if (to - from == text.length
            && java.util.Arrays.equals(text, 0, text.length, b, from, to)) {
          name = each;
          textStart = Math.min(to + 1, end);
          return true;
        }
      }
      return false;
    }

    /** Where the event is named, if the line begins with a process and a time, or with a date. */
    private static int behindTime(byte[] b, int start, int end) {
      int i = start;
      while (i < end && b[i] >= '0' && b[i] <= '9') {
        i++;
      }
      boolean process = i < end && b[i] == '@';
      boolean date = i < end && b[i] == '-' && i - start == YEAR;
      if (!process && !date) {
        return end;
      }
      i++;
      // Of a date the colons are within, and a blank ends it.
      while (i < end && b[i] != ' ' && (date || b[i] != ':')) {
        i++;
      }
      i = Math.min(i + 1, end);
      while (i < end && b[i] == ' ') {
        i++;
      }
      return i;
    }

    /** The event of the last line in which one was found. */
    EventName name() {
      return name;
    }

    /** Where the event's text begins. */
    int textStart() {
      return textStart;
    }
  }
}
