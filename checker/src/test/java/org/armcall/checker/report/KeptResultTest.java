// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandException;
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

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return files;
  }

  @Test
  void nothingIsThereBeforeAllIs() throws IOException {
    Path out = directory.resolve("a/b");
    try (RunDirectory begun = RunDirectory.begin(out, List.of("replay"))) {
      begun.write(Map.of(), new ObjectMapper().createObjectNode());
      assertFalse(Files.exists(out.resolve(RunDirectory.RESULT)));
      begun.keep();
    }
    assertEquals(
        "[\"replay\"]",
        new ObjectMapper()
            .readTree(out.resolve(RunDirectory.RESULT).toFile())
            .at("/run/commandLine")
            .toString());
    assertEquals(Set.of(".armcall", "result.json", "run.txt"), files(out).keySet());
  }

  @Test
  void aRunThatIsNotKeptLeavesTheDirectoriesThatWereThere() throws IOException {
    Path mine = Files.createDirectory(directory.resolve("mine"));
    RunDirectory.begin(mine.resolve("a/b"), List.of()).close();
    RunDirectory.begin(mine, List.of()).close();
    try (Stream<Path> left = Files.list(mine)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Findings are read twice: they are counted, and then shown. */
  @Test
  void aResultThatIsReplacedWhileItIsReadIsTold() throws IOException {
    String result =
        new Kept(directory)
            .replay("b15", Kept.HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson"));
    String other = new Kept(directory).log("il", Kept.BROKEN_IL);
    Report report =
        new Report(List.of(KeptResult.open(result)), new Report.Choice(Set.of(), Set.of(), false));
    Files.copy(
        Path.of(other).resolve(RunDirectory.RESULT),
        Path.of(result).resolve(RunDirectory.RESULT),
        StandardCopyOption.REPLACE_EXISTING);
    for (ReportCommand.Format format :
        List.of(ReportCommand.Format.TEXT, ReportCommand.Format.MD, ReportCommand.Format.HTML)) {
      CommandException changed =
          assertThrows(
              CommandException.class,
              () ->
                  ReportFiles.write(
                      report, Set.of(format), directory, directory, ReportCommand.PAGES));
      assertEquals(result + " changed while it was read; repeat the command", changed.getMessage());
    }
  }

  /** The file of the result goes to a device that is full. */
  @Test
  void onAFullDiskTheEarlierResultStays() throws IOException {
    assumeTrue(Files.exists(FULL));
    Path out = directory.resolve("out");
    CommandRun.of("replay", log(), "--out", out.toString());
    Map<String, String> before = files(out);
    assertTrue(before.containsKey(RunDirectory.RESULT));
    try (RunDirectory begun = RunDirectory.begin(out, List.of("replay"))) {
      Files.createSymbolicLink(begun.stage().resolve(RunDirectory.RESULT), FULL);
      CommandException failed =
          assertThrows(
              CommandException.class,
              () -> begun.write(Map.of(), new ObjectMapper().createObjectNode()));
      assertEquals(ExitCode.ENGINE, failed.exitCode());
      assertEquals(
          "--out " + out + " cannot be written: the disk is full; it is as it was before",
          failed.getMessage());
    }
    assertEquals(before, files(out));
  }
}
