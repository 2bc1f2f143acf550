// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The signals that stop a program as a user would.
 *
 * <p>A process that is started with SIGINT ignored, as a shell without job control starts what runs
 * in the background, hands that on to its children: a JVM among them never hears of Ctrl-C. It
 * still hears SIGTERM.
 */
public enum Signals {
  INT(2),
  TERM(15);

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";

  private final int number;

  Signals(int number) {
    this.number = number;
  }

  /** Ctrl-C where a child of this JVM hears it, else SIGTERM. */
  public static Signals toStopAChild() throws IOException {
    return INT.isIgnored() ? TERM : INT;
  }

  /** Whether this JVM, and so a child of it, ignores the signal; false where Linux does not say. */
  boolean isIgnored() throws IOException {
    return Files.isReadable(STATUS) && isIgnored(Files.readAllLines(STATUS));
  }

  private boolean isIgnored(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(IGNORED))
        .map(line -> Long.parseUnsignedLong(line.substring(IGNORED.length()).trim(), 16))
        .anyMatch(mask -> (mask >>> (number - 1) & 1) == 1);
  }

  /** Sends it to that process. */
  public void send(long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).start().waitFor();
  }

  /** What a program exits with that the signal ended. */
  public int exitCode() {
    return 128 + number;
  }
}
