// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.replay.EventReplay;
import org.armcall.checker.replay.GeneratedTrace;
import org.armcall.checker.replay.Judgement;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.TraceFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A minimised trace breaks the same rule; no event of it can be left out; minimising it again
 * changes nothing; and each event is one of the log's.
 */
class MinimisedTracesTest {
  private static final Path EXHIBITS =
      Path.of(System.getProperty("armcall.home")).resolve("traces/exhibits");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path scratch;

  static List<Path> exhibits() throws IOException {
    try (Stream<Path> all = Files.list(EXHIBITS)) {
      return all.filter(folder -> Files.exists(folder.resolve("faulty.ndjson"))).sorted().toList();
    }
  }

  private static List<String> told(Path exhibit) throws IOException {
    JsonNode replay =
        JSON.readTree(Files.readString(exhibit.resolve("exhibit.json"))).path("replay");
    List<String> options = new ArrayList<>();
    replay.path("callee").forEach(each -> options.addAll(List.of("--callee", each.asText())));
    if (replay.has("convention")) {
      options.addAll(List.of("--convention", replay.get("convention").asText()));
    }
    return options;
  }

  @ParameterizedTest
  @MethodSource("exhibits")
  void anExhibitIsCutToWhatBreaksItsRule(Path exhibit) throws IOException {
    Path log = exhibit.resolve("faulty.ndjson");
    List<String> options = told(exhibit);
    Minimised minimised = Minimised.of(log, scratch.resolve("out"), options);
    JsonNode breaks =
        JSON.readTree(Files.readString(exhibit.resolve("exhibit.json"))).at("/breaks/0");
    assertEquals(breaks.path("rule").asText(), minimised.rule());
    assertEquals(breaks.path("line").asLong(), minimised.minimal().path("line").asLong());
    assertEquals(Files.readAllLines(log).size() - 1, minimised.from());
    minimised.isMinimal(log, scratch, options);
  }

  @Test
  void ofALongTraceTheOneCallIsLeft() throws IOException {
    Path log = scratch.resolve("long.ndjson");
    GeneratedTrace.main(new String[] {"60000", log.toString(), "broken=50000"});
    Minimised minimised = Minimised.of(log, scratch.resolve("out"), List.of());
    assertEquals("REG-PRESERVED", minimised.rule());
    // A call, how it was taken, and the answer that lost a register.
    assertEquals(3, minimised.to());
    assertEquals(Files.lines(log).count() - 1, minimised.from());
    minimised.isMinimal(log, scratch, List.of());
    assertTrue(
        minimised
            .run()
            .out()
            .endsWith(
                "minimised REG-PRESERVED at line "
                    + minimised.minimal().path("line").asText()
                    + ": from 60,000 events to 3: "
                    + minimised.file()
                    + "\nreport: "
                    + minimised.file().resolveSibling("index.html")
                    + "\n"),
        minimised.run()::out);
  }

  @Test
  void theSameRuleBrokenByAnotherEventIsAnotherViolation() throws IOException {
    List<String> log =
        new ArrayList<>(Files.readAllLines(EXHIBITS.resolve("b15-x18-lost/faulty.ndjson")));
    for (String line : List.copyOf(log.subList(7, 10))) {
      log.add(line.replaceFirst("\"seq\":\\d+", "\"seq\":" + log.size()));
    }
    Path file = Files.write(scratch.resolve("twice.ndjson"), log);
    ReplayRequest request = ReplayRequest.of(file);
    List<Judgement> violations = Replay.run(request).violations();
    assertEquals(List.of(10L, 13L), violations.stream().map(Judgement::line).toList());
    Window window = Window.of(file, TraceFormat.AUTO, violations.get(0));
    EventReplay replay = new EventReplay(request, file, window.header());
    Minimiser minimiser = new Minimiser(replay, violations.get(0));
    List<KeptEvent> second = window.events().subList(9, 12);
    assertTrue(minimiser.fails(window.events()));
    assertFalse(minimiser.fails(second));
    assertTrue(new Minimiser(replay, violations.get(1)).fails(second));
  }

  @Test
  void theReportSaysFromWhatToWhat() throws IOException {
    Path out = scratch.resolve("out");
    Path log = EXHIBITS.resolve("b15-x18-lost/faulty.ndjson");
    Minimised.of(log, out, List.of());
    CommandRun report = CommandRun.of("report", out.toString(), "--format", "text");
    assertTrue(
        report
            .out()
            .replaceAll("\\s+", " ")
            .contains("Minimised from 9 events to 3 (minimal-REG-PRESERVED.ndjson)."),
        () -> report.out() + report.err());
  }

