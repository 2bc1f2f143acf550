// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.Terminal;
import org.armcall.checker.kept.Interruption;
import org.armcall.checker.kept.KeptFile;
import org.armcall.checker.kept.Unwritable;
import org.armcall.checker.replay.LogOptions;
import org.armcall.checker.replay.LogReading;
import org.armcall.checker.replay.Reading;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.ReadCount;
import org.armcall.traces.source.TraceException;

/** Reads logs into a trace, or counts what is in them. For several threads. */
final class Converter {
  private final LogOptions options;
  private final LogReading reading;
  private final Terminal terminal;

  Converter(LogOptions options, LogReading reading, Terminal terminal) {
    this.options = options;
    this.reading = reading;
    this.terminal = terminal;
  }

  /**
   * Counts what is in a log.
   *
   * @throws org.armcall.checker.replay.UnreadableLine at the first such line, with {@code --strict}
   */
  Conversion count(Path file) {
    Conversion conversion = new Conversion(options.strict());
    read(file, conversion, false, conversion::open);
    return conversion;
  }

  /**
   * Writes logs of one format as one trace. Where that fails, or nothing can be read of them, there
   * is none, and what had its name stays.
   *
   * @param out the file; standard output if empty
   * @throws CommandException if it cannot be written
   * @throws org.armcall.checker.replay.UnreadableLine at the first such line, with {@code --strict}
   */
  Conversion write(List<Path> files, Optional<Path> out) {
    Conversion conversion = new Conversion(options.strict());
    Output output = new Output(out);
    boolean whole = false;
    try {
      for (Path file : files) {
        read(
            file,
            conversion,
            files.size() > 1,
            format -> {
              if (format == LogFormat.CANONICAL) {
                throw new TraceException(
                    TraceException.Problem.NOT_A_TRACE,
                    name(file) + ": is a canonical trace already");
              }
              conversion.open(format, () -> output.writer(header(format, files)));
            });
      }
      conversion.close();
      output.keep();
      whole = true;
    } catch (UncheckedIOException failed) {
      throw unwritable(out, failed.getCause());
    } catch (IOException failed) {
      throw unwritable(out, failed);
    } finally {
      if (!whole) {
        output.discard();
      }
    }
    return conversion;
  }

  private static CommandException unwritable(Optional<Path> out, IOException failed) {
    return out.map(file -> Unwritable.lost(file, failed))
        .orElseGet(
            () ->
                CommandException.engine(
                    "standard output cannot be written: " + Unwritable.reason(failed)));
  }

  /** Begins to take the events of logs. */
  private interface Opening {
    void open(LogFormat format) throws TraceException;
  }

  private static String name(Path file) {
    return LogOptions.isStandardInput(file) ? "standard input" : file.toString();
  }

  private void read(Path file, Conversion conversion, boolean among, Opening opening) {
    try (LogLines lines = reading.open(file)) {
      Recognised format = options.format().of(lines);
      if (options.format().isAuto()) {
        reading.remarks().accept(Reading.told(lines.name(), format));
      }
      if (!conversion.hasBegun()) {
        opening.open(format.format());
      } else if (!conversion.format().equals(Optional.of(format.format()))) {
        conversion.problem(
            lines.name() + ": is not of the format of the logs before it; convert it by itself");
        return;
      }
      conversion.startFile(lines.name(), among);
      ReadCount count = format.format().read(lines, conversion);
      conversion.endFile(lines.number(), lines.truncation().isEmpty());
      Reading.mended(lines.name(), count).ifPresent(reading.remarks());
      lines.truncation().ifPresent(why -> conversion.truncated(why.getMessage()));
    } catch (TraceException unreadable) {
      conversion.problem(unreadable.getMessage());
    } catch (IOException failed) {
      conversion.problem(file + ": closing it failed: " + failed.getMessage());
    }
  }

  private static TraceHeader header(LogFormat format, List<Path> files) {
    return new TraceHeader(
        new TraceHeader.Source(
            format.text(),
            Optional.empty(),
            files.size() == 1 && !LogOptions.isStandardInput(files.get(0))
                ? Optional.of(files.get(0).getFileName().toString())
                : Optional.empty()),
        Optional.empty());
  }

  /** Where a trace goes; nothing is opened before there is a log to write. */
  private final class Output {
    private final Optional<Path> out;
    private Optional<KeptFile> kept = Optional.empty();
    private Optional<Interruption> printed = Optional.empty();

    Output(Optional<Path> out) {
      this.out = out;
    }

    CanonicalWriter writer(TraceHeader header) throws IOException {
      if (out.isEmpty()) {
        printed = Optional.of(Interruption.undoing(() -> "the trace is not whole"));
        return new CanonicalWriter(new Shared(terminal.out()), header);
      }
      KeptFile file = KeptFile.begin(out.get());
      kept = Optional.of(file);
      return CanonicalWriter.compressedAs(file.name(), file.open(), header);
    }

    void keep() throws IOException {
      printed.ifPresent(Interruption::close);
      if (kept.isPresent()) {
        kept.get().keep();
      }
    }

    void discard() {
      printed.ifPresent(Interruption::close);
      kept.ifPresent(KeptFile::discard);
    }
  }

  /** Standard output, which is not closed with the trace. */
  private static final class Shared extends FilterOutputStream {
    Shared(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
