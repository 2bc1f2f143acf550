// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with the rate and the time left while logs are read, on a terminal only; gone at the end.
 *
 * <p>What counts are the bytes of the files: compressed ones, where they are compressed.
 */
public final class ReadingProgress implements LongConsumer, AutoCloseable {
  /** Set by the launcher where standard error is a terminal that can erase a line. */
  public static final String TERMINAL = "armcall.terminal";

  private static final long WORTH_SHOWING = 8_000_000;
  private static final long MEGABYTE = 1_000_000;
  private static final int EACH_MILLIS = 250;
  private static final int WIDTH = 79;
  private static final long UNKNOWN = -1;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream err;
  private final Optional<ProgressBar> bar;

  private ReadingProgress(PrintStream err, Optional<ProgressBar> bar) {
    this.err = err;
    this.bar = bar;
  }

  /**
   * A bar if there is a terminal and much to read; else nothing is shown.
   *
   * @param wanted whether one is wanted
   */
  public static ReadingProgress of(List<Path> files, boolean wanted, PrintStream err) {
    long size = wanted && Boolean.getBoolean(TERMINAL) ? size(files) : 0;
    return new ReadingProgress(
        err,
        size == UNKNOWN || size >= WORTH_SHOWING ? Optional.of(bar(size, err)) : Optional.empty());
  }

  /** Of all together; unknown where one is no file, as a pipe. */
  private static long size(List<Path> files) {
    long size = 0;
    for (Path file : files) {
      try {
        if (!LogOptions.isStandardInput(file) && Files.isRegularFile(file)) {
          size += Files.size(file);
        } else if (!Files.isDirectory(file)) {
          return UNKNOWN;
        }
      } catch (IOException gone) {
        // Who reads it tells.
      }
    }
    return size;
  }

  private static ProgressBar bar(long size, PrintStream err) {
    return new ProgressBarBuilder()
        .setTaskName("reading")
        .setInitialMax(size)
        .setUnit(" MB", MEGABYTE)
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .setUpdateIntervalMillis(EACH_MILLIS)
        .clearDisplayOnFinish()
        .setConsumer(new OneLine(err))
        .build();
  }

  @Override
  public void accept(long bytes) {
    bar.ifPresent(shown -> shown.stepBy(bytes));
  }

  /** That line, to be printed where a bar may stand: by who ends the process. */
  public static String instead(String line) {
    return (Boolean.getBoolean(TERMINAL) ? ERASE : "") + line;
  }

  /** Prints a line, and not into the bar. */
  public void say(String line) {
    synchronized (err) {
      if (bar.isPresent()) {
        err.print(ERASE);
      }
      err.println(line);
    }
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }

  /** Where the bar is drawn: it does not ask a terminal for its width, nor change its mode. */
  private record OneLine(PrintStream err) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String drawn) {
      synchronized (err) {
        err.print("\r" + drawn);
        err.flush();
      }
    }

    @Override
    public void clear() {
      synchronized (err) {
        err.print(ERASE);
        err.flush();
      }
    }

    @Override
    public void close() {
      // Standard error stays open.
    }
  }
}
