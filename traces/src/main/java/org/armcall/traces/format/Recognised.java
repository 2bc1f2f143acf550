// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/**
 * The format of a log, told by the content of its beginning.
 *
 * @param reason what says so, for example {@code line 12 has kvm_hvc_arm64}
 */
public record Recognised(LogFormat format, String reason) {

  /**
   * Looks at the beginning of the log, and consumes nothing of it. What is only of one format goes
   * before what hints at one; where a log has several, as QEMU's with a guest's console in it, the
   * first of {@link LogFormat} counts. A line with a backquote is of a text about logs: it quotes
   * one.
   *
   * @throws TraceException if reading fails, or nothing there is of a format that is read
   */
  public static Recognised of(LogLines lines) throws TraceException {
    byte[] head = lines.head();
    String[] certain = new String[LogFormat.values().length];
    String[] likely = new String[LogFormat.values().length];
    long looked = 0;
    try (LogLines first = LogLines.of(lines.name(), new ByteArrayInputStream(head))) {
      if (CanonicalReader.isCanonical(first)) {
        return new Recognised(LogFormat.CANONICAL, "line 1 is its header");
      }
      while (first.next()) {
        looked = first.number();
        if (!hasBackquote(first)) {
          note(first, certain, likely);
        }
      }
    } catch (TraceException e) {
      throw e;
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    Optional<Recognised> found = first(certain).or(() -> first(likely));
    if (found.isPresent()) {
      return found.get();
    }
    throw new TraceException(
        TraceException.Problem.NOT_A_TRACE,
        lines.name()
            + ": none of its first "
            + looked
            + " lines is of a known format ("
            + String.join(", ", LogFormat.texts())
            + "); name it with --format, or see traces/formats for how to record one");
  }

  private static boolean hasBackquote(LogLines line) {
    byte[] bytes = line.bytes();
    for (int i = line.start(); i < line.end(); i++) {
      if (bytes[i] == '`') {
        return true;
      }
    }
    return false;
  }

  private static void note(LogLines line, String[] certain, String[] likely) {
    for (LogFormat format : LogFormat.values()) {
      int i = format.ordinal();
      if (certain[i] == null) {
        certain[i] =
            format.evidence(line.bytes(), line.start(), line.end()).map(at(line)).orElse(null);
        if (likely[i] == null) {
          likely[i] =
              format.hint(line.bytes(), line.start(), line.end()).map(at(line)).orElse(null);
        }
      }
    }
  }

  private static java.util.function.UnaryOperator<String> at(LogLines line) {
    return what -> "line " + line.number() + " has " + what;
  }

  private static Optional<Recognised> first(String[] reasons) {
    for (LogFormat format : LogFormat.values()) {
      if (reasons[format.ordinal()] != null) {
        return Optional.of(new Recognised(format, reasons[format.ordinal()]));
      }
    }
    return Optional.empty();
  }
}
