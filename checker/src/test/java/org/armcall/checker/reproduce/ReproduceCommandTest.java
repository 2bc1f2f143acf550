// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.armcall.model.rule.Rule;
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

  /** Of what the image cannot show, the run that showed it is named: not that of another case. */
  @Test
  void aResultOfEmulateHasTheFindingsOfItsScenarios() {
    for (String name : Set.of("guess", "mail-smc-iss-zero")) {
      String scenario = EXHIBITS.resolveSibling("scenarios").resolve(name + ".yaml").toString();
      String kept = directory.resolve(name).toString();
      CommandRun.of("emulate", scenario, "--out", kept);
      CommandRun run = CommandRun.of("reproduce", kept, "--out", out());
      assertEquals(ExitCode.VIOLATED, run.code(), run.err());
      assertTrue(run.out().startsWith("IMM-"), run.out());
      assertTrue(run.out().contains("on the emulator: ./armcall emulate " + scenario), run.out());
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

  @Test
  void aCounterexampleOfAModelIsSaidToHaveNoImage() throws Exception {
    Path checked =
        Files.writeString(
            directory.resolve("checked.json"), "{\"command\":\"check\",\"models\":[]}");
    isRefused(
        ExitCode.INPUT, "is no run of a machine", "reproduce", checked.toString(), "--out", out());
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

  @Test
  void whatNoMachineShowsSaysWhyAndNamesTheEmulatorsRun() {
    CommandRun run =
        CommandRun.of(
            "reproduce", trace("b33-failed-condition-executed", "faulty"), "--out", out());
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    assertTrue(run.out().contains("is not shown by an image: "), run.out());
    assertTrue(
        run.out().contains("./armcall emulate traces/scenarios/condition-ignored.yaml"), run.out());
    assertFalse(Files.exists(directory.resolve("out")));
  }

  @Test
  void everyCommandThatIsNamedBreaksTheRule() {
    int named = 0;
    for (Rule rule : Rule.values()) {
      if (Unshowable.command(rule).isPresent()) {
        String scenario = Unshowable.command(rule).get().split(" ", -1)[2];
        CommandRun run =
            CommandRun.of("emulate", EXHIBITS.resolve("../..").resolve(scenario).toString());
        assertTrue(run.out().contains("    " + rule.id() + "  expected "), run.out());
        named++;
      }
    }
    assertTrue(named > 1);
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
