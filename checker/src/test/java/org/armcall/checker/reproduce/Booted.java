// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What QEMU printed and exited with.
 *
 * @param output the serial line
 * @param status the exit status of QEMU
 */
record Booted(String output, int status) {
  private static final int SECONDS = 20;

  /** Boots what is in the directory; the test is skipped where QEMU is not installed. */
  static Booted of(Reproducer made, Path directory) throws IOException, InterruptedException {
    List<String> command = made.command(ReproducerFiles.IMAGE);
    assumeTrue(isInstalled(command.get(0)), command.get(0) + " is not installed: not booted");
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "QEMU did not end");
      return new Booted(Files.readString(output, StandardCharsets.UTF_8), process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isInstalled(String program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }
}
