// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.canonical.CanonicalSink;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.console.ConsoleReader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.execlog.ExeclogReader;
import org.armcall.traces.ftrace.FtraceReader;
import org.armcall.traces.opencsd.OpenCsdReader;
import org.armcall.traces.qemu.QemuIntReader;
import org.armcall.traces.qemu.trace.QemuTraceReader;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.tarmac.TarmacReader;

/** A form of log that is read; traces/formats has a page for each. */
public enum LogFormat {
  /** A canonical trace. */
  CANONICAL {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return Optional.empty();
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return Optional.empty();
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return new ReadCount(CanonicalReader.read(lines, new EventsOf(sink)), lines.quoted(), 0);
    }
  },
  /** The log of {@code qemu -d int}. */
  QEMU_INT {
    private static final List<String> CERTAIN =
        List.of(
            "Taking exception ", "Exception return from ", "...from EL", "...with ESR", "...to EL");
    private static final List<String> LIKELY =
        List.of("IN: ", "Trace 0: ", " PC=", "PSTATE=", "R00=", "Taking exc", "...");

    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return beginning(CERTAIN, bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return beginning(LIKELY, bytes, start, end);
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return QemuIntReader.read(lines, sink);
    }
  },
  /** Tarmac, of models and of gem5. */
  TARMAC {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return TarmacReader.evidence(bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return Optional.empty();
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return TarmacReader.read(lines, sink);
    }
  },
  /** The text of Linux trace events. */
  FTRACE {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return FtraceReader.evidence(bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return FtraceReader.hint(bytes, start, end);
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return FtraceReader.read(lines, sink);
    }
  },
  /** The trace events of QEMU. */
  QEMU_TRACE {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return QemuTraceReader.evidence(bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return Optional.empty();
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return QemuTraceReader.read(lines, sink);
    }
  },
  /** The instructions that QEMU's plugin execlog prints. */
  EXECLOG {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return ExeclogReader.evidence(bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return Optional.empty();
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return ExeclogReader.read(lines, sink);
    }
  },
  /** What OpenCSD's trc_pkt_lister lists of an ETM or ETE. */
  OPENCSD {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return OpenCsdReader.evidence(bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return Optional.empty();
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return OpenCsdReader.read(lines, sink);
    }
  },
  /** What kernels, hypervisors, boot loaders and firmware print on a console. */
  CONSOLE {
    @Override
    Optional<String> evidence(byte[] bytes, int start, int end) {
      return ConsoleReader.evidence(bytes, start, end);
    }

    @Override
    Optional<String> hint(byte[] bytes, int start, int end) {
      return ConsoleReader.hint(bytes, start, end);
    }

    @Override
    public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
      return ConsoleReader.read(lines, sink);
    }
  };

  /** What is only of this format and stands in the line, if anything does. */
  abstract Optional<String> evidence(byte[] bytes, int start, int end);

  /** What may be of this format, if anything is. */
  abstract Optional<String> hint(byte[] bytes, int start, int end);

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or nothing in the log is of the format
   */
  public abstract ReadCount read(LogLines lines, TraceSink sink) throws TraceException;

  /** The word of the command line and of a trace's header. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(LogFormat::text).toList();
  }

  /** The format of that word. */
  public static Optional<LogFormat> ofText(String text) {
    return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
  }

  /**
   * Whether a log of that format, or what was converted from one, shows a part of what happened
   * only: exceptions and returns may be missing from it, or not name their processor.
   */
  public static boolean isPartial(String format) {
    return ofText(format).filter(known -> known != CANONICAL).isPresent();
  }

  private static Optional<String> beginning(List<String> texts, byte[] b, int start, int end) {
    for (String text : texts) {
      int length = text.length();
      if (end - start >= length
          && new String(b, start, length, StandardCharsets.ISO_8859_1).equals(text)) {
        return Optional.of("'" + text.strip() + "'");
      }
    }
    return Optional.empty();
  }

  private record EventsOf(TraceSink sink) implements CanonicalSink {
    @Override
    public void header(TraceHeader header) {
      // What recorded it concerns who replays it.
    }

    @Override
    public void event(OptionalLong line, TraceEvent event) {
      sink.event(event);
    }

    @Override
    public void event(OptionalLong line, TraceEvent event, String reconstructed) {
      sink.event(event, reconstructed);
    }

    @Override
    public void badLine(SourceLine line, String why) {
      sink.badLine(line, why);
    }
  }
}
