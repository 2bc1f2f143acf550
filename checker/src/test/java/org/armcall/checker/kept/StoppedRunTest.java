// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.armcall.checker.Main;
import org.armcall.checker.check.Signals;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs in JVMs of their own that are interrupted, killed, or find no room. */
@EnabledOnOs(OS.LINUX)
class StoppedRunTest {
  private static final int PATIENCE_MINUTES = 3;
  private static final Path TRACES = Path.of(System.getProperty("armcall.home")).resolve("traces");
  private static final String B15 =
      TRACES.resolve("exhibits/b15-x18-lost/faulty.ndjson").toString();
  private static final String STALE = TRACES.resolve("scenarios/stale-translation.yaml").toString();

  /** Goes on for long: the call is made again and again. */
  private static final String LOOP =
      """
      armcall: scenario 1
      name: loop
      platform: armv8a-el3-el2-a64
      controls: [HCR.TSC=1]
      memory: [{at: 0x40000000, size: 0x10000}]
      cpus: [{start: {at: 0x40008000, isa: a64}, registers: {x0: 0x84000000}}]
      code: [{at: 0x40008000, isa: a64, text: "smc #1\\nb . - 4"}]
      handler: {level: el2, policy: syndrome-immediate}
      schedule: cpu0*1000000
      limit: 900000
      """;

  @TempDir private Path directory;

  private Path out() {
    return directory.resolve("out");
  }

  private Path err() {
    return directory.resolve("err");
  }

  private static List<String> java(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Darmcall.home=" + System.getProperty("armcall.home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    return command;
  }

