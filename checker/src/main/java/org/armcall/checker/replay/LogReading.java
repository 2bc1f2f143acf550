// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;

/**
 * How logs are read, whatever is done with them.
 *
 * @param strict whether a line that cannot be read is an error
 * @param jobs how many logs are read at once, 1 or more
 * @param in what {@code -} stands for
 * @param bytesRead takes how many bytes of a log were read, on the thread that reads it
 * @param remarks takes a line about each log: its format and why, and what was mended
 */
public record LogReading(
    boolean strict, int jobs, InputStream in, LongConsumer bytesRead, Consumer<String> remarks) {
  /** The name of standard input, as a file on the command line and in messages. */
  public static final String STANDARD_INPUT = "-";

  /** One log after the other, with nothing said of them. */
  static final LogReading QUIET =
      new LogReading(false, 1, InputStream.nullInputStream(), count -> {}, remark -> {});

  /**
   * The lines of that log.
   *
   * @throws TraceException if it cannot be read
   */
  public LogLines open(Path file) throws TraceException {
    return file.toString().equals(STANDARD_INPUT)
        ? LogSource.of("standard input", in, bytesRead)
        : LogSource.open(file, bytesRead);
  }

  /** The same with other remarks. */
  public LogReading remarks(Consumer<String> others) {
    return new LogReading(strict, jobs, in, bytesRead, others);
  }
}
