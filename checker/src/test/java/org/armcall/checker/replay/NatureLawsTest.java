// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.rule.Rule;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.qemu.QemuIntReader;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found once for each nature is what is found for each exception by itself. */
class NatureLawsTest {
  private static final int EVENTS = 6000;

  @TempDir Path dir;

  static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>(Logs.all());
    try (Stream<Path> traces = Files.walk(Logs.CORPUS.resolveSibling("exhibits"))) {
      traces.filter(file -> file.toString().endsWith(".ndjson")).sorted().forEach(all::add);
    }
    assertFalse(all.size() < 40, "the exhibits are not where they were");
    return all;
  }

  private static Tally replayed(Path file, Natures natures) throws IOException, TraceException {
    Tally tally = new Tally(Set.of());
    Census census = new Census();
    LogReplay replay = new LogReplay(tally, census, Optional.empty(), Expectations.NONE, natures);
    try (LogLines lines = LogSource.open(file)) {
      if (CanonicalReader.isCanonical(lines)) {
        CanonicalReader.read(
            lines, new CanonicalReplay(file, replay, tally, census, problem -> {}));
      } else {
        QemuIntReader.read(lines, replay);
      }
    }
    replay.endOfLog();
    tally.endFile();
    return tally;
  }

  private static void assertRemembersRightly(Path file) throws IOException, TraceException {
    Tally expected = replayed(file, Natures.forgetful());
    Tally remembered = replayed(file, new Natures());
    assertEquals(expected.byRule(), remembered.byRule());
    assertEquals(expected.violations(), remembered.violations());
  }

  // replay with memory = replay without
  @ParameterizedTest
  @MethodSource("files")
  void aLogIsJudgedAsIfEachExceptionWereTheFirst(Path file) throws IOException, TraceException {
    assertRemembersRightly(file);
  }

  @Test
  void soIsATraceWhoseCallsRepeat() throws IOException, TraceException {
    Path trace = dir.resolve("trace.ndjson");
    GeneratedTrace.write(trace, EVENTS, false, EVENTS / 2);
    assertRemembersRightly(trace);
  }

  // The trap is the same twice; the second time SPSR, then the call's own state, is another.
  @Test
  void aNatureIsNotTakenForAnotherThatDiffersInWhatIsSaved() throws IOException, TraceException {
    Path trace = dir.resolve("trace.ndjson");
    String call =
        "'kind':'call','insn':'smc','isa':'a32','el':1,'pc':'0x8000','word':'0xe1600070',"
            + "'regs':{'cpsr':'%s'}";
    String entry =
        "'kind':'entry','fromEl':1,'toEl':2,'toState':'a32','syndrome':'0x4e000000','elr':'0x8000',"
            + "'spsr':'%s','vector':'0x1014'";
    Trace written = Trace.ofEmulator();
    for (String[] states :
        new String[][] {
          {"0x600001d3", "0x600001d3"},
          {"0x600001d3", "0x200001d3"},
          {"0x200001d3", "0x600001d3"},
          {"0x200001d3", "0x200001d3"}
        }) {
      written.event(String.format(call, states[0])).event(String.format(entry, states[1]));
    }
    Files.writeString(trace, written.text());
    assertRemembersRightly(trace);
    List<Long> lines =
        replayed(trace, new Natures()).violations().stream()
            .filter(finding -> finding.rule() == Rule.RET_RESUME)
            .map(Judgement::line)
            .toList();
    assertEquals(List.of(5L, 7L), lines);
  }
}
