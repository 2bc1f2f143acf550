// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.armcall.checker.Main;
import org.armcall.checker.check.Signals;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A conversion in a JVM of its own, stopped as a user would while its log goes on. */
class InterruptedConversionTest {
  private static final int PATIENCE_MINUTES = 3;

  @TempDir private Path dir;

  private static final byte[] LOG =
      "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080000\n"
          .repeat(10_000)
          .getBytes(StandardCharsets.US_ASCII);

  private static Process started(Path out, Path err) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "convert",
            "-",
            "--out",
            out.toString())
        .redirectError(err.toFile())
        .start();
  }

  /** Where the trace is until it is whole, once something is there. */
  private Path part(Process running) throws IOException, InterruptedException {
    Path part = dir.resolve("t.ndjson." + running.pid() + ".part");
    while (running.isAlive() && !(Files.exists(part) && Files.size(part) > 0)) {
      Thread.sleep(20);
    }
    return part;
  }

  /** Stops a conversion in the midst of its log; what it says then. */
  private String interrupted(Path out) throws IOException, InterruptedException {
    Signals stop = Signals.toStopAChild();
    Path err = dir.resolve("err");
    Process running = started(out, err);
    try (OutputStream log = running.getOutputStream()) {
      log.write(LOG);
      log.flush();
      Path part = part(running);
      assertTrue(running.isAlive(), Files.readString(err));
      stop.send(running.pid());
      assertTrue(running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
      assertEquals(stop.exitCode(), running.exitValue());
      assertFalse(Files.exists(part));
      return Files.readString(err);
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nothingIsLeftOfATraceThatWasInterrupted() throws IOException, InterruptedException {
    Path out = dir.resolve("t.ndjson");
    String said = interrupted(out);
    assertFalse(Files.exists(out));
    assertTrue(said.contains("interrupted; " + out + " is not kept"), said);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theTraceOfAnEarlierRunStaysWhereTheNextIsInterrupted()
      throws IOException, InterruptedException {
    Path out = Files.writeString(dir.resolve("t.ndjson"), "of another run\n");
    String said = interrupted(out);
    assertEquals("of another run\n", Files.readString(out));
    assertTrue(said.contains("interrupted; " + out + " is as it was before"), said);
  }

  /** The one that ends last has the name, and all of what it wrote. */
  @Test
  void twoConversionsIntoOneFileDoNotMix() throws IOException, InterruptedException {
    Path out = dir.resolve("t.ndjson");
    Path err = dir.resolve("err");
    Path other = dir.resolve("other.log");
    Files.writeString(other, "Exception return from AArch64 EL3 to AArch64 EL2 PC 0x0\n");
    Process running = started(out, err);
    try {
      OutputStream log = running.getOutputStream();
      log.write(LOG);
      log.flush();
      assertTrue(Files.exists(part(running)), Files.readString(err));
      CommandRun whole = CommandRun.of("convert", other.toString(), "--out", out.toString());
      assertEquals(ExitCode.HOLDS, whole.code(), whole.err());
      assertEquals(2, Files.readAllLines(out).size());
      log.close();
      assertTrue(running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
      assertEquals(0, running.exitValue(), Files.readString(err));
      assertEquals(10_001, Files.readAllLines(out).size());
    } finally {
      running.destroyForcibly();
    }
  }
}
