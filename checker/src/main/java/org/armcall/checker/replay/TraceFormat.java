// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.TraceException;

/** The form of a log, as the command line names it. */
public enum TraceFormat {
  /** Told by the content. */
  AUTO,
  /** The log of {@code qemu -d int}. */
  QEMU_INT,
  /** A canonical trace. */
  CANONICAL,
  /** Tarmac, of models and of gem5. */
  TARMAC,
  /** The text of Linux trace events. */
  FTRACE,
  /** The trace events of QEMU. */
  QEMU_TRACE,
  /** The instructions that QEMU's plugin execlog prints. */
  EXECLOG,
  /** What OpenCSD's trc_pkt_lister lists of an ETM or ETE. */
  OPENCSD,
  /** What kernels, hypervisors, boot loaders and firmware print on a console. */
  CONSOLE;

  /** The word of the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all of them. */
  public static List<String> texts() {
    return Arrays.stream(values()).map(TraceFormat::text).toList();
  }

  /** The format of that word. */
  public static Optional<TraceFormat> ofText(String text) {
    return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
  }

  /**
   * The format to read the log as, and why.
   *
   * @throws TraceException if it is to be told by the content and that tells nothing
   */
  public Recognised of(LogLines lines) throws TraceException {
    return this == AUTO
        ? Recognised.of(lines)
        : new Recognised(LogFormat.ofText(text()).orElseThrow(), "named by --format");
  }
}
