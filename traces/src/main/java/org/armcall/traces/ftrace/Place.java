// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.util.List;
import java.util.OptionalInt;
import org.armcall.traces.event.SourceLine;

/**
 * Where an event was recorded.
 *
 * @param cpu the host's processor, where the line names it
 * @param thread the thread, or what stands for it where the line names none: negative then
 * @param source the lines
 */
record Place(OptionalInt cpu, long thread, List<SourceLine> source) {
  private static final int PROCESSORS = 1024;

  /**
   * Reads what stands before the time: {@code comm-pid [cpu] flags} of ftrace and trace-cmd, {@code
   * comm pid/tid [cpu]} of perf, {@code [cpu]} of the hypervisor's events, {@code CPU:n} of an old
   * one.
   *
   * @param timeEnd where the time's colon is
   */
  static Place of(byte[] b, int start, int timeEnd, List<SourceLine> source) {
    int i = timeEnd - 1;
    while (i >= start && (isDigit(b[i]) || b[i] == '.')) {
      i--;
    }
    int closing = i;
    while (closing >= start && b[closing] != ']') {
      closing--;
    }
    if (closing < start) {
      OptionalInt cpu = oldStyle(b, start, timeEnd);
      return new Place(cpu, -1L - cpu.orElse(-1), source);
    }
    int opening = digitsBefore(b, start, closing);
    if (opening < start || b[opening] != '[' || opening + 1 == closing) {
      return new Place(OptionalInt.empty(), -1, source);
    }
    long number = number(b, opening + 1, closing);
    OptionalInt cpu = number < PROCESSORS ? OptionalInt.of((int) number) : OptionalInt.empty();
    long thread = thread(b, start, opening);
    return new Place(cpu, thread < 0 ? -1L - cpu.orElse(-1) : thread, source);
  }

  private static long thread(byte[] b, int start, int opening) {
    int i = blanksBefore(b, start, opening - 1);
    if (i >= start && b[i] == ')') {
      while (i >= start && b[i] != '(') {
        i--;
      }
      i = blanksBefore(b, start, i - 1);
    }
    int first = digitsBefore(b, start, i + 1);
    boolean separated =
        first >= start && (b[first] == '-' || b[first] == ' ' || b[first] == '/') && first < i;
    return separated ? number(b, first + 1, i + 1) : -1;
  }

  private static OptionalInt oldStyle(byte[] b, int start, int end) {
    for (int i = start; i + 4 < end; i++) {
      if (b[i] == 'C' && b[i + 1] == 'P' && b[i + 2] == 'U' && b[i + 3] == ':') {
        int to = i + 4;
        while (to < end && isDigit(b[to])) {
          to++;
        }
        long number = number(b, i + 4, to);
        return to > i + 4 && number < PROCESSORS
            ? OptionalInt.of((int) number)
            : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private static int blanksBefore(byte[] b, int start, int from) {
    int i = from;
    while (i >= start && b[i] == ' ') {
      i--;
    }
    return i;
  }

  private static int digitsBefore(byte[] b, int start, int end) {
    int i = end - 1;
    while (i >= start && isDigit(b[i])) {
      i--;
    }
    return i;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** The number of those digits; one that is too long for a processor or a thread is large. */
  private static long number(byte[] b, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = Math.min(value * 10 + (b[i] - '0'), Integer.MAX_VALUE);
    }
    return value;
  }
}
