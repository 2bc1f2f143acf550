// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

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
import org.armcall.traces.source.Literal;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;
import org.armcall.traces.tarmac.TarmacReader;

/** A form of log that is read; traces/formats has a page for each. */
public enum LogFormat {
  /** A canonical trace; its header says so, which {@link Recognised} looks for first. */
  CANONICAL(LogFormat::nothing, LogFormat::nothing, LogFormat::canonical),
  /** The log of {@code qemu -d int}. */
  QEMU_INT(
      beginning(
          "Taking exception #",
          "Exception return from AArch",
          "Illegal exception return at EL#",
          "...from EL#",
          "...with ESR ",
          "...with ELR 0x",
          "...with SPSR 0x",
          "...with FAR 0x",
          "...with DFSR 0x",
          "...with IFSR 0x",
          "...to EL#",
          "...handled as PSCI call",
          "...handling as semihosting call"),
      beginning("IN: ", "Trace #", " PC=", "PSTATE=", "R00="),
      QemuIntReader::read),
  /** Tarmac, of models and of gem5. */
  TARMAC(TarmacReader::evidence, LogFormat::nothing, TarmacReader::read),
  /** The text of Linux trace events. */
  FTRACE(FtraceReader::evidence, FtraceReader::hint, FtraceReader::read),
  /** The trace events of QEMU. */
  QEMU_TRACE(QemuTraceReader::evidence, LogFormat::nothing, QemuTraceReader::read),
  /** The instructions that QEMU's plugin execlog prints. */
  EXECLOG(ExeclogReader::evidence, LogFormat::nothing, ExeclogReader::read),
  /** What OpenCSD's trc_pkt_lister lists of an ETM or ETE. */
  OPENCSD(OpenCsdReader::evidence, LogFormat::nothing, OpenCsdReader::read),
  /** What kernels, hypervisors, boot loaders and firmware print on a console. */
  CONSOLE(ConsoleReader::evidence, ConsoleReader::hint, ConsoleReader::read);

  /** What a line shows of a format, if anything. */
  private interface Sign {
    Optional<String> in(byte[] bytes, int start, int end);
  }

  private interface Reader {
    ReadCount read(LogLines lines, TraceSink sink) throws TraceException;
  }

  private final Sign evidence;
  private final Sign hint;
  private final Reader reader;

  LogFormat(Sign evidence, Sign hint, Reader reader) {
    this.evidence = evidence;
    this.hint = hint;
    this.reader = reader;
  }

  /** What is only of this format and stands in the line, if anything does. */
  Optional<String> evidence(byte[] bytes, int start, int end) {
    return evidence.in(bytes, start, end);
  }

  /** What may be of this format, if anything is. */
  Optional<String> hint(byte[] bytes, int start, int end) {
    return hint.in(bytes, start, end);
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @throws TraceException if reading fails or nothing in the log is of the format
   */
  public ReadCount read(LogLines lines, TraceSink sink) throws TraceException {
    return reader.read(lines, sink);
  }

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

  private static ReadCount canonical(LogLines lines, TraceSink sink) throws TraceException {
    return new ReadCount(CanonicalReader.read(lines, new EventsOf(sink)), lines.quoted(), 0);
  }

  private static Optional<String> nothing(byte[] bytes, int start, int end) {
    return Optional.empty();
  }

  /**
   * That the line begins with one of these texts. One that ends in {@code #} wants a digit there:
   * who takes exception to something writes no number.
   */
  private static Sign beginning(String... texts) {
    List<Beginning> all = Arrays.stream(texts).map(Beginning::of).toList();
    return (bytes, start, end) ->
        all.stream()
            .filter(text -> text.isAt(bytes, start, end))
            .findFirst()
            .map(text -> "'" + text.literal().toString().strip() + "'");
  }

  private record Beginning(Literal literal, boolean numbered) {
    static Beginning of(String text) {
      boolean numbered = text.endsWith("#");
      String literal = numbered ? text.substring(0, text.length() - 1) : text;
      return new Beginning(Literal.of(literal), numbered);
    }

    boolean isAt(byte[] bytes, int start, int end) {
      int behind = start + literal.length();
      return literal.isAt(bytes, start, end)
          && (!numbered || behind < end && bytes[behind] >= '0' && bytes[behind] <= '9');
    }
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
