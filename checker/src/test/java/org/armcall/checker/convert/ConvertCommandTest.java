// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.replay.EnginesAgreeTest;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.armcall.checker.replay.SteppedReplay;
import org.armcall.checker.replay.SteppedResult;
import org.armcall.checker.replay.engine.SteppingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("armcall.home")).resolve("traces/formats/samples");

  @TempDir private Path dir;

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.sorted().toList();
    }
  }

  /** Rule, held, violated, undetermined. */
  private static Map<String, String> answers(Path trace) {
    ReplayResult result = Replay.run(ReplayRequest.of(trace));
    assertEquals(List.of(), result.problems());
    Map<String, String> answers = new TreeMap<>();
    result
        .tally()
        .byRule()
        .forEach(
            (rule, count) ->
                answers.put(
                    rule.id(),
                    count.held() + " " + count.violated() + " " + count.undeterminedTotal()));
    return answers;
  }

  @Test
  void aConvertedLogIsReplayedAsTheLogItselfPlainAndCompressed() throws IOException {
    for (Path sample : samples()) {
      for (String end : List.of("", ".gz", ".zst")) {
        Path out = dir.resolve(sample.getFileName() + ".ndjson" + end);
        CommandRun run = CommandRun.of("convert", sample.toString(), "--out", out.toString());
        assertEquals(ExitCode.HOLDS, run.code(), run.err());
        assertEquals(answers(sample), answers(out), out.toString());
      }
    }
  }

  @Test
  void theFormatAndWhatSaysSoArePrinted() {
    CommandRun run = CommandRun.of("convert", SAMPLES.resolve("ftrace-kvm-mail.txt").toString());
    assertEquals(ExitCode.HOLDS, run.code());
    assertTrue(run.err().contains("format: ftrace (line 4 has kvm_exit)"), run.err());
    assertTrue(run.err().contains("7 lines quoted, 2 lines wrapped and joined"), run.err());
    assertTrue(run.out().startsWith("{\"armcall\":1,\"source\":{\"format\":\"ftrace\""), run.out());
  }

  @Test
  void whatIsOfNoFormatIsRefusedInOneLineThatNamesTheFormats() throws IOException {
    Path prose = Files.writeString(dir.resolve("prose.txt"), "It was a dark night.\nIt rained.\n");
    for (String command : List.of("convert", "replay")) {
      CommandRun run = CommandRun.of(command, prose.toString());
      assertEquals(ExitCode.INPUT, run.code());
      assertTrue(run.err().contains("canonical, qemu-int, tarmac, ftrace"), run.err());
    }
  }

  @Test
  void aBadLineIsNamedAndWithStrictItIsAnError() throws IOException {
    Path log =
        Files.writeString(
            dir.resolve("log.txt"),
            "  a-1 [000] .... 1.000001: kvm_entry: PC: 0x1000\n"
                + "  a-1 [000] .... 1.000002: kvm_entry: PC: ---\n"
                + "  a-1 [000] .... 1.000003: kvm_entry: PC: 0x1000\n");
    Path out = dir.resolve("t.ndjson");
    CommandRun run = CommandRun.of("convert", log.toString(), "--out", out.toString());
    assertEquals(ExitCode.HOLDS, run.code());
    assertTrue(run.err().contains("log.txt:2: not a whole event"), run.err());
    assertTrue(run.err().contains("2 events, 1 line could not be read"), run.err());
    assertTrue(Files.exists(out));
    CommandRun strict =
        CommandRun.of("convert", log.toString(), "--strict", "--out", out.toString());
    assertEquals(ExitCode.INPUT, strict.code());
    assertTrue(strict.err().contains("log.txt:2: not a whole event"), strict.err());
  }

  @Test
  void severalLogsBecomeOneTraceWithANoteBeforeEach() {
    CommandRun run =
        CommandRun.of(
            "convert",
            SAMPLES.resolve("ftrace-kvm.txt").toString(),
            SAMPLES.resolve("ftrace-kvm32.txt").toString());
    assertEquals(ExitCode.HOLDS, run.code());
    assertEquals(2, run.out().lines().filter(line -> line.contains("the lines of ")).count());
  }

  @Test
  void theLogIsNotWrittenOver() {
    String log = SAMPLES.resolve("ftrace-kvm.txt").toString();
    assertEquals(ExitCode.USAGE, CommandRun.of("convert", log, "--out", log).code());
  }

  @Test
  void anAnswerThatAFunctionDoesNotHaveIsFoundInADriversEvents() throws IOException {
    // DEN0022: MIGRATE has no result 5.
    Path log =
        Files.writeString(
            dir.resolve("psci.txt"),
            " i-1 [0] 1.000001: arm_smccc_start: call=smc fn=84000000 args={0 0 0 0 0 0 0}\n"
                + " i-1 [0] 1.000002: arm_smccc_end: call=smc fn=84000000 res={10001 0 0 0}\n"
                + " i-1 [0] 1.000003: arm_smccc_start: call=smc fn=84000005 args={0 0 0 0 0 0 0}\n"
                + " i-1 [0] 1.000004: arm_smccc_end: call=smc fn=84000005 res={5 0 0 0}\n");
    CommandRun run = CommandRun.of("replay", log.toString());
    assertEquals(ExitCode.VIOLATED, run.code());
    assertTrue(run.out().contains("psci.txt:4: RES-CODE violated"), run.out());
  }

  @Test
  void theTableOfFormatsIsWhatReplayDecidesInTheSamples() throws IOException {
    String page = Files.readString(SAMPLES.resolveSibling("README.md"));
    for (String row : FormatTable.rows(samples())) {
      assertTrue(page.contains(row), "traces/formats/README.md lacks\n" + row);
    }
  }

  /** What is committed of each format: samples, recorded logs, traces of exhibits. */
  private static List<Path> committedLogs() throws IOException {
    Path traces = SAMPLES.getParent().getParent();
    List<Path> logs = new ArrayList<>(samples());
    try (Stream<Path> recorded = Files.list(traces.resolve("corpus"));
        Stream<Path> exhibits = Files.walk(traces.resolve("exhibits"))) {
      recorded.filter(log -> log.toString().endsWith(".log.gz")).sorted().forEach(logs::add);
      exhibits.filter(log -> log.toString().endsWith(".ndjson")).sorted().forEach(logs::add);
    }
    return logs;
  }

  @Test
  void theTableOfFormatsInTheReadmeIsWhatReplayDecidesInTheCommittedLogs() throws IOException {
    String readme =
        Files.readString(Path.of(System.getProperty("armcall.home")).resolve("README.md"));
    String table = FormatTable.ofFormats(committedLogs());
    assertTrue(readme.contains("\n" + table + "\n"), "README.md lacks\n" + table);
  }

  @Test
  void theLogsOfADirectoryAreEachATraceAndManyAtOnceGiveTheSame() throws IOException {
    Path one = Files.createDirectory(dir.resolve("one"));
    Path many = Files.createDirectory(dir.resolve("many"));
    List<String> logs = samples().stream().map(Path::toString).toList();
    CommandRun alone = converted(logs, "--out", one.toString());
    CommandRun together = converted(logs, "--jobs", "4", "--out", many.toString());
    assertEquals(ExitCode.HOLDS, alone.code(), alone.err());
    assertEquals(alone, together);
    for (Path sample : samples()) {
      String name = sample.getFileName() + ".ndjson";
      assertEquals(answers(sample), answers(one.resolve(name)));
      assertEquals(-1, Files.mismatch(one.resolve(name), many.resolve(name)), name);
    }
  }

  private static CommandRun converted(List<String> logs, String... options) {
    return CommandRun.of(
        Stream.of(Stream.of("convert"), logs.stream(), Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void oneTraceOfManyLogsIsNotWrittenByManyJobs() {
    String log = SAMPLES.resolve("ftrace-kvm.txt").toString();
    CommandRun run =
        CommandRun.of("convert", log, "--jobs", "2", "--out", dir.resolve("t.ndjson").toString());
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("--out DIR"), run.err());
    assertEquals(ExitCode.USAGE, CommandRun.of("convert", log, "--jobs", "0").code());
  }

  @Test
  void logsThatWouldBeOneFileInADirectoryAreRefused() throws IOException {
    Path other = Files.createDirectory(dir.resolve("other"));
    Path log = SAMPLES.resolve("ftrace-kvm.txt");
    Path copy = Files.copy(log, other.resolve("ftrace-kvm.txt"));
    CommandRun run =
        CommandRun.of("convert", log.toString(), copy.toString(), "--out", dir.toString());
    assertEquals(ExitCode.USAGE, run.code());
    assertFalse(Files.exists(dir.resolve("ftrace-kvm.txt.ndjson")));
  }

  @Test
  void countingSaysWhatIsInEachLogAndOneThatIsMissingHidesNoOther() throws IOException {
    Path log =
        Files.writeString(
            dir.resolve("log.txt"),
            "  a-1 [000] .... 1.000001: kvm_entry: PC: 0x1000\n"
                + "  a-1 [000] .... 1.000002: kvm_entry: PC: ---\n"
                + "  a-1 [000] .... 1.000003: kvm_entry: PC: 0x1000\n");
    String missing = dir.resolve("missing.txt").toString();
    for (String jobs : List.of("1", "3")) {
      CommandRun run =
          CommandRun.of(
              "convert",
              missing,
              log.toString(),
              missing,
              log.toString(),
              "--count",
              "--jobs",
              jobs);
      assertEquals(ExitCode.INPUT, run.code());
      String line = log + ": ftrace, 3 lines, 2 events, 1 line could not be read\n";
      assertEquals(line + line, run.out());
      assertEquals(2, run.err().lines().filter(l -> l.endsWith("no such file")).count(), run.err());
    }
  }

  /** TLC is beside the program only when that is packaged. */
  private static SteppedResult stepped(Path file) {
    try {
      return new SteppedReplay(
              EnginesAgreeTest.classPath(),
              Path.of(System.getProperty("armcall.home")).resolve("spec"),
              Set.of())
          .run(ReplayRequest.of(file));
    } catch (SteppingException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void aTraceOfALogThatIsCutOffSaysSo() throws IOException {
    Path whole =
        Path.of(System.getProperty("armcall.home"))
            .resolve("traces/corpus/sample-linux-el2-a57.log.gz");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(dir.resolve("cut.log.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    Path out = dir.resolve("cut.ndjson");
    CommandRun run = CommandRun.of("convert", cut.toString(), "--out", out.toString());
    assertEquals(ExitCode.INPUT, run.code());
    List<String> lines = Files.readAllLines(out);
    String last = lines.get(lines.size() - 1);
    assertTrue(last.contains("\"kind\":\"note\",\"text\":\"not whole: "), last);
    CommandRun ofLog = CommandRun.of("replay", cut.toString());
    CommandRun ofTrace =
        CommandRun.of("replay", SAMPLES.resolve("ftrace-kvm.txt").toString(), out.toString());
    String why = out + ": was made from a log that is not whole: " + cut;
    assertEquals(ExitCode.INPUT, ofLog.code());
    assertEquals(ExitCode.INPUT, ofTrace.code());
    assertTrue(ofTrace.err().contains(why), ofTrace.err());
    assertTrue(ofLog.out().contains("but not everything could be"), ofLog.out());
    assertTrue(ofTrace.out().contains("but not everything could be"), ofTrace.out());
    SteppedResult stepped = stepped(out);
    assertTrue(stepped.problems().get(0).contains(why), stepped.problems().toString());
    assertTrue(stepped.toText().contains("but not everything could be"), stepped.toText());
    CommandRun counted = CommandRun.of("convert", out.toString(), "--count");
    assertEquals(ExitCode.INPUT, counted.code());
    assertTrue(counted.err().contains("was made from a log that is not whole"), counted.err());
  }

  @Test
  void eachCommandCountsTheSameEvents() throws IOException {
    for (Path sample : samples()) {
      Path out = dir.resolve(sample.getFileName() + ".ndjson");
      CommandRun converted =
          CommandRun.of("convert", sample.toString(), "--json", "--out", out.toString());
      CommandRun counted = CommandRun.of("convert", sample.toString(), "--json", "--count");
      long events = events(CommandRun.of("replay", sample.toString(), "--json"));
      assertEquals(events, events(converted), sample.toString());
      assertEquals(events, events(counted), sample.toString());
      assertEquals(events, events(CommandRun.of("replay", out.toString(), "--json")));
    }
  }

  private static long events(CommandRun run) throws IOException {
    JsonNode json = new ObjectMapper().readTree(run.out());
    return (json.isArray() ? json.get(0) : json).get("events").asLong();
  }

  @Test
  void aLogThatIsCutOffIsAnErrorWithStrictAndHasNoResult() throws IOException {
    Path log = SAMPLES.resolve("ftrace-kvm.txt");
    byte[] bytes = Files.readAllBytes(log);
    Path cut = Files.write(dir.resolve("cut.txt"), Arrays.copyOf(bytes, bytes.length - 9));
    Path out = dir.resolve("cut.ndjson");
    for (List<String> options :
        List.of(
            List.of("convert", "--count"),
            List.of("convert", "--out", out.toString()),
            List.of("replay", "--json"),
            List.of("replay"))) {
      List<String> words = new ArrayList<>(options);
      words.addAll(List.of("--strict", cut.toString()));
      CommandRun run = CommandRun.of(words.toArray(String[]::new));
      assertEquals(ExitCode.INPUT, run.code());
      assertEquals("", run.out());
      assertTrue(run.err().contains("ends inside line"), run.err());
      assertTrue(run.err().contains("without it the rest is read"), run.err());
    }
    assertFalse(Files.exists(out));
  }

  @Test
  void whereNothingWasReadThereIsNoResultButTheReason() throws IOException {
    Path prose = Files.writeString(dir.resolve("prose.txt"), "It was...\n...a dark night.\n");
    for (String file :
        List.of(dir.resolve("missing").toString(), dir.toString(), prose.toString())) {
      for (List<String> options :
          List.of(
              List.of("replay"),
              List.of("convert", "--count"),
              List.of("convert", "--out", dir.resolve("t.ndjson").toString()))) {
        List<String> words = new ArrayList<>(options);
        words.add(file);
        CommandRun run = CommandRun.of(words.toArray(String[]::new));
        assertEquals(ExitCode.INPUT, run.code());
        assertEquals("", run.out());
        assertEquals(
            1, run.err().lines().filter(line -> !line.contains(": format: ")).count(), run.err());
      }
      SteppedResult stepped = stepped(Path.of(file));
      assertEquals("", stepped.toText());
      assertEquals(1, stepped.problems().size(), stepped.problems().toString());
    }
  }

  @Test
  void aTraceThatCannotBeWrittenIsNotThere() throws IOException {
    String log = SAMPLES.resolve("ftrace-kvm.txt").toString();
    CommandRun nowhere =
        CommandRun.of("convert", log, "--out", dir.resolve("nowhere/t.ndjson").toString());
    assertEquals(ExitCode.ENGINE, nowhere.code());
    assertTrue(
        nowhere.err().contains("there is no such directory; nothing is kept"), nowhere.err());
    try (Stream<Path> left = Files.list(dir)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatIsFullIsTold() {
    String log = SAMPLES.resolve("ftrace-kvm.txt").toString();
    CommandRun full = CommandRun.of("convert", log, "--out", "/dev/full");
    assertEquals(ExitCode.ENGINE, full.code());
    assertTrue(
        full.err().contains("--out /dev/full cannot be written: the disk is full"), full.err());
    assertEquals(1, full.err().lines().filter(line -> line.contains("/dev/full")).count());
  }

  @Test
  void standardInputIsALogOnce() {
    assertEquals(ExitCode.USAGE, CommandRun.of("convert", "-", "-").code());
    CommandRun empty = CommandRun.of("convert", "-");
    assertEquals(ExitCode.INPUT, empty.code());
    assertTrue(empty.err().contains("standard input: is empty"), empty.err());
    for (String command : List.of("convert", "replay")) {
      CommandRun directory = CommandRun.of(command, dir.toString());
      assertEquals(ExitCode.INPUT, directory.code());
      assertTrue(directory.err().contains("is a directory"), directory.err());
    }
  }
}
