// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which files a directory has after a run: those of that run, and those of others. */
class StagedDirectoryTest {
  private static final Path TRACES = Path.of(System.getProperty("armcall.home")).resolve("traces");
  private static final String B15 =
      TRACES.resolve("exhibits/b15-x18-lost/faulty.ndjson").toString();
  private static final String STALE = TRACES.resolve("scenarios/stale-translation.yaml").toString();

  @TempDir private Path directory;

  private Path out() {
    return directory.resolve("out");
  }

  private CommandRun into(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--out";
    all[words.length + 1] = out().toString();
    return CommandRun.of(all);
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(out())) {
      for (Path file : all.toList()) {
        files.put(
            String.valueOf(file.getFileName()),
            Files.isDirectory(file)
                ? "a directory"
                : new String(
                    Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private Set<String> names() throws IOException {
    return new TreeSet<>(files().keySet());
  }

  private static void put(StagedDirectory staged, String... names) throws IOException {
    for (String name : names) {
      Files.writeString(staged.stage().resolve(name), "new " + name);
    }
  }

  @Test
  void whatAnEarlierRunWroteIsGoneAndWhatTheUserPutThereStays() throws IOException {
    into("replay", B15, "--minimise");
    assertTrue(names().contains("minimal-REG-PRESERVED.ndjson"), names()::toString);
    Files.writeString(out().resolve("minimal-mine.ndjson"), "mine");
    Files.writeString(out().resolve("my.html"), "mine");
    assertEquals(ExitCode.HOLDS, into("emulate", STALE).code());
    Set<String> emulated = names();
    assertFalse(emulated.contains("minimal-REG-PRESERVED.ndjson"), emulated::toString);
    assertTrue(emulated.contains("stale-translation.ndjson"), emulated::toString);
    assertEquals(ExitCode.HOLDS, into("replay", B15.replace("faulty", "fixed")).code());
    assertEquals(
        Set.of(
            ".armcall",
            "index.html",
            "junit.xml",
            "minimal-mine.ndjson",
            "my.html",
            "report.json",
            "report.md",
            "report.sarif",
            "report.txt",
            "result.json",
            "run.txt"),
        names());
    assertEquals("mine", files().get("my.html"));
    assertEquals("mine", files().get("minimal-mine.ndjson"));
  }

  @Test
  void aReportReplacesReportsAndLeavesTheRunThatItShows() throws IOException {
    into("replay", B15, "--minimise");
    String result = files().get("result.json");
    assertEquals(ExitCode.HOLDS, into("report", out().toString(), "--format", "text").code());
    assertEquals(
        Set.of(".armcall", "minimal-REG-PRESERVED.ndjson", "report.txt", "result.json", "run.txt"),
        names());
    assertEquals(result, files().get("result.json"));
    assertEquals(ExitCode.HOLDS, into("reproduce", out().toString()).code());
    assertTrue(names().containsAll(Set.of("report.txt", "result.json", "image.elf")));
    assertEquals(ExitCode.HOLDS, into("replay", B15.replace("faulty", "fixed")).code());
    assertFalse(names().contains("image.elf"), "it was of the earlier run");
  }

  @Test
  void whatARunReadsIsNotLost() throws IOException {
    into("emulate", STALE);
    String trace = out().resolve("stale-translation.ndjson").toString();
    String before = files().get("stale-translation.ndjson");
    assertEquals(ExitCode.VIOLATED, into("replay", trace).code());
    assertEquals(before, files().get("stale-translation.ndjson"));
    assertTrue(files().get("result.json").contains("\"replay\""));
  }

  /** A directory of a version without lists is known by the names in it. */
  @Test
  void aResultWithoutAListIsReplacedToo() throws IOException {
    into("replay", B15, "--minimise");
    Files.delete(out().resolve(".armcall"));
    Files.writeString(out().resolve("notes.txt"), "mine");
    assertEquals(ExitCode.HOLDS, into("emulate", STALE).code());
    assertTrue(names().contains("notes.txt"));
    assertFalse(names().contains("minimal-REG-PRESERVED.ndjson"));
  }

  @Test
  void aFileOfTheUserIsNotWrittenOver() throws IOException {
    into("replay", B15);
    Files.writeString(out().resolve("stale-translation.ndjson"), "mine");
    Map<String, String> before = files();
    CommandRun run = into("emulate", STALE);
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(
        run.err().contains("it has stale-translation.ndjson, which armcall did not write there"),
        run.err());
    assertEquals(before, files());
    assertEquals("", run.out(), "it is heard of before the scenario runs");
    Path mine = Files.createDirectory(directory.resolve("mine"));
    Files.writeString(mine.resolve("README.md"), "mine");
    CommandRun image = CommandRun.of("reproduce", B15, "--out", mine.toString());
    assertEquals(ExitCode.USAGE, image.code());
    assertEquals("mine", Files.readString(mine.resolve("README.md")));
  }

  @Test
  void aListNamesNoFileElsewhere() throws IOException {
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "mine");
    Files.createDirectory(out());
    Files.writeString(
        out().resolve(".armcall"), "RUN ../elsewhere\nRUN " + elsewhere + "\nRUN ..\n");
    try (StagedDirectory staged = StagedDirectory.ofRun(out(), List.of())) {
      put(staged, "run.txt");
      staged.keep();
    }
    assertEquals("mine", Files.readString(elsewhere));
    assertEquals("new run.txt", files().get("run.txt"));
  }

  @Test
  void whatIsNotKeptLeavesNoTrace() throws IOException {
    try (StagedDirectory staged = StagedDirectory.ofRun(out().resolve("a"), List.of())) {
      put(staged, "run.txt");
      assertTrue(Files.exists(out()));
    }
    assertFalse(Files.exists(out()));
    into("replay", B15);
    Map<String, String> before = files();
    try (StagedDirectory staged = StagedDirectory.ofRun(out(), List.of())) {
      put(staged, "run.txt", "other.txt");
    }
    assertEquals(before, files());
  }

  @Test
  void oneRunAtATimeWritesThere() throws IOException {
    try (StagedDirectory staged = StagedDirectory.ofRun(out(), List.of())) {
      for (List<String> words :
          List.of(List.of("replay", B15), List.of("emulate", STALE), List.of("reproduce", B15))) {
        CommandRun second = into(words.toArray(String[]::new));
        assertEquals(ExitCode.ENGINE, second.code());
        assertEquals(
            "armcall: --out "
                + out()
                + ": another run of armcall is writing there; wait for it, or name another"
                + " directory\n",
            second.err());
      }
      put(staged, "run.txt");
      staged.keep();
    }
    assertEquals(Set.of(".armcall", "run.txt"), names());
    assertEquals(ExitCode.VIOLATED, into("replay", B15).code());
  }

  /** The lock is the first that is written. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void onAFullDiskNoLockIsLeft() throws IOException {
    Files.createDirectory(out());
    Files.createSymbolicLink(out().resolve(".armcall-lock"), Path.of("/dev/full"));
    CommandRun run = into("replay", B15);
    assertEquals(ExitCode.ENGINE, run.code());
    assertEquals("armcall: --out " + out() + " cannot be written: the disk is full\n", run.err());
    assertEquals(Set.of(), names());
  }

  /** What a process left that was killed while its files got their places. */
  @Test
  void whatAKilledRunLeftIsRemovedByTheNext() throws IOException {
    into("replay", B15);
    Files.createDirectories(out().resolve(".armcall-new"));
    Files.createDirectories(out().resolve(".armcall-old"));
    Files.writeString(out().resolve(".armcall-new/half.ndjson"), "half");
    Files.writeString(out().resolve(".armcall-old/run.txt"), "old");
    Files.writeString(out().resolve(".armcall-lock"), "1");
    assertEquals(ExitCode.VIOLATED, into("replay", B15).code());
    assertTrue(names().stream().noneMatch(name -> name.startsWith(".armcall-")), names()::toString);
  }

  @Test
  void aDirectoryThatIsInTheWayIsNamedAndAllStaysAsItWas() throws IOException {
    into("replay", B15);
    Files.createDirectories(out().resolve("sub/mine"));
    Map<String, String> before = files();
    StagedDirectory staged = StagedDirectory.ofRun(out(), List.of());
    put(staged, "run.txt", "result.json", "sub");
    CommandException refused = assertThrows(CommandException.class, staged::keep);
    assertEquals(ExitCode.USAGE, refused.exitCode(), refused.getMessage());
    assertTrue(refused.getMessage().contains("it has sub, which"), refused.getMessage());
    assertEquals(before, files());
  }

  /** The record is the first to go: when the second file of it cannot, the first comes back. */
  @Test
  void whereTheNewFilesCannotGetTheirPlacesTheOldOnesComeBack() throws IOException {
    into("replay", B15);
    Map<String, String> before = files();
    StagedDirectory staged = StagedDirectory.ofRun(out(), List.of());
    put(staged, "run.txt", "result.json", "other.txt");
    Files.createDirectories(out().resolve(".armcall-old/run.txt/in-the-way"));
    CommandException failed = assertThrows(CommandException.class, staged::keep);
    assertEquals(ExitCode.ENGINE, failed.exitCode(), failed.getMessage());
    assertEquals(before, files());
  }
}
