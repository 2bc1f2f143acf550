// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.ReplayResult;
import org.junit.jupiter.api.Test;
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
  void aBadLineIsNamedAndWithStrictItIsAnErrorThatKeepsNothing() throws IOException {
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
    assertTrue(run.err().contains("2 events, 1 lines could not be read"), run.err());
    assertTrue(Files.exists(out));
    CommandRun strict =
        CommandRun.of("convert", log.toString(), "--strict", "--out", out.toString());
    assertEquals(ExitCode.INPUT, strict.code());
    assertTrue(strict.err().contains("log.txt:2: not a whole event"), strict.err());
    assertFalse(Files.exists(out));
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
}
