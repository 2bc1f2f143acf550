// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The trace events that say something of a call, by their names. */
enum EventName {
  KVM_HVC_ARM64,
  KVM_HVC,
  KVM_EXIT,
  KVM_ENTRY,
  KVM_GUEST_FAULT,
  KVM_HANDLE_SYS_REG,
  KVM_NESTED_ERET,
  KVM_INJECT_NESTED_EXCEPTION,
  /** No call: the thread goes to the program that made the guest. */
  KVM_USERSPACE_EXIT,
  HYP_ENTER,
  HYP_EXIT,
  HOST_HCALL,
  HOST_SMC,
  HOST_MEM_ABORT,
  OPTEE_INVOKE_FN_BEGIN,
  OPTEE_INVOKE_FN_END,
  TRUSTY_SMC,
  TRUSTY_SMC_DONE,
  TRUSTY_STD_CALL32,
  TRUSTY_STD_CALL32_DONE,
  SCM_CALL_START,
  SCM_CALL_END,
  ARM_SMCCC_START,
  ARM_SMCCC_END,
  ARM_SMCCC_SMC_START,
  ARM_SMCCC_SMC_END,
  /** A probe that somebody set on one of the kernel's functions that call; of any name. */
  PROBE;

  private static final int PLACES = 256;
  private static final EventName[] TABLE = new EventName[PLACES];

  static {
    for (EventName name : values()) {
      if (name == PROBE) {
        continue;
      }
      int place = place(name.bytes, 0, name.bytes.length);
      while (TABLE[place] != null) {
        place = (place + 1) % PLACES;
      }
      TABLE[place] = name;
    }
  }

  private final byte[] bytes = text().getBytes(StandardCharsets.US_ASCII);

  /** The name in the log; of a probe, what it is. */
  String text() {
    return this == PROBE ? "a probe on the kernel's calls" : name().toLowerCase(Locale.ROOT);
  }

