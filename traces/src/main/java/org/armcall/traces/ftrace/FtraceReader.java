// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.ftrace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/**
 * Reads the text of Linux trace events (traces/formats/ftrace.md says which).
 *
 * <p>Most lines of such a log are of other events: they are passed over after their name. A line of
 * an event that is read and that is not whole may have been wrapped by a mail program: lines
 * without a time of their own are joined to it, {@value #MOST_JOINED} at most. Memory is bounded by
 * the threads that are held, and these by a number.
 */
public final class FtraceReader {
  private static final int MOST_JOINED = 4;
  private static final int TEXT_KEPT = 200;
  private static final int LONGEST_JOINED = 4096;
  private static final String LOST = "the recorder lost events here";

  private final TraceSink sink;
  private final KvmLines kvm;
  private final HypLines hyp;
  private final DriverLines drivers;
  private final EventName.Finder finder = new EventName.Finder();
  private final LineCursor cursor = new LineCursor();

  /** A line that waits for its rest, without the marks of a quotation. */
  private byte[] half = new byte[0];

  private final List<SourceLine> halfSource = new ArrayList<>();
  private boolean halfIsOurs;
  private long recognised;
  private long joined;

  private FtraceReader(TraceSink sink) {
    this.sink = sink;
    kvm = new KvmLines(sink);
    hyp = new HypLines(sink);
    drivers = new DriverLines(sink);
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or no line has an event that is read
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    FtraceReader reader = new FtraceReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.giveUpHalf();
    reader.kvm.end();
    reader.drivers.end();
    return ReadCount.of(
        lines,
        reader.recognised,
        reader.joined,
        "has a trace event that shows a call; record with: trace-cmd record -e kvm"
            + " (or -e optee, see traces/formats/ftrace.md)");
  }

  /**
   * What says that a line is of this format, for example {@code kvm_hvc_arm64}; empty if nothing
   * does.
   */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    EventName.Finder finder = new EventName.Finder();
    return finder.find(bytes, start, end) ? Optional.of(finder.name().text()) : Optional.empty();
  }

  /** What hints at the format without being an event that is read: its header or other events. */
  public static Optional<String> hint(byte[] bytes, int start, int end) {
    String text =
        new String(bytes, start, Math.min(end - start, TEXT_KEPT), StandardCharsets.ISO_8859_1);
    if (text.startsWith("# tracer:")) {
      return Optional.of("'# tracer:'");
    }
    boolean event =
        text.matches(".*\\[\\d{2,}\\] +(\\S{4,6} +)?\\d+\\.\\d{6,9}: +[A-Za-z_0-9:]+:.*");
    return event ? Optional.of("a trace event") : Optional.empty();
  }

  private void line(LogLines lines) {
    byte[] b = lines.bytes();
    int end = lines.end();
    int start = lines.start();
    if (lines.tooLong()) {
      giveUpHalf();
      sink.badLine(text(lines), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    while (end > start && (b[end - 1] == ' ' || b[end - 1] == '\t')) {
      end--;
    }
    boolean ours = finder.find(b, start, end);
    if (!ours && !finder.isOtherEvent() && half.length > 0) {
      join(b, start, end, lines);
      return;
    }
    giveUpHalf();
    if (ours) {
      List<SourceLine> source = List.of(text(lines));
      if (!event(b, start, end, source)) {
        hold(b, start, end, source, true);
      }
    } else if (!finder.isOtherEvent()) {
      other(b, start, end, lines);
    }
  }

  private boolean event(byte[] b, int start, int end, List<SourceLine> source) {
    Place at = Place.of(b, start, finder.timeEnd(), source);
    LineCursor c = cursor.on(b, finder.textStart(), end).blanks();
    EventName name = finder.name();
    boolean whole =
        switch (name) {
          case KVM_HVC_ARM64,
              KVM_HVC,
              KVM_EXIT,
              KVM_ENTRY,
              KVM_GUEST_FAULT,
              KVM_HANDLE_SYS_REG,
              KVM_NESTED_ERET,
              KVM_INJECT_NESTED_EXCEPTION ->
              kvm.take(name, c, at);
          case KVM_USERSPACE_EXIT -> kvm.left(c, at);
          case HYP_ENTER, HYP_EXIT, HOST_HCALL, HOST_SMC, HOST_MEM_ABORT -> hyp.take(name, c, at);
          default -> drivers.take(name, c, at);
        };
    recognised += whole && name.showsCalls() ? 1 : 0;
    return whole;
  }

  private void hold(byte[] b, int start, int end, List<SourceLine> source, boolean ours) {
    half = Arrays.copyOfRange(b, start, end);
    halfSource.clear();
    halfSource.addAll(source);
    halfIsOurs = ours;
  }

  /** The line has no time of its own: it may be the rest of the one before. */
  private void join(byte[] b, int start, int end, LogLines lines) {
    int from = start;
    while (from < end && (b[from] == ' ' || b[from] == '\t')) {
      from++;
    }
    int length = half.length;
    if (from == end || length + end - from > LONGEST_JOINED) {
      giveUpHalf();
      return;
    }
    byte[] whole = Arrays.copyOf(half, length + 1 + end - from);
    whole[length] = ' ';
    System.arraycopy(b, from, whole, length + 1, end - from);
    List<SourceLine> source = new ArrayList<>(halfSource);
    source.add(text(lines));
    if (finder.find(whole, 0, whole.length) && event(whole, 0, whole.length, List.copyOf(source))) {
      joined += source.size() - 1;
      half = new byte[0];
    } else if (source.size() <= MOST_JOINED) {
      boolean ours = finder.find(whole, 0, whole.length);
      hold(whole, 0, whole.length, source, ours || halfIsOurs);
    } else {
      giveUpHalf();
    }
  }

  private void giveUpHalf() {
    if (half.length == 0) {
      return;
    }
    if (halfIsOurs) {
      lost(halfSource.get(0), "not a whole event");
    }
    half = new byte[0];
  }

  private void lost(SourceLine line, String why) {
    kvm.lost();
    hyp.lost();
    drivers.end();
    sink.badLine(line, why);
  }

  private void other(byte[] b, int start, int end, LogLines lines) {
    if (end > start && b[end - 1] == ':' && end - start < TEXT_KEPT && isTime(b, start, end - 1)) {
      hold(b, start, end, List.of(text(lines)), false);
    } else if (end > start && b[end - 1] == ']') {
      String text = new String(b, start, Math.min(end - start, TEXT_KEPT), StandardCharsets.UTF_8);
      if (text.contains("LOST") && text.contains("EVENTS")) {
        lost(text(lines), LOST);
      }
    } else if (end > start && b[end - 1] == 'T') {
      // What the hypervisor's first tracer says of a processor's buffer before its events.
      String text = new String(b, start, Math.min(end - start, TEXT_KEPT), StandardCharsets.UTF_8);
      if (text.contains("write_idx=") && text.endsWith("EVENTS LOST")) {
        lost(text(lines), LOST);
      }
    }
  }

  private static boolean isTime(byte[] b, int start, int end) {
    int i = end - 1;
    int digits = 0;
    while (i >= start && b[i] >= '0' && b[i] <= '9') {
      i--;
      digits++;
    }
    return digits >= 6 && i > start && b[i] == '.';
  }

  private static SourceLine text(LogLines lines) {
    int length = Math.min(lines.end() - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(),
        new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
  }
}
