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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A conversion in a JVM of its own, stopped as a user would while its log goes on. */
class InterruptedConversionTest {
  private static final int PATIENCE_MINUTES = 3;

  @TempDir private Path dir;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nothingIsLeftOfATraceThatWasInterrupted() throws IOException, InterruptedException {
    Signals stop = Signals.toStopAChild();
    Path out = dir.resolve("t.ndjson");
    Path err = dir.resolve("err");
    Files.writeString(out, "of another run\n");
    Process running =
        new ProcessBuilder(
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
    try (OutputStream log = running.getOutputStream()) {
      byte[] record =
          "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080000\n"
              .repeat(10_000)
              .getBytes(StandardCharsets.US_ASCII);
      log.write(record);
      log.flush();
      Path part = dir.resolve("t.ndjson.part");
      while (running.isAlive() && !(Files.exists(part) && Files.size(part) > 0)) {
        Thread.sleep(20);
      }
      assertTrue(running.isAlive(), Files.readString(err));
      assertFalse(Files.exists(out));
      stop.send(running.pid());
      assertTrue(running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
      assertEquals(stop.exitCode(), running.exitValue());
      assertFalse(Files.exists(part));
      assertFalse(Files.exists(out));
      assertTrue(Files.readString(err).contains("t.ndjson is not kept"), Files.readString(err));
    } finally {
      running.destroyForcibly();
    }
  }
}