  private CommandRun kept(Path log, String... options) {
    List<String> words = new ArrayList<>(List.of("replay", log.toString()));
    words.addAll(List.of("--out", scratch.resolve("out").toString()));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }

  /** The answer that lost X18, its call and how it was taken: 3 of 60,000 events. */
  @Test
  void whereAReportIsWrittenTheFirstOfEachRuleIsMinimisedAndShownByWhatIsLeft() throws IOException {
    Path log = scratch.resolve("long.ndjson");
    GeneratedTrace.main(new String[] {"60000", log.toString(), "broken=50000"});
    CommandRun run = kept(log);
    assertEquals(ExitCode.VIOLATED, run.code(), run::err);
    assertEquals("", run.err());
    Path out = scratch.resolve("out");
    Path minimal = out.resolve("minimal-REG-PRESERVED.ndjson");
    assertEquals(4, Files.readAllLines(minimal).size());
    String said = "Minimised from 60,000 events to 3 (minimal-REG-PRESERVED.ndjson).";
    for (String report : List.of("report.txt", "report.md", "report.json")) {
      String text = Files.readString(out.resolve(report)).replaceAll("\\s+", " ");
      assertTrue(text.contains(said), () -> report + "\n" + text);
    }
    JsonNode finding = JSON.readTree(out.resolve("report.json").toFile()).at("/findings/0");
    assertEquals(3, finding.path("steps").size(), finding::toPrettyString);
    String page = Files.readString(out.resolve(finding.path("id").asText() + ".html"));
    assertTrue(page.contains(said), page);
  }

  @Test
  void itMayBeLeftOutAndChangesNoIdOfAFinding() throws IOException {
    Path log = EXHIBITS.resolve("b15-x18-lost/faulty.ndjson");
    kept(log);
    JsonNode with = JSON.readTree(scratch.resolve("out/report.json").toFile()).at("/findings/0/id");
    CommandRun without = kept(log, "--no-minimise");
    assertEquals(ExitCode.VIOLATED, without.code(), without::err);
    assertFalse(Files.exists(scratch.resolve("out/minimal-REG-PRESERVED.ndjson")));
    JsonNode report = JSON.readTree(scratch.resolve("out/report.json").toFile());
    assertEquals(with, report.at("/findings/0/id"));
    assertFalse(report.toString().contains("Minimised"), report::toString);
    assertEquals(ExitCode.USAGE, kept(log, "--no-minimise", "--minimise").code());
  }

  @Test
  void aTraceThatIsMinimalAlreadyIsNotWrittenOver() throws IOException {
    Path log = EXHIBITS.resolve("b15-x18-lost/faulty.ndjson");
    kept(log);
    Path minimal = scratch.resolve("out/minimal-REG-PRESERVED.ndjson");
    String was = Files.readString(minimal);
    CommandRun again =
        CommandRun.of("replay", minimal.toString(), "--out", scratch.resolve("out").toString());
    assertTrue(Files.readString(minimal).equals(was) || again.code() == ExitCode.USAGE, again::err);
  }

  /** What was agreed on stands neither among the first events nor near the violation. */
  @Test
  void whereTheEventsNearbyDoNotShowItTheyAreKeptAndThatIsSaid() throws IOException {
    List<String> exhibit =
        Files.readAllLines(EXHIBITS.resolve("b3-upper-halves-at-el3/faulty.ndjson"));
    List<String> log = new ArrayList<>(List.of(exhibit.get(0)));
    notes(Bound.THOROUGH.first(), log);
    log.addAll(exhibit.subList(1, 7));
    notes(Bound.THOROUGH.before() + 10, log);
    log.addAll(exhibit.subList(7, exhibit.size()));
    for (int seq = 1; seq < log.size(); seq++) {
      log.set(seq, log.get(seq).replaceFirst("\"seq\":\\d+", "\"seq\":" + seq));
    }
    Path file = Files.write(scratch.resolve("far.ndjson"), log);
    Minimised minimised = Minimised.of(file, scratch.resolve("out"), List.of());
    assertEquals("not-reproduced", minimised.minimal().path("state").asText());
    assertEquals("window-" + minimised.rule() + ".ndjson", minimised.file().getFileName() + "");
    assertEquals(Bound.THOROUGH.first() + Bound.THOROUGH.before() + 1, minimised.to());
    assertTrue(minimised.run().out().contains("do not show it"), minimised.run()::out);
  }

