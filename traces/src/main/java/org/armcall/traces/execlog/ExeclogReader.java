// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.execlog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.source.Unfolding;

/**
 * Reads the log of QEMU's plugin execlog (traces/formats/execlog.md).
 *
 * <p>An instruction is a call or none by its word and its disassembly. What a register held is what
 * was last printed of it: the plugin prints it whenever an instruction, or the exception that it
 * makes, changes it. Memory is bounded by the processors, of which there are at most 1024.
 */
public final class ExeclogReader implements Unfolding.Grammar {
  private final TraceSink sink;
  private final ExeclogLine line = new ExeclogLine();
  private final Map<Integer, LoggedProcessor> processors = new HashMap<>();
  private Optional<LoggedProcessor> last = Optional.empty();
  private int lastCpu = -1;
  private long recognised;

  private ExeclogReader(TraceSink sink) {
    this.sink = sink;
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or no line is of the format
   */
  public static ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    ExeclogReader reader = new ExeclogReader(sink);
    long joined = Unfolding.read(lines, reader);
    reader.processors.values().forEach(LoggedProcessor::end);
    return ReadCount.of(
        lines,
        reader.recognised,
        joined,
        "is an instruction of QEMU's plugin execlog; record one with: -plugin"
            + " libexeclog.so,reg=x*,reg=cpsr,reg=*_el* -d plugin -D FILE");
  }

  /** What says that a line is of this format; empty if nothing does. */
  public static Optional<String> evidence(byte[] bytes, int start, int end) {
    return new ExeclogLine().begin(bytes, start, end)
        ? Optional.of("an instruction of execlog")
        : Optional.empty();
  }

  @Override
  public boolean take(byte[] bytes, int start, int end, Supplier<SourceLine> source) {
    if (!line.begin(bytes, start, end)) {
      return !begins(bytes, start, end);
    }
    if (line.isCpuTooLarge() || !line.hasWholeRegisters()) {
      return false;
    }
    recognised++;
    LoggedProcessor cpu = processor();
    boolean special = line.maySpeak();
    if (special || cpu.waits()) {
      cpu.executes(line, special, source.get());
    } else {
      cpu.executes(line);
    }
    return true;
  }

  /** Whether the line begins as one of the format: {@code 0, 0x}. */
  @Override
  public boolean begins(byte[] b, int start, int end) {
    int i = start;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i > start && end - i >= 4 && b[i] == ',' && b[i + 1] == ' ' && b[i + 2] == '0';
  }

  private LoggedProcessor processor() {
    if (line.cpu() != lastCpu || last.isEmpty()) {
      lastCpu = line.cpu();
      last =
          Optional.of(
              processors.computeIfAbsent(lastCpu, number -> new LoggedProcessor(number, sink)));
    }
    return last.get();
  }

  @Override
  public void bad(SourceLine source, boolean tooLong) {
    sink.badLine(
        source,
        tooLong
            ? "longer than " + LogLines.LONGEST + " bytes"
            : "not a whole instruction, with whole registers, of a processor below 1024");
    processors.values().forEach(LoggedProcessor::forget);
  }
}
