// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.armcall.checker.check.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the packaged program, as a user starts it. */
final class LauncherIT {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final long PATIENCE_MINUTES = 10;

  @TempDir Path temporary;

  private Process start(String... args) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(HOME.resolve("armcall").toString()), Stream.of(args)).toList();
    return new ProcessBuilder(command)
        .redirectOutput(temporary.resolve("out").toFile())
        .redirectError(temporary.resolve("err").toFile())
        .start();
  }

  private int run(String... args) throws IOException, InterruptedException {
    Process process = start(args);
    assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(temporary.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(temporary.resolve("err"));
  }

  @Test
  void theWholeSpecificationIsCheckedAndAgreesWithTheModel()
      throws IOException, InterruptedException {
    int status = run("check", "--out", temporary.resolve("run").toString());
    assertEquals(0, status, out() + err());
    assertTrue(out().contains("models as expected"), out());
    assertFalse(
        out().contains("\u001b") || err().contains("\u001b"),
        "no colour and no progress into a file");
    assertTrue(Files.exists(temporary.resolve("run/run.txt")));
  }

  @Test
  void aSecondStartWritesNothingButTheAnswer() throws IOException, InterruptedException {
    assertEquals(0, run("decode", "esr", "0x5a000ea1", "--json"));
    assertEquals(0, run("decode", "esr", "0x5a000ea1", "--json"));
    assertTrue(out().startsWith("{"), out());
    assertEquals("", err());
  }

  @Test
  void anInterruptedCheckSaysSoAndLeavesNoChild() throws IOException, InterruptedException {
    Process process = start("check", "syndrome/semantics", "syndrome/equality-quick");
    for (int i = 0; i < 1200 && modelCheckers(process).isEmpty() && process.isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    List<ProcessHandle> children = modelCheckers(process);
    assertFalse(children.isEmpty(), out() + err());
    Signals signal = Signals.toStopAChild();
    signal.send(process.pid());
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
    for (ProcessHandle child : children) {
      for (int i = 0; i < 600 && child.isAlive(); i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertFalse(child.isAlive(), "a child is left");
    }
    assertEquals(signal.exitCode(), process.exitValue(), out() + err());
    assertTrue((out() + err()).contains("stopped before all were done"), out() + err());
  }

  /** The launcher has children of its own before the program starts: these do not count. */
  private static List<ProcessHandle> modelCheckers(Process process) {
    return process
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("BurstMain"))
        .toList();
  }
}
