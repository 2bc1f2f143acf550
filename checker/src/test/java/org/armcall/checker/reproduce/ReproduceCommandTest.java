// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.emulator.image.ElfReader;
import org.armcall.emulator.image.ImageMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReproduceCommandTest {
  private static final Path EXHIBITS =
      Path.of(System.getProperty("armcall.home")).resolve("traces/exhibits");
  private static final String B15 = trace("b15-x18-lost", "faulty");

  @TempDir private Path directory;

  private static String trace(String exhibit, String which) {
    return EXHIBITS.resolve(exhibit).resolve(which + ".ndjson").toString();
  }

  private String out() {
    return directory.resolve("out").toString();
  }

  private void isRefused(ExitCode code, String words, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(code, run.code(), run.err());
    assertTrue(run.err().contains(words), run.err());
    assertFalse(Files.exists(directory.resolve("out")));
  }

  /** Of what the image cannot show, the run that showed it is taken: not that of another case. */
  @Test
  void aResultOfEmulateHasTheFindingsOfItsScenarios() {
    for (String name : Set.of("guess", "mail-smc-iss-zero")) {
      String scenario = EXHIBITS.resolveSibling("scenarios").resolve(name + ".yaml").toString();
      String kept = directory.resolve(name).toString();
      CommandRun.of("emulate", scenario, "--out", kept);
      CommandRun run = CommandRun.of("reproduce", kept, "--out", out());
      assertEquals(ExitCode.VIOLATED, run.code(), run.err());
      assertTrue(run.out().startsWith("IMM-"), run.out());
      assertTrue(
          run.out().contains("the run that the finding is of (" + scenario + ")"), run.out());
    }
  }

  @Test
  void aResultThatWasMovedIsReproducedFromTheTraceBesideIt() throws Exception {
    String scenario =
        EXHIBITS.resolveSibling("scenarios").resolve("convention-hafnium.yaml").toString();
    Path kept = directory.resolve("kept");
    CommandRun.of("emulate", scenario, "--out", kept.toString());
    Path moved = Files.move(kept, directory.resolve("moved"));
    CommandRun run = CommandRun.of("reproduce", moved.toString(), "--out", out());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    assertTrue(Files.exists(Path.of(out()).resolve("image.elf")));
  }

  @Test
  void aResultOfReplayThatWasMovedIsReproducedFromWhatWasCutOfItsTrace() throws Exception {
    Path trace = Files.copy(Path.of(B15), directory.resolve("recorded.ndjson"));
    String kept = directory.resolve("kept").toString();
    CommandRun.of("replay", trace.toString(), "--out", kept, "--minimise");
    Files.delete(trace);
    CommandRun run = CommandRun.of("reproduce", kept, "--out", out());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    assertTrue(Files.readString(Path.of(out()).resolve("README.md")).contains("REG-PRESERVED"));
  }

  /** Models of conventions have callers, callees and values of their own. */
  @Test
  void aCounterexampleThatIsNoRunSaysWhyAndWhatToLookAt() throws Exception {
    Path checked =
        Files.writeString(
            directory.resolve("checked.json"),
            "{\"command\":\"check\",\"models\":[{\"name\":\"convention/x\",\"engine\":\"tlc\","
                + "\"verdict\":\"as-expected\",\"observed\":{\"verdict\":\"violated\","
                + "\"property\":\"REG_PRESERVED\",\"counterexample\":{\"steps\":[{\"number\":1,"
                + "\"values\":{\"regs\":\"<<1>>\"}}]}}}]}");
    CommandRun run = CommandRun.of("reproduce", checked.toString(), "--out", out());
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    assertTrue(run.out().startsWith("REG-PRESERVED is not shown by an image: "), run.out());
    assertTrue(run.out().contains("instead: 'armcall check convention/x"), run.out());
    assertTrue(run.out().contains("traces/exhibits/b15-x18-lost"), run.out());
    assertFalse(Files.exists(directory.resolve("out")));
    isRefused(
        ExitCode.USAGE, "has 1", "reproduce", checked.toString(), "--finding", "2", "--out", out());
  }

  @Test
  void aTestThatFailedIsNoRun() throws Exception {
    Path tests = Files.writeString(directory.resolve("TEST-a.xml"), "<testsuite/>");
    CommandRun run = CommandRun.of("reproduce", tests.toString(), "--out", out());
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    assertTrue(run.out().contains("instead: 'armcall report " + tests), run.out());
  }

  @Test
  void aResultOfReplayBecomesFourFiles() throws Exception {
    String kept = directory.resolve("kept").toString();
    assertEquals(ExitCode.VIOLATED, CommandRun.of("replay", B15, "--out", kept).code());
    CommandRun run = CommandRun.of("reproduce", kept, "--out", out());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    try (Stream<Path> files = Files.list(Path.of(out()))) {
      assertEquals(
          Set.of("image.elf", "listing.s", "expected.txt", "README.md", ".armcall"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
    byte[] elf = Files.readAllBytes(Path.of(out()).resolve("image.elf"));
    assertEquals(ImageMachine.AARCH64, ElfReader.read(elf).machine());
    String readme = Files.readString(Path.of(out()).resolve("README.md"));
    assertTrue(readme.contains("qemu-system-aarch64"), readme);
    assertTrue(
        Files.readString(Path.of(out()).resolve("expected.txt"))
            .contains("rule REG-PRESERVED broken: x18 was 0xffff80001234 is 0x0\n"));
  }

  @Test
  void aLineWithARuleNeedsNoFinding() {
    CommandRun run =
        CommandRun.of(
            "reproduce",
            trace("b15-x18-lost", "fixed"),
            "--line",
            "10",
            "--rule",
            "REG-PRESERVED",
            "--out",
            out());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    assertTrue(run.out().contains("rule REG-PRESERVED holds"), run.out());
  }

  /** What the files say is what their command does: they are run from where they are. */
  @Test
  void whatNoMachineShowsIsRunOnTheEmulator() throws Exception {
    CommandRun run =
        CommandRun.of(
            "reproduce", trace("b33-failed-condition-executed", "faulty"), "--out", out());
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    assertTrue(run.out().contains("is not shown by an image: "), run.out());
    assertTrue(run.out().contains("another run that breaks the same rule"), run.out());
    Path made = Path.of(out());
    CommandRun again = CommandRun.of("emulate", made.resolve("scenario.yaml").toString());
    assertEquals(ExitCode.VIOLATED, again.code(), again.err());
    assertEquals(Files.readString(made.resolve("expected.txt")), again.out());
    CommandRun replayed = CommandRun.of("replay", made.resolve("run.ndjson").toString());
    assertEquals(ExitCode.VIOLATED, replayed.code(), replayed.err());
    assertTrue(replayed.out().contains("IMM-CONDITION"), replayed.out());
    String readme = Files.readString(made.resolve("README.md"));
    assertTrue(readme.contains("No image shows it: it takes a trap of a call"), readme);
    assertTrue(readme.contains("It exits with 1: IMM-CONDITION is broken."), readme);
  }

  /** HSR.ISS of an SMC of ARMv7 is UNK/SBZP: bits 24 to 0. */
  @Test
  void bitsThatAreNotKnownAreNotShownAsZero() throws Exception {
    String scenario =
        EXHIBITS.resolveSibling("scenarios").resolve("mail-smc-iss-zero.yaml").toString();
    CommandRun.of("emulate", scenario, "--out", directory.resolve("kept").toString());
    CommandRun.of("reproduce", directory.resolve("kept").toString(), "--out", out());
    String events = Files.readString(Path.of(out()).resolve("events.txt"));
    assertTrue(events.contains("syndrome 0x4???????"), events);
    assertTrue(events.contains("not known: bits 0x1ffffff\n"), events);
    assertTrue(events.contains("^ breaks IMM-RELIANCE"), events);
    assertTrue(events.contains("r0 0x84000000\n"), events);
  }

  @Test
  void forMachinesTheRunIsInFields() throws Exception {
    CommandRun run =
        CommandRun.of(
            "reproduce",
            trace("b48-injected-at-the-wrong-vector", "faulty"),
            "--out",
            out(),
            "--json");
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertFalse(json.path("shown").asBoolean());
    assertEquals("right", json.path("kind").asText());
    assertEquals(0, json.path("status").asInt());
    // From AArch32 below AArch64 the vector is at 0x600 (DDI 0487, D1.3.1); Xen used that at 0x200.
    String events = Files.readString(Path.of(out()).resolve("events.txt"));
    assertTrue(events.contains("goes on at 0x40001600"), events);
  }

  @Test
  void aHighestLevelAboveTheCalleeDoesToo() {
    CommandRun run =
        CommandRun.of("reproduce", B15, "--target", "qemu-virt-a64-el3", "--out", out());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    assertTrue(run.out().contains("secure=on"), run.out());
  }

  @Test
  void wrongFlagsAreOneLine() throws IOException {
    isRefused(ExitCode.USAGE, "--out DIR", "reproduce", B15);
    isRefused(ExitCode.USAGE, "one result or trace", "reproduce", "--out", out());
    isRefused(
        ExitCode.USAGE, "--target is one of", "reproduce", B15, "--target", "pi", "--out", out());
    isRefused(ExitCode.USAGE, "--callee is", "reproduce", B15, "--callee", "xen", "--out", out());
    isRefused(
        ExitCode.USAGE,
        "below its callee",
        "reproduce",
        B15,
        "--target",
        "qemu-virt-a64-el1",
        "--out",
        out());
    isRefused(
        ExitCode.USAGE,
        "from AArch64",
        "reproduce",
        B15,
        "--target",
        "qemu-virt-a15",
        "--out",
        out());
    isRefused(ExitCode.USAGE, "number from 1", "reproduce", B15, "--finding", "0", "--out", out());
    isRefused(ExitCode.USAGE, "there are 1", "reproduce", B15, "--finding", "2", "--out", out());
    isRefused(ExitCode.USAGE, "no rule", "reproduce", B15, "--rule", "NONE", "--out", out());
    isRefused(
        ExitCode.USAGE,
        "finds nothing",
        "reproduce",
        trace("b15-x18-lost", "fixed"),
        "--out",
        out());
    isRefused(ExitCode.INPUT, "no such file", "reproduce", "absent.ndjson", "--out", out());
    Path broken = Files.writeString(directory.resolve("result.json"), "{");
    isRefused(
        ExitCode.INPUT, "not a result of armcall", "reproduce", broken.toString(), "--out", out());
    Files.writeString(broken, "{\"verdict\":\"holds\",\"violations\":[]}");
    isRefused(ExitCode.INPUT, "no violations", "reproduce", broken.toString(), "--out", out());
    Files.writeString(
        broken, "{\"verdict\":\"violated\",\"violations\":[{\"rule\":\"REG-PRESERVED\"}]}");
    isRefused(ExitCode.INPUT, "lacks", "reproduce", broken.toString(), "--out", out());
  }
}
