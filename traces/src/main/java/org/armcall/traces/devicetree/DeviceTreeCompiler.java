// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Has the device-tree compiler, dtc, turn text into a compiled tree: a child process with a limit
 * to its time, its memory (where the shell can set one) and its output.
 *
 * @param program where it is; absent if it is not installed
 * @param limit how long it may take
 */
record DeviceTreeCompiler(Optional<Path> program, Duration limit) {
  /** A compiler holds the tree in memory as it reads it: 1 GiB, in KiB, for 4 MiB of text. */
  private static final int MOST_MEMORY = 1 << 20;

  private static final int MOST_COMPLAINTS = 64 << 10;

  /** A pool may have fewer threads than the child has streams. */
  private static final Executor THREADS =
      task -> {
        Thread thread = new Thread(task, "dtc");
        thread.setDaemon(true);
        thread.start();
      };

  /** The one that is found as a shell would find it. */
  static DeviceTreeCompiler installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new DeviceTreeCompiler(
        Stream.of(path.split(File.pathSeparator))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "dtc"))
            .filter(Files::isExecutable)
            .findFirst(),
        Duration.ofSeconds(20));
  }

  /**
   * The compiled tree.
   *
   * @param file what to call the text in messages
   * @throws DeviceTreeException with the compiler's first complaint and its line, or because there
   *     is no compiler
   */
  byte[] compile(byte[] text, String file) throws DeviceTreeException {
    if (program.isEmpty()) {
      throw new DeviceTreeException(
          file
              + ": the text of a device tree needs the device-tree compiler: install dtc (package"
              + " device-tree-compiler), or give the compiled tree");
    }
    String command =
        "ulimit -v " + MOST_MEMORY + " 2>/dev/null; exec \"$0\" -q -I dts -O dtb -o - -";
    try {
      Process process =
          new ProcessBuilder("/bin/sh", "-c", command, program.get().toString()).start();
      try {
        return compiled(process, text, file);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new DeviceTreeException(file + ": dtc could not be run: " + e.getMessage());
    }
  }

  private byte[] compiled(Process process, byte[] text, String file) throws DeviceTreeException {
    CompletableFuture.runAsync(() -> write(process.getOutputStream(), text), THREADS);
    CompletableFuture<byte[]> complaints =
        CompletableFuture.supplyAsync(() -> complaints(process.getErrorStream()), THREADS);
    CompletableFuture<byte[]> tree =
        CompletableFuture.supplyAsync(
            () -> read(process.getInputStream(), FlatTree.LARGEST + 1), THREADS);
    try {
      byte[] result = tree.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (result.length > FlatTree.LARGEST) {
        throw new DeviceTreeException(file + ": it is too large when compiled");
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        String said = new String(complaints.get(), StandardCharsets.UTF_8);
        throw new DeviceTreeException(complaint(said, file, process.exitValue()));
      }
      return result;
    } catch (TimeoutException slow) {
      throw new DeviceTreeException(
          file + ": dtc took longer than " + limit.toSeconds() + " s and was ended");
    } catch (ExecutionException broken) {
      throw new DeviceTreeException(file + ": dtc broke off: " + broken.getCause().getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DeviceTreeException(file + ": reading it was interrupted");
    }
  }

  /** The first line with a place, such as {@code <stdin>:3.5-8: syntax error}, as FILE:3. */
  static String complaint(String said, String file, int exit) {
    String line =
        said.lines()
            .filter(each -> each.contains("<stdin>"))
            .findFirst()
            .or(() -> said.lines().filter(each -> !each.isBlank()).findFirst())
            .orElse("exit code " + exit)
            .replaceAll("\\p{Cntrl}", " ");
    String bare = line.replaceFirst("^(Error|ERROR|FATAL ERROR): ", "");
    return bare.matches("<stdin>:\\d+\\D.*")
        ? bare.replaceFirst(
            "<stdin>:(\\d+)[-.\\d]*:? ?", Matcher.quoteReplacement(file) + ":$1: dtc: ")
        : file + ": dtc: " + bare;
  }

  private static void write(OutputStream to, byte[] text) {
    try (to) {
      to.write(text);
    } catch (IOException closed) {
      // It ended before it had read all: its exit code and its complaint say why.
    }
  }

  /** The first of them; the rest is read too, or the child would wait for ever to say it. */
  private static byte[] complaints(InputStream from) {
    byte[] first = read(from, MOST_COMPLAINTS);
    try {
      from.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // It was ended meanwhile.
    }
    return first;
  }

  private static byte[] read(InputStream from, int most) {
    try {
      return from.readNBytes(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