  private static void notes(int count, List<String> log) {
    for (int i = 0; i < count; i++) {
      log.add("{\"seq\":0,\"cpu\":0,\"kind\":\"note\",\"text\":\"nothing\"}");
    }
  }

  @Test
  void aLogOfQemuBecomesACanonicalTraceOfItsForm() throws IOException {
    List<String> log = new ArrayList<>();
    for (String syndrome : List.of("0x16/0x5a000000", "0x16/0x58000000", "0x16/0x58000000")) {
      log.add("Taking exception 11 [Hypervisor Call] on CPU 0");
      log.add("...from EL1 to EL2");
      log.add("...with ESR " + syndrome);
      log.add("...with ELR 0x40080004");
      log.add("...to EL2 PC 0x40001400 PSTATE 0x3c9");
      log.add("Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080004");
    }
    Path file = Files.write(scratch.resolve("boot.log"), log);
    Minimised minimised = Minimised.of(file, scratch.resolve("out"), List.of());
    // The first HVC that does not set IL: its entry says it alone.
    assertEquals(1, minimised.to());
    assertEquals(6, minimised.from());
    List<String> lines = Files.readAllLines(minimised.file());
    assertEquals("qemu-int", JSON.readTree(lines.get(0)).at("/source/format").asText());
    assertEquals("boot.log", JSON.readTree(lines.get(0)).at("/source/file").asText());
    assertEquals(7, JSON.readTree(lines.get(1)).path("line").asInt());
    assertEquals(List.of(minimised.rule()), Minimised.broken(minimised.file(), List.of()));
  }

  @Test
  void thePlatformFileBesideTheTraceGoesWithIt() throws IOException {
    Path exhibit = EXHIBITS.resolve("b48-injected-at-the-wrong-vector");
    String trace = Files.readString(exhibit.resolve("faulty.ndjson"));
    Path home = Path.of(System.getProperty("armcall.home"));
    Files.copy(
        home.resolve("spec/platforms/armv8a-el3-el2-a64.json"), scratch.resolve("board.json"));
    Path log = scratch.resolve("t.ndjson");
    Files.writeString(
        log, trace.replaceFirst("\"platform\":\"[^\"]*\"", "\"platform\":\"board.json\""));
    Minimised minimised = Minimised.of(log, scratch.resolve("out"), List.of());
    String platform =
        JSON.readTree(Files.readAllLines(minimised.file()).get(0)).path("platform").asText();
    assertEquals("minimal-" + minimised.rule() + ".platform.json", platform);
    assertEquals(
        Files.readString(scratch.resolve("board.json")),
        Files.readString(minimised.file().resolveSibling(platform)));
  }

  @Test
  void aWrongCommandLineIsOneLineAndALogIsNotWrittenOver() throws IOException {
    String log = EXHIBITS.resolve("b15-x18-lost/faulty.ndjson").toString();
    String out = scratch.resolve("out").toString();
    Minimised minimised = Minimised.of(Path.of(log), Path.of(out), List.of());
    Map<List<String>, String> refused =
        Map.of(
            List.of(log, "--minimise"), "needs --out DIR",
            List.of(log, "--minimise", "--out", out, "--engine", "tlc"), "is for the java engine",
            List.of(minimised.file().toString(), "--minimise", "--out", out), "may write over");
    for (Map.Entry<List<String>, String> each : refused.entrySet()) {
      List<String> words = new ArrayList<>(List.of("replay"));
      words.addAll(each.getKey());
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      assertEquals(ExitCode.USAGE, run.code(), run::err);
      assertTrue(run.err().lines().findFirst().orElseThrow().contains(each.getValue()), run::err);
    }
  }

  @Test
  void whatIsInTheWayIsNamedAndNothingIsKept() throws IOException {
    Path out = scratch.resolve("out");
    Path blocked = out.resolve("minimal-REG-PRESERVED.ndjson");
    Files.createDirectories(blocked.resolve("below"));
    CommandRun run =
        CommandRun.of(
            "replay",
            EXHIBITS.resolve("b15-x18-lost/faulty.ndjson").toString(),
            "--minimise",
            "--out",
            out.toString());
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(
        run.err()
            .startsWith(
                "armcall: --out "
                    + out
                    + ": it has minimal-REG-PRESERVED.ndjson, which armcall did not write there"),
        run::err);
    assertTrue(Files.isDirectory(blocked.resolve("below")));
    assertFalse(Files.exists(out.resolve("result.json")));
  }
}
