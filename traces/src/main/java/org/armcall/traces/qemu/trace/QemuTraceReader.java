// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.source.Unfolding;

/**
 * Reads the log of {@code qemu -trace} (traces/formats/qemu-trace.md says which events).
 *
 * <p>Lines of other events and the guest's console are passed over. Memory is bounded by the
 * processors, {@value #PROCESSORS} at most.
 */
public final class QemuTraceReader implements Unfolding.Grammar {
  /** Affinities from this on are not numbers of processors in a canonical trace. */
  static final int PROCESSORS = 1024;

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
    long joined = Unfolding.read(lines, reader);
    reader.power.end();
    return ReadCount.of(
        lines,
        reader.recognised,
        joined,
        "has a trace event of QEMU that shows a call; record with: -trace"
            + " arm_psci_call -trace 'arm_powerctl_*' -trace arm_cpu_reset -D FILE");
  }

  /** What says that a line is of this format, for example {@code arm_psci_call}. */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    EventName.Finder finder = new EventName.Finder();
    return finder.find(bytes, start, end) ? Optional.of(finder.name().text()) : Optional.empty();
  }

  @Override
  public boolean take(byte[] bytes, int start, int lineEnd, Supplier<SourceLine> source) {
    int end = lineEnd;
    while (end > start && bytes[end - 1] == ' ') {
      end--;
    }
    if (!finder.find(bytes, start, end)) {
      return true;
    }
    SourceLine line = source.get();
    LineCursor c = cursor.on(bytes, Math.min(finder.textStart(), end), end);
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
    return whole;
  }

  @Override
  public boolean begins(byte[] bytes, int start, int end) {
    return finder.find(bytes, start, end);
  }

  private boolean psci(LineCursor c, SourceLine line) {
    Optional<PsciCall> call = PsciCall.of(c, line);
    call.ifPresent(power::called);
    call.ifPresent(hvf::called);
    return call.isPresent();
  }

  @Override
  public void bad(SourceLine line, boolean tooLong) {
    hvf.goOn();
    power.forget();
    sink.badLine(
        line, tooLong ? "longer than " + LogLines.LONGEST + " bytes" : "not a whole event");
  }
}
