// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/**
 * The form of a log, as the command line names it.
 *
 * @param named the format; empty if the content is to tell it
 */
public record TraceFormat(Optional<LogFormat> named) {
  /** Told by the content. */
  public static final TraceFormat AUTO = new TraceFormat(Optional.empty());

  /** The log of {@code qemu -d int}. */
  public static final TraceFormat QEMU_INT = new TraceFormat(Optional.of(LogFormat.QEMU_INT));

  /** A canonical trace. */
  public static final TraceFormat CANONICAL = new TraceFormat(Optional.of(LogFormat.CANONICAL));

  private static final String BY_CONTENT = "auto";

  /** Whether the content is to tell it. */
  public boolean isAuto() {
    return named.isEmpty();
  }

  /** The word of the command line. */
  public String text() {
    return named.map(LogFormat::text).orElse(BY_CONTENT);
  }

  /** The words of all of them. */
  public static List<String> texts() {
    return Stream.concat(Stream.of(BY_CONTENT), LogFormat.texts().stream()).toList();
  }

  /** The format of that word. */
  public static Optional<TraceFormat> ofText(String text) {
    return text.equals(BY_CONTENT)
        ? Optional.of(AUTO)
        : LogFormat.ofText(text).map(format -> new TraceFormat(Optional.of(format)));
  }

  /**
   * The format to read the log as, and why.
   *
   * @throws TraceException if it is to be told by the content and that tells nothing
   */
  public Recognised of(LogLines lines) throws TraceException {
    return isAuto()
        ? Recognised.of(lines)
        : new Recognised(named.orElseThrow(), "named by --format");
  }
}
