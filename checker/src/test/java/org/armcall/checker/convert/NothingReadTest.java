// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trace is begun when something was read of a log, and not before. */
class NothingReadTest {
  private static final String EVENT = "  a-1 [000] .... 1.000001: kvm_entry: PC: 0x1000\n";

  @TempDir private Path dir;

  private Path log(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  /** Each is taken for a format by what hints at it, and has nothing of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "# tracer: nop\n",
        "IN: start_kernel\n",
        "  a-1 [000] .... 1.000001: sched_switch: prev_comm=a\n",
        "It rained.\n",
        ""
      })
  void nothingIsPrintedAndNoFileIsTouched(String text) throws IOException {
    String log = log("log.txt", text).toString();
    CommandRun printed = CommandRun.of("convert", log);
    assertEquals(ExitCode.INPUT, printed.code());
    assertEquals("", printed.out());
    Path trace = dir.resolve("t.ndjson");
    assertEquals(ExitCode.INPUT, CommandRun.of("convert", log, "--out", trace.toString()).code());
    assertFalse(Files.exists(trace));
    Files.writeString(trace, "of another run\n");
    assertEquals(ExitCode.INPUT, CommandRun.of("convert", log, "--out", trace.toString()).code());
    assertEquals("of another run\n", Files.readString(trace));
  }

  @Test
  void thePageAboutTheProgramIsRefusedInOneLine() {
    String page = Path.of(System.getProperty("armcall.home")).resolve("README.md").toString();
    CommandRun run = CommandRun.of("convert", page);
    assertEquals(ExitCode.INPUT, run.code());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("is of a known format (canonical, qemu-int, "), run.err());
  }

  @Test
  void aFirstLineThatCannotBeReadIsAnErrorWithStrictBeforeAnythingIsPrinted() throws IOException {
    String log =
        log("log.txt", "  a-1 [000] .... 1.000001: kvm_entry: PC: ---\n" + EVENT).toString();
    CommandRun run = CommandRun.of("convert", log, "--strict");
    assertEquals(ExitCode.INPUT, run.code());
    assertEquals("", run.out());
  }

  @Test
  void theTraceOfAnEarlierRunStaysWhereALineIsAnError() throws IOException {
    String log =
        log("log.txt", EVENT + "  a-1 [000] .... 1.000002: kvm_entry: PC: ---\n" + EVENT)
            .toString();
    Path trace = dir.resolve("t.ndjson");
    CommandRun first = CommandRun.of("convert", log, "--strict", "--out", trace.toString());
    assertTrue(first.err().endsWith("; nothing is kept\n"), first.err());
    assertFalse(Files.exists(trace));
    Files.writeString(trace, "of another run\n");
    CommandRun again = CommandRun.of("convert", log, "--strict", "--out", trace.toString());
    assertTrue(again.err().endsWith("; it is as it was before\n"), again.err());
    assertEquals("of another run\n", Files.readString(trace));
  }

  @Test
  void aLogThatCouldNotBeReadIsNotedInTheTraceOfTheOthers() throws IOException {
    String hint = log("hint.txt", "IN: start_kernel\n").toString();
    String good = log("good.txt", EVENT).toString();
    CommandRun run = CommandRun.of("convert", hint, good);
    assertEquals(ExitCode.INPUT, run.code());
    List<String> lines = run.out().lines().toList();
    assertEquals(5, lines.size(), run.out());
    assertTrue(lines.get(0).contains("\"format\":\"ftrace\""), lines.get(0));
    assertTrue(lines.get(1).contains("the lines of " + hint), lines.get(1));
    assertTrue(lines.get(2).contains("not whole: " + hint), lines.get(2));
    assertTrue(lines.get(3).contains("the lines of " + good), lines.get(3));
    assertTrue(lines.get(4).contains("\"kind\":\"return\""), lines.get(4));
  }

  /** An armed recorder in front of which nothing happened. */
  @Test
  void aLogWithoutACallIsATraceWithoutAnEvent() throws IOException {
    Path log = log("log.txt", " i-1 [0] 1.000001: hyp_exit:\n");
    CommandRun run = CommandRun.of("convert", log.toString());
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    assertEquals(1, run.out().lines().count(), run.out());
  }

  @Test
  void compressedDataThatBreakBeforeTheFirstEventPrintNothing() throws IOException {
    Path whole =
        Path.of(System.getProperty("armcall.home")).resolve("traces/corpus/sample-xen-a57.log.gz");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(dir.resolve("cut.log.gz"), Arrays.copyOf(bytes, 40));
    CommandRun run = CommandRun.of("convert", cut.toString());
    assertEquals(ExitCode.INPUT, run.code());
    assertEquals("", run.out());
  }
}
