// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
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
   * one, and the latency formats.
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
      Optional<Place> latency = latency(b, start, timeEnd, source);
      if (latency.isPresent()) {
        return latency.get();
      }
      OptionalInt cpu = oldStyle(b, start, timeEnd);
      return new Place(cpu, -1L - cpu.orElse(-1), source);
    }
    int opening = digitsBefore(b, start, closing);
    if (opening < start || b[opening] != '[' || opening + 1 == closing) {
      Optional<Place> verbose = verbose(b, start, closing, source);
      if (verbose.isPresent()) {
        return verbose.get();
      }
      return new Place(OptionalInt.empty(), -1, source);
    }
    long number = number(b, opening + 1, closing);
    OptionalInt cpu = number < PROCESSORS ? OptionalInt.of((int) number) : OptionalInt.empty();
    return of(cpu, thread(b, start, opening), source);
  }

  /** Each processor has an idle thread, and all of them have the number 0. */
  private static Place of(OptionalInt cpu, long thread, List<SourceLine> source) {
    return new Place(cpu, thread <= 0 ? -1L - cpu.orElse(-1) : thread, source);
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

  /** {@code comm-pid 3d....}: the processor stands before the flags, without brackets. */
  private static Optional<Place> latency(
      byte[] b, int start, int timeEnd, List<SourceLine> source) {
    int i = blanksBefore(b, start, timeEnd - 1);
    while (i >= start && b[i] != ' ') {
      i--;
    }
    int flagsEnd = blanksBefore(b, start, i) + 1;
    int flags = flagsEnd;
    while (flags > start && b[flags - 1] != ' ') {
      flags--;
    }
    int digits = flags;
    while (digits < flagsEnd && isDigit(b[digits])) {
      digits++;
    }
    long thread = thread(b, start, flags);
    boolean whole = digits > flags && digits < flagsEnd && thread >= 0;
    return whole
        ? Optional.of(of(processor(number(b, flags, digits)), thread, source))
        : Optional.empty();
  }

  /** {@code comm pid 3 1 00000000 00000001 [02de6438]}, the fields counted from their end. */
  private static Optional<Place> verbose(
      byte[] b, int start, int closing, List<SourceLine> source) {
    int i = closing;
    while (i > start && b[i] != '[') {
      i--;
    }
    String before = new String(b, start, i - start, StandardCharsets.ISO_8859_1).strip();
    String[] words = before.split(" +");
    int n = words.length;
    if (n < 6 || !words[n - 4].matches("\\d{1,4}") || !words[n - 5].matches("\\d{1,9}")) {
      return Optional.empty();
    }
    long thread = Long.parseLong(words[n - 5]);
    return Optional.of(of(processor(Long.parseLong(words[n - 4])), thread, source));
  }

  private static OptionalInt processor(long number) {
    return number < PROCESSORS ? OptionalInt.of((int) number) : OptionalInt.empty();
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
