// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result is kept whole or not at all. */
class KeptResultTest {
  private static final Path FULL = Path.of("/dev/full");
  private static final String LOG =
      "Taking exception 11 [Hypervisor Call] on CPU 0\n...from EL1 to EL2\n"
          + "...with ESR 0x16/0x5a000ea1\n...with ELR 0x1004\n"
          + "...to EL2 PC 0x40001400 PSTATE 0x3c9\n";

  @TempDir Path directory;

  private String log() throws IOException {
    return Files.writeString(directory.resolve("a.log"), LOG).toString();
  }

  @Test
  void aRunThatIsInterruptedLeavesNoEmptyDirectory() throws IOException {
    Path out = directory.resolve("a/b");
    RunDirectory planned = RunDirectory.planned(out);
    assertFalse(Files.exists(directory.resolve("a")), "the run is not over");
    planned.write(List.of("replay"), Map.of(), new ObjectMapper().createObjectNode());
    assertEquals(
        "[\"replay\"]",
        new ObjectMapper()
            .readTree(out.resolve(RunDirectory.RESULT).toFile())
            .at("/run/commandLine")
            .toString());
  }

  @Test
  void aDirectoryThatWasThereStays() throws IOException {
    Path mine = Files.createDirectory(directory.resolve("mine"));
    RunDirectory.planned(mine);
    assertTrue(Files.isDirectory(mine));
  }

  @Test
  void aReplayOntoAFullDiskSaysSoInOneLineAfterItsResult() throws IOException {
    assumeTrue(Files.exists(FULL));
    Path out = Files.createDirectory(directory.resolve("out"));
    Files.createSymbolicLink(out.resolve(RunDirectory.RESULT), FULL);
    CommandRun run = CommandRun.of("replay", log(), "--out", out.toString());
    assertEquals(ExitCode.ENGINE, run.code());
    assertEquals(
        "armcall: the result could not be kept in "
            + out
            + ": No space left on device; give --out a directory with room and repeat the command\n",
        run.err());
    assertTrue(run.out().contains("\nholds: "), run.out());
    try (var left = Files.list(out)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aReportOntoAFullDiskSaysSoInOneLine() throws IOException {
    assumeTrue(Files.exists(FULL));
    Path result = directory.resolve("result");
    CommandRun.of("replay", log(), "--out", result.toString());
    Path out = Files.createDirectory(directory.resolve("out"));
    Files.createSymbolicLink(out.resolve("report.txt"), FULL);
    CommandRun run = CommandRun.of("report", result.toString(), "--out", out.toString());
    assertEquals(ExitCode.ENGINE, run.code());
    assertEquals(
        "armcall: "
            + out.resolve("report.txt")
            + " could not be written: No space left on device; give --out a directory with room\n",
        run.err());
    assertFalse(Files.exists(out.resolve("report.txt")), "half a report");
  }
}