  private static int place(byte[] b, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + b[i];
    }
    return (hash ^ hash >>> 11) & PLACES - 1;
  }

  /** The event whose name stands there, or null: a line of another event is what most are. */
  @SuppressWarnings("ReturnsNullCollection")
  private static EventName named(byte[] b, int from, int to) {
    for (int place = place(b, from, to); TABLE[place] != null; place = (place + 1) % PLACES) {
      if (TABLE[place].is(b, from, to)) {
        return TABLE[place];
      }
    }
    return null;
  }

  /** Whether a log that has it has a call, an exception or a return. */
  boolean showsCalls() {
    return this != KVM_USERSPACE_EXIT;
  }

  private boolean is(byte[] b, int from, int to) {
    return java.util.Arrays.equals(bytes, 0, bytes.length, b, from, to);
  }

  /** Where in a line its event is named. */
  static final class Finder {
    private static final int DIGITS_OF_MICROSECONDS = 6;
    private static final byte[] REASON = " reason=".getBytes(StandardCharsets.US_ASCII);

    private EventName name = KVM_EXIT;
    private int timeEnd;
    private int textStart;
    private boolean otherEvent;

    /**
     * Looks for {@code <digit>: [<system>:]<name>:} in the line, the end of the time and what
     * follows it.
     *
     * <p>The text of a {@link #PROBE} begins at the event's name.
     *
     * @return whether it is there, and the event is one of ours
     */
    boolean find(byte[] b, int start, int end) {
      otherEvent = false;
      if (start < end && b[start] == '[' && isOfFirstTracer(b, start, end)) {
        return !otherEvent;
      }
      for (int i = start + 1; i + 2 < end; i++) {
        if (b[i] == ':' && b[i + 1] == ' ' && endsTime(b, start, i)) {
          int from = i + 2;
          from = pastDifference(b, from, end);
          while (from < end && b[from] == ' ') {
            from++;
          }
          int to = wordEnd(b, from, end);
          if (to > from && to < end && b[to] == ':') {
            return at(b, i, from, to, end);
          }
          if (to > from && isHypervisor(b, from, to, end)) {
            timeEnd = i;
            textStart = to;
            return true;
          }
        }
      }
      return false;
    }

    /**
     * The hypervisor's tracer as it was first posted: {@code [ 44.000030] [001] hyp_enter:
     * esr=...}, before that without the processor, and {@code hyp_exit} without a colon. The
     * kernel's own messages begin so too: they are of another event.
     */
    private boolean isOfFirstTracer(byte[] b, int start, int end) {
      int seconds = start + 1;
      while (seconds < end && b[seconds] == ' ') {
        seconds++;
      }
      int point = digitsEnd(b, seconds, end);
      int closing = point < end && b[point] == '.' ? digitsEnd(b, point + 1, end) : point;
      if (point == seconds || closing - point - 1 != DIGITS_OF_MICROSECONDS) {
        return false;
      }
      int from = closing + 2;
      if (from >= end || b[closing] != ']' || b[closing + 1] != ' ') {
        return false;
      }
      int prefixEnd = closing;
      int processor = digitsEnd(b, from + 1, end);
      if (b[from] == '[' && processor > from + 1 && processor + 2 < end && b[processor] == ']') {
        prefixEnd = processor + 1;
        from = processor + 2;
      }
      int to = wordEnd(b, from, end);
      boolean enters = to < end && b[to] == ':' && HYP_ENTER.is(b, from, to);
      otherEvent = !enters && !(to == end && HYP_EXIT.is(b, from, to));
      if (!otherEvent) {
        name = enters ? HYP_ENTER : HYP_EXIT;
        timeEnd = prefixEnd;
        textStart = enters ? to + 1 : to;
      }
      return true;
    }

    private static int digitsEnd(byte[] b, int from, int end) {
      int to = from;
      while (to < end && b[to] >= '0' && b[to] <= '9') {
        to++;
      }
      return to;
    }

    private boolean at(byte[] b, int time, int first, int firstEnd, int end) {
      int from = first;
      int to = firstEnd;
      if (to + 1 < end && isWord(b[to + 1])) {
        from = to + 1;
        to = wordEnd(b, from, end);
        if (to == end || b[to] != ':') {
          return false;
        }
      }
      EventName found = named(b, from, to);
      if (found == null && ProbeLines.isOfCall(b, from, to, end)) {
        name = PROBE;
        timeEnd = time;
        textStart = from;
        return true;
      }
      otherEvent = found == null;
      if (found == null) {
        return false;
      }
      name = found;
      timeEnd = time;
      textStart = to + 1;
      return true;
    }

    /** Whether what ends there may be a time: a number, and what latency formats put behind it. */
    private static boolean endsTime(byte[] b, int start, int end) {
      byte last = b[end - 1];
      return last >= '0' && last <= '9'
          || last == ')' && end - start > 4 && b[end - 2] == 's' && b[end - 3] == 'm'
          || end - start > 3 && b[end - 2] == 's' && b[end - 3] == 'u';
    }

    /** The mainline hypervisor's events have no colon: {@code hyp_enter reason=hvc vcpu=0}. */
    private boolean isHypervisor(byte[] b, int from, int to, int end) {
      if (b[from] != 'h' || end - to <= REASON.length || named(b, from, to) == null) {
        return false;
      }
      name = named(b, from, to);
      return (name == HYP_ENTER || name == HYP_EXIT)
          && java.util.Arrays.equals(REASON, 0, REASON.length, b, to, to + REASON.length);
    }

    /** Goes past {@code (+253)}, the microseconds since the event before (--ts-diff). */
    private static int pastDifference(byte[] b, int from, int end) {
      int to = from + 2;
      if (to >= end || b[from] != '(' || b[from + 1] != '+') {
        return from;
      }
      while (to < end && b[to] >= '0' && b[to] <= '9') {
        to++;
      }
      return to < end && b[to] == ')' ? to + 1 : from;
    }

    private static int wordEnd(byte[] b, int from, int end) {
      int to = from;
      while (to < end && isWord(b[to])) {
        to++;
      }
      return to;
    }

    private static boolean isWord(byte c) {
      return c >= 'a' && c <= 'z' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
    }

    /** The event of the last line in which one was found. */
    EventName name() {
      return name;
    }

    /** Where the time ends, at its colon. */
    int timeEnd() {
      return timeEnd;
    }

    /** Where the event's text begins. */
    int textStart() {
      return textStart;
    }

    /** Whether the last line has an event, but none of ours. */
    boolean isOtherEvent() {
      return otherEvent;
    }
  }
}