  private Process started(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectError(err().toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Map<String, String> files(Path of) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(of)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            of.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** Until something is there that says that the work goes on. */
  private static void awaitFile(Process running, Path file)
      throws IOException, InterruptedException {
    while (running.isAlive() && !(Files.exists(file) && size(file) > 0)) {
      Thread.sleep(20);
    }
  }

  private static long size(Path file) throws IOException {
    return Files.isDirectory(file) ? 1 : Files.size(file);
  }

  /** Interrupts a run that works, and takes what it said last. */
  private String interrupted(Path sign, String... words) throws IOException, InterruptedException {
    Signals stop = Signals.toStopAChild();
    Process running = started(java(words));
    try (OutputStream log = running.getOutputStream()) {
      if (List.of(words).contains("-")) {
        log.write(
            "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080000\n"
                .repeat(10_000)
                .getBytes(StandardCharsets.US_ASCII));
        log.flush();
      }
      awaitFile(running, sign);
      assertTrue(running.isAlive(), Files.readString(err()));
      stop.send(running.pid());
      assertTrue(running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
      assertEquals(stop.exitCode(), running.exitValue());
    } catch (IOException closed) {
      assertFalse(running.isAlive(), closed.toString());
    } finally {
      running.destroyForcibly();
    }
    List<String> said = Files.readAllLines(err());
    assertEquals(1, said.stream().filter(line -> line.contains("interrupted")).count());
    return said.get(said.size() - 1);
  }

  @Test
  void anInterruptedReplayKeepsNothingAndSaysSo() throws IOException, InterruptedException {
    assertEquals(
        "armcall: interrupted; nothing is kept in " + out(),
        interrupted(out().resolve(".armcall-new"), "replay", "-", "--out", out().toString()));
    assertFalse(Files.exists(out()));
  }

  @Test
  void anInterruptedRunLeavesTheEarlierResult() throws IOException, InterruptedException {
    CommandRun.of("replay", B15, "--out", out().toString());
    Map<String, String> before = files(out());
    assertEquals(
        "armcall: interrupted; " + out() + " is as it was before",
        interrupted(out().resolve(".armcall-new"), "replay", "-", "--out", out().toString()));
    assertEquals(before, files(out()));
  }

  @Test
  void anInterruptedEmulationKeepsNothingAndSaysSo() throws IOException, InterruptedException {
    Path loop = Files.writeString(directory.resolve("loop.yaml"), LOOP);
    assertEquals(
        "armcall: interrupted; nothing is kept in " + out(),
        interrupted(
            out().resolve(".armcall-new"), "emulate", loop.toString(), "--out", out().toString()));
    assertFalse(Files.exists(out()));
  }

  @Test
  void anInterruptedCountSaysThatThereIsNoResult() throws IOException, InterruptedException {
    // The format is told when the reading has begun.
    assertEquals(
        "armcall: interrupted; there is no whole result",
        interrupted(err(), "convert", "--count", "-"));
  }

  @Test
  void aSecondRunIsRefusedAndTheLockOfAKilledOneIsNot() throws IOException, InterruptedException {
    Process running = started(java("replay", "-", "--out", out().toString()));
    try {
      awaitFile(running, out().resolve(".armcall-new"));
      CommandRun second = CommandRun.of("replay", B15, "--out", out().toString());
      assertEquals(ExitCode.ENGINE, second.code());
      assertTrue(second.err().contains("another run of armcall is writing there"), second.err());
      assertEquals(1, second.err().lines().count());
      running.destroyForcibly();
      assertTrue(running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
      CommandRun third = CommandRun.of("replay", B15, "--out", out().toString());
      assertEquals(ExitCode.VIOLATED, third.code(), third.err());
      assertTrue(files(out()).keySet().stream().noneMatch(name -> name.startsWith(".armcall-")));
    } finally {
      running.destroyForcibly();
    }
  }

  /** No file may be larger than 512 bytes: for the program that is a disk which is full. */
  private String withoutRoom(String... words) throws IOException, InterruptedException {
    return withoutRoomIn(out(), words);
  }

  private String withoutRoomIn(Path named, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 1 && exec \"$@\"", "sh"));
    command.addAll(java(words));
    command.addAll(List.of("--out", named.toString()));
    Process running = started(command);
    assertTrue(running.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it does not end");
    String said = Files.readString(err());
    assertEquals(ExitCode.ENGINE.status(), running.exitValue(), said);
    return said;
  }

  @Test
  void withoutRoomNothingIsKeptAndTheEarlierResultStays() throws IOException, InterruptedException {
    Path result = directory.resolve("result");
    CommandRun.of("replay", B15, "--out", result.toString());
    String line = "armcall: --out " + out() + " cannot be written: no file may be so large here; ";
    List<List<String>> runs =
        List.of(
            List.of("replay", B15, "--minimise"),
            List.of("emulate", STALE, "--minimise"),
            List.of("reproduce", B15),
            List.of("report", result.toString(), "--format", "html"));
    for (List<String> words : runs) {
      assertEquals(line + "nothing is kept\n", withoutRoom(words.toArray(String[]::new)));
      assertFalse(Files.exists(out()), words::toString);
    }
    CommandRun.of("replay", B15, "--out", out().toString());
    Map<String, String> before = files(out());
    for (List<String> words : runs) {
      assertEquals(line + "it is as it was before\n", withoutRoom(words.toArray(String[]::new)));
      assertEquals(before, files(out()), words::toString);
    }
  }

  /** One file instead of a directory: the old one stays, whole, until the new one is. */
  @Test
  void withoutRoomTheEarlierTraceStays() throws IOException, InterruptedException {
    String log = TRACES.resolve("corpus/sample-xen-a57.log.gz").toString();
    Path trace = directory.resolve("t.ndjson");
    String line = "--out " + trace + " cannot be written: no file may be so large here; ";
    for (List<String> words : List.of(List.of("convert", log), List.of("emulate", STALE))) {
      String[] typed = words.toArray(String[]::new);
      Files.deleteIfExists(trace);
      String first = withoutRoomIn(trace, typed);
      assertTrue(first.endsWith(line + "nothing is kept\n"), first);
      assertFalse(Files.exists(trace));
      Files.writeString(trace, "of another run\n");
      String again = withoutRoomIn(trace, typed);
      assertTrue(again.endsWith(line + "it is as it was before\n"), again);
      assertEquals("of another run\n", Files.readString(trace));
    }
  }
}
