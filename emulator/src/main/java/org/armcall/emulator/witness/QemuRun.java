// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * QEMU as a child process that runs one image and is ended by us: when the end line is on the
 * serial line, when there is too much on it, or when the time is over.
 */
final class QemuRun {
  /** A report has some 70 characters; no image has more cases than fit this. */
  private static final int MOST_OUTPUT = 4 << 20;

  private QemuRun() {}

  /**
   * What a run printed.
   *
   * @param output what was on the serial line
   * @param ended whether the end line was there
   * @param nanoseconds from the first character to the last
   */
  record Printed(String output, boolean ended, long nanoseconds) {}

  /** The version line of the program; empty where it is not installed. */
  static Optional<String> version(String program) {
    try {
      Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(10, TimeUnit.SECONDS);
      return process.exitValue() == 0 ? text.lines().findFirst() : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * Runs an image.
   *
   * @param end the line that ends the run
   */
  static Printed run(WitnessMachine machine, byte[] elf, String end, Duration limit)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("armcall-witness", ".elf");
    try {
      Files.write(file, elf);
      List<String> command = new ArrayList<>(List.of(machine.program()));
      command.addAll(machine.arguments());
      command.addAll(
          List.of("-m", "64", "-display", "none", "-monitor", "none", "-serial", "stdio"));
      command.addAll(List.of("-nodefaults", "-no-reboot", "-kernel", file.toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .start();
      try {
        return read(process, end, limit);
      } finally {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Printed read(Process process, String end, Duration limit)
      throws IOException, InterruptedException {
    Line line = new Line(end);
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(() -> line.readFrom(process.getInputStream()));
    try {
      return line.printed(ended.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return line.printed(false);
    } catch (ExecutionException e) {
      throw new IOException("reading what QEMU printed", e.getCause());
    }
  }

  /** The serial line. One thread reads it; another may look at it. */
  private static final class Line {
    private final StringBuilder output = new StringBuilder();
    private final String end;
    private long first;
    private long last;

    Line(String end) {
      this.end = end;
    }

    synchronized Printed printed(boolean ended) {
      return new Printed(output.toString(), ended, last - first);
    }

    boolean readFrom(InputStream stream) {
      byte[] buffer = new byte[8192];
      try {
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
          if (add(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))) {
            return true;
          }
          if (size() > MOST_OUTPUT) {
            return false;
          }
        }
        return false;
      } catch (IOException e) {
        // The process was ended while this waited: what came until then is all there is.
        return false;
      }
    }

    private synchronized int size() {
      return output.length();
    }

    /** Whether the end line is complete now. */
    private synchronized boolean add(String text) {
      last = System.nanoTime();
      if (output.length() == 0) {
        first = last;
      }
      int from = Math.max(0, output.length() - end.length());
      output.append(text);
      return output.indexOf(end, from) >= 0;
    }
  }
}
