// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/**
 * Reads the log of {@code qemu -trace} (traces/formats/qemu-trace.md says which events).
 *
 * <p>Lines of other events and the guest's console are passed over. Memory is bounded by the
 * processors, {@value #PROCESSORS} at most.
 */
public final class QemuTraceReader {
  /** Affinities from this on are not numbers of processors in a canonical trace. */
  static final int PROCESSORS = 1024;

  private static final int TEXT_KEPT = 200;

  private final TraceSink sink;
  private final PowerLines power;
  private final HvfLines hvf;
  private final EventName.Finder finder = new EventName.Finder();
  private final LineCursor cursor = new LineCursor();
  private long recognised;

  private QemuTraceReader(TraceSink sink) {
    this.sink = sink;
    power = new PowerLines(sink);
    hvf = new HvfLines(sink);
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or no line has an event that is read
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    QemuTraceReader reader = new QemuTraceReader(sink);
    while (lines.next() && !lines.cut()) {
      reader.line(lines);
    }
    reader.power.end();
    return ReadCount.of(
        lines,
        reader.recognised,
        0,
        "has a trace event of QEMU that shows a call; record with: -trace"
            + " arm_psci_call -trace 'arm_powerctl_*' -trace arm_cpu_reset -D FILE");
  }

  /** What says that a line is of this format, for example {@code arm_psci_call}. */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    EventName.Finder finder = new EventName.Finder();
    return finder.find(bytes, start, end) ? Optional.of(finder.name().text()) : Optional.empty();
  }

  private void line(LogLines lines) {
    if (lines.tooLong()) {
      bad(text(lines), "longer than " + LogLines.LONGEST + " bytes");
      return;
    }
    int end = lines.end();
    while (end > lines.start() && lines.bytes()[end - 1] == ' ') {
      end--;
    }
    if (!finder.find(lines.bytes(), lines.start(), end)) {
      return;
    }
    SourceLine line = text(lines);
    LineCursor c = cursor.on(lines.bytes(), Math.min(finder.textStart(), end), end);
    boolean whole =
        switch (finder.name()) {
          case ARM_PSCI_CALL, HVF_PSCI_CALL -> psci(c, line);
          case HVF_EXIT -> hvf.exit(c, line);
          case HVF_UNKNOWN_HVC, HVF_UNKNOWN_SMC -> hvf.unknown(finder.name(), c, line);
          default -> {
            hvf.goOn();
            yield power.take(finder.name(), c, line);
          }
        };
    recognised += whole ? 1 : 0;
    if (!whole) {
      bad(line, "not a whole event");
    }
  }

  private boolean psci(LineCursor c, SourceLine line) {
    Optional<PsciCall> call = PsciCall.of(c, line);
    call.ifPresent(power::called);
    call.ifPresent(hvf::called);
    return call.isPresent();
  }

  private void bad(SourceLine line, String why) {
    hvf.goOn();
    power.forget();
    sink.badLine(line, why);
  }

  private static SourceLine text(LogLines lines) {
    int length = Math.min(lines.end() - lines.start(), TEXT_KEPT);
    return new SourceLine(
        lines.number(),
        new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
  }
}
