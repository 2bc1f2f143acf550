// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --out} of replay and emulate leaves beside the result. */
final class RunReportTest {
  private static final String B15 =
      Kept.HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson").toString();
  private static final String STALE =
      Kept.HOME.resolve("traces/scenarios/stale-translation.yaml").toString();

  @TempDir Path directory;

  private Path out() {
    return directory.resolve("out");
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.toList()) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return files;
  }

  /** Every file of the report command, and its own. */
  private void isWhatReportWrites(CommandRun run, List<String> own) throws IOException {
    assertTrue(run.out().endsWith("\nreport: " + out().resolve("index.html") + "\n"), run.out());
    Path again = directory.resolve("again");
    CommandRun report =
        CommandRun.of("report", out().toString(), "--format", "all", "--out", again.toString());
    assertEquals(ExitCode.HOLDS, report.code(), report.err());
    Map<String, String> beside = files(out());
    own.forEach(beside::remove);
    Map<String, String> alone = files(again);
    // The lists of what was written differ.
    alone.remove(".armcall");
    beside.remove(".armcall");
    assertEquals(alone, beside);
    assertTrue(
        beside
            .keySet()
            .containsAll(
                List.of(
                    "index.html",
                    "junit.xml",
                    "report.json",
                    "report.md",
                    "report.sarif",
                    "report.txt")),
        beside.keySet()::toString);
    assertTrue(beside.keySet().stream().anyMatch(name -> name.matches("[0-9a-f]{12}\\.html")));
    assertTrue(
        beside.keySet().stream().anyMatch(name -> name.matches("[0-9a-f]{12}\\.itf\\.json")));
  }

  @Test
  void replayLeavesWhatReportWrites() throws IOException {
    CommandRun run = CommandRun.of("replay", B15, "--out", out().toString());
    isWhatReportWrites(run, List.of("run.txt", "result.json", "minimal-REG-PRESERVED.ndjson"));
  }

  @Test
  void emulateLeavesWhatReportWrites() throws IOException {
    CommandRun run = CommandRun.of("emulate", STALE, "--out", out().toString());
    isWhatReportWrites(run, List.of("run.txt", "result.json", "stale-translation.ndjson"));
  }

  @Test
  void forMachinesTheOutputIsJsonAndNothingElse() throws IOException {
    CommandRun run = CommandRun.of("replay", B15, "--json", "--out", out().toString());
    assertTrue(Kept.json(run.out()).path("violations").isArray(), run.out());
    assertTrue(run.out().stripTrailing().endsWith("}"), run.out());
    assertTrue(Files.exists(out().resolve("index.html")));
  }

  @Test
  void aRunThatFindsNothingSaysSoOnItsIndex() throws IOException {
    CommandRun run =
        CommandRun.of("replay", B15.replace("faulty", "fixed"), "--out", out().toString());
    assertEquals(ExitCode.HOLDS, run.code(), run.out() + run.err());
    assertTrue(Files.readString(out().resolve("index.html")).contains("Nothing was found."));
  }

  @Test
  void filesOfSomebodyElseAreLeftAlone() throws IOException {
    Files.createDirectory(out());
    Files.writeString(out().resolve("thesis.tex"), "mine");
    Path result = directory.resolve("result");
    CommandRun.of("replay", B15, "--out", result.toString());
    for (String[] args :
        new String[][] {
          {"replay", B15},
          {"emulate", STALE},
          {"report", result.toString(), "--format", "html"},
          {"check", "syndrome/layouts"},
        }) {
      List<String> words = new java.util.ArrayList<>(List.of(args));
      words.addAll(List.of("--out", out().toString()));
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      assertEquals(ExitCode.USAGE, run.code(), run.err());
      assertTrue(
          run.err().contains("it has files that armcall did not write, such as thesis.tex"),
          run.err());
      assertEquals(Map.of("thesis.tex", "mine"), files(out()));
    }
  }

  @Test
  void aLaterRunLeavesNoPageOfAnEarlierOne() throws IOException {
    CommandRun.of("replay", B15, "--out", out().toString());
    Files.writeString(out().resolve("notes.txt"), "mine");
    CommandRun later = CommandRun.of("emulate", STALE, "--out", out().toString());
    assertEquals(ExitCode.HOLDS, later.code(), later.err());
    List<String> pages =
        files(out()).keySet().stream().filter(name -> name.matches("[0-9a-f]{12}\\.html")).toList();
    assertEquals(1, pages.size(), pages::toString);
    assertTrue(Files.readString(out().resolve(pages.get(0))).contains("stale-translation"));
    assertTrue(Files.exists(out().resolve("notes.txt")), "what the user put beside it stays");
  }

  @Test
  void whatIsKeptOfAMinimisedRunIsOfTheSchemas() throws IOException {
    CommandRun run = CommandRun.of("emulate", STALE, "--minimise", "--out", out().toString());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    JsonNode result = Kept.json(Files.readString(out().resolve("result.json")));
    assertEquals(
        List.of(), Kept.problems("result-1.schema.json", SpecVersion.VersionFlag.V202012, result));
    JsonNode findings = Kept.json(Files.readString(out().resolve("report.json")));
    assertEquals(
        List.of(),
        Kept.problems("findings-1.schema.json", SpecVersion.VersionFlag.V202012, findings));
    assertTrue(
        Files.readString(out().resolve("report.txt")).contains("Minimised from"),
        "the report says from what to what");
  }

  @Test
  void theCommandThatShowsItAgainKeepsNothing() throws IOException {
    CommandRun.of("replay", B15, "--minimise", "--out", out().toString());
    JsonNode finding = Kept.json(Files.readString(out().resolve("report.json"))).at("/findings/0");
    assertEquals(
        "armcall replay " + B15 + " --rules REG-PRESERVED", finding.at("/run/again").asText());
  }

  /** The events around a violation are read by the form that the log has. */
  @Test
  void aFindingOfTraceEventsHasItsSteps() throws IOException {
    Path log =
        Files.write(
            directory.resolve("trace.txt"),
            List.of(
                "# tracer: nop",
                " qemu-system-1234  [001] d..1  100.000001: kvm_entry: PC: 0xffff800010080000",
                " qemu-system-1234  [001] d..1  100.000002: kvm_exit: TRAP: HSR_EC: 0x0016 (HVC64),"
                    + " PC: 0xffff800010080004",
                " qemu-system-1234  [001] d..1  100.000003: kvm_hvc_arm64: HVC at"
                    + " 0xffff800010080004 (r0: 0x84000000, imm: 0x0)",
                " qemu-system-1234  [001] d..1  100.000004: kvm_entry: PC: 0xffff800010080006"));
    CommandRun run = CommandRun.of("replay", log.toString(), "--out", out().toString());
    assertFalse(run.out().isEmpty());
    JsonNode findings = Kept.json(Files.readString(out().resolve("report.json"))).path("findings");
    assertTrue(findings.size() > 0, run.out());
    for (JsonNode finding : findings) {
      assertTrue(finding.path("steps").size() > 0, finding::toPrettyString);
      for (JsonNode gap : finding.path("unknown")) {
        assertFalse(gap.path("remedy").asText().contains("-d int"), gap::toString);
      }
    }
  }
}
