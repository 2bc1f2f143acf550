// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.armcall.checker.cli.CommandRun;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input, the exit codes, the forms of the result, and what a platform adds. */
class ReplayInputTest {
  @TempDir Path dir;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }

  private static Platform platform(ExecutionState state, ExceptionLevel... more) {
    List<ExceptionLevel> levels = new ArrayList<>(List.of(more));
    levels.add(ExceptionLevel.EL0);
    levels.add(ExceptionLevel.EL1);
    return new Platform(
        "test",
        Architecture.ARMV8A,
        levels.stream().collect(Collectors.toMap(level -> level, level -> state)),
        Set.of(),
        java.util.Map.of());
  }

  @Test
  void aTruncatedLogIsCheckedAsFarAsItGoesAndEndsWith3() throws IOException {
    byte[] whole = Files.readAllBytes(Logs.XEN);
    Path cut = Files.write(dir.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2));
    ReplayResult result = Replay.run(ReplayRequest.of(cut));
    assertEquals(1, result.problems().size());
    assertTrue(result.census().events() > 1000);
    assertEquals("incomplete", result.verdict());
    assertEquals(3, result.exitCode());
    assertTrue(result.toText().contains("not everything could be read"));
  }

  static List<Path> logs() {
    return Logs.all();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aLogThatEndsInsideALineIsCheckedUpToItAndEndsWith3(Path log) throws IOException {
    List<String> lines = Logs.lines(log);
    for (int permille : new int[] {0, 300, 700, 990}) {
      int first = lines.size() * permille / 1000;
      while (first > 0 && !lines.get(first).startsWith("Taking")) {
        first--;
      }
      boolean none = !lines.get(first).startsWith("Taking");
      while (!lines.get(first).startsWith("Taking")) {
        first++;
      }
      int end = Math.min(lines.size(), first + 8);
      // The tail is enough for most logs; the calls' sites need what came before.
      List<String> before = none ? List.of() : lines.subList(Math.max(0, first - 600), first);
      String head = String.join("", before.stream().map(line -> line + "\n").toList());
      String tail = String.join("", lines.subList(first, end).stream().map(l -> l + "\n").toList());
      for (int length = 1; length <= tail.length(); length++) {
        ReplayResult result =
            Replay.run(ReplayRequest.of(write("cut.log", head + tail.substring(0, length))));
        boolean inside = tail.charAt(length - 1) != '\n';
        boolean nothing = head.isEmpty() && tail.indexOf('\n') >= length;
        assertEquals(List.of(), result.violations(), result::toText);
        assertEquals(inside ? 3 : 0, result.exitCode(), result::toText);
        assertEquals(inside ? 1 : 0, result.problems().size());
        if (inside && !nothing) {
          int line = before.size() + 1 + (int) tail.substring(0, length).lines().count() - 1;
          String problem = result.problems().get(0);
          assertTrue(problem.contains("cut.log: the log ends inside line " + line + ";"), problem);
        }
      }
    }
  }

  @Test
  void aViolationBeforeTheCutStaysOne() throws IOException {
    String bad = new Log().hvc(0, 0x58000000L, 0x1004).text() + "Exception ret";
    ReplayResult result = Replay.run(ReplayRequest.of(write("bad.log", bad)));
    assertEquals(1, result.exitCode());
    assertEquals(1, result.problems().size());
  }

  @Test
  void aLogThatCannotBeReadDoesNotStopTheOthers() throws IOException {
    ReplayResult result =
        Replay.run(
            ReplayRequest.of(
                dir,
                dir.resolve("none"),
                write("empty", ""),
                write("text", "hello\n"),
                Logs.LINUX));
    assertEquals(4, result.problems().size());
    assertEquals(3, result.exitCode());
    assertEquals(2575, result.census().events());
    result.problems().forEach(problem -> assertFalse(problem.contains("\n")));
  }

  @Test
  void aViolationStaysOneWhateverElseCouldNotBeRead() throws IOException {
    Path bad = write("bad.log", new Log().hvc(0, 0x58000000L, 0x1004).text());
    ReplayResult result = Replay.run(ReplayRequest.of(bad, dir));
    assertEquals(1, result.exitCode());
    assertEquals("violated", result.verdict());
    String text = result.toText();
    assertTrue(text.startsWith(bad + ":3: SYN-IL violated (CPU 0)\n"), text);
    assertTrue(text.contains(">       3  ...with ESR 0x16/0x58000000"), text);
  }

  @Test
  void aLogWithNothingToCheckSaysSo() throws IOException {
    Path log = write("irq.log", new Log().irq(0, 1, 0x1000).back(1, 1, 0x1000).text());
    ReplayResult result = Replay.run(ReplayRequest.of(log));
    assertTrue(result.nothingChecked());
    assertTrue(result.toText().contains("nothing was checked"), result.toText());
    assertTrue(result.toJson().get("nothingChecked").asBoolean());
    assertEquals("nothing checked", result.toJson().get("verdict").asText());
    assertEquals(0, result.exitCode());
  }

  @Test
  void theJsonHasTheDocumentedKeysFirst() throws IOException {
    Path bad =
        write("bad.log", new Log().hvc(3, 0x58000ea1L, 0x1004).line("garbage \u0007").text());
    JsonNode json = Replay.run(ReplayRequest.of(bad)).toJson();
    assertTrue(
        json.toString()
            .startsWith(
                "{\"verdict\":\"violated\",\"events\":1,\"calls\":{\"hvc\":1,\"smc\":0,\"svc\":0},"
                    + "\"immediates\":{\"hvc\":{\"0xea1\":1}},\"checks\":{\"held\":"),
        json.toString());
    JsonNode violation = json.get("violations").get(0);
    assertEquals("SYN-IL", violation.get("rule").asText());
    assertEquals(3, violation.get("line").asInt());
    assertEquals(3, violation.get("cpu").asInt());
    assertEquals(5, violation.get("evidence").size());
    assertEquals(1, json.get("badLines").asInt());
    assertEquals("garbage ?", json.get("badLineExamples").get(0).get("text").asText());
    assertEquals(1, json.get("byRule").get("SYN-IL").get("violated").asInt());
  }

  /** In a log and in a trace; with a violation, and with none. */
  @Test
  void theLastLineSaysHowManyLinesCouldNotBeRead() throws IOException {
    String trace =
        "{\"armcall\":1,\"source\":{\"format\":\"emulator\"}}\n"
            + "{\"seq\":1,\"kind\":\"call\",\"insn\":\"smc\",\"isa\":\"a32\",\"word\":\"0xe1600070\"}\n"
            + "{\"seq\":2,\"kind\":\"jump\"}\n";
    String log = new Log().hvc(0, 0x5a000ea1L, 0x1004).text();
    String violated = new Log().hvc(0, 0x58000ea1L, 0x1004).text();
    assertLast(0, 1, "but 1 line could not be read", trace);
    assertLast(0, 2, "but 2 lines could not be read", trace + "{\"seq\":\n");
    assertLast(0, 1, "but 1 line could not be read", log + "garbage\n");
    assertLast(1, 1, "but 1 line could not be read", violated + "garbage\n");
    // A log that ends inside a line is a problem of its own.
    assertLast(3, 1, "but 1 line could not be read", log + "garbage\nTaking exc");
  }

  private void assertLast(int exit, long bad, String last, String text) throws IOException {
    String file = write("bad", text).toString();
    CommandRun words = CommandRun.of("replay", file);
    List<String> lines = words.out().lines().toList();
    assertEquals(last, lines.get(lines.size() - 1), words::out);
    assertEquals(exit, words.code().status());
    CommandRun json = CommandRun.of("replay", file, "--json");
    assertEquals(bad, new ObjectMapper().readTree(json.out()).get("badLines").asLong());
    assertEquals(exit, json.code().status());
  }

  /** A note says something of events, and is none. */
  @Test
  void notesAreCountedApart() throws IOException {
    String trace =
        "{\"armcall\":1,\"source\":{\"format\":\"emulator\"}}\n"
            + "{\"seq\":1,\"kind\":\"note\",\"text\":\"it begins\"}\n"
            + "{\"seq\":2,\"kind\":\"call\",\"insn\":\"smc\",\"isa\":\"a32\",\"word\":\"0xe1600070\"}\n";
    String out = CommandRun.of("replay", write("noted", trace).toString()).out();
    assertTrue(out.startsWith("1 event: 1 call; 1 note\n"), out);
  }

  @Test
  void aLogThatIsReadWholeEndsWithItsVerdict() {
    String out = CommandRun.of("replay", Logs.LINUX.toString()).out();
    assertTrue(out.endsWith(" checks, none violated\n"), out);
  }

  @Test
  void theCpuIsAbsentWhereTheLogHasNone() throws IOException {
    String old = new Log().hvc(0, 0x58000000L, 0x1004).text().replace(" on CPU 0", "");
    JsonNode json = Replay.run(ReplayRequest.of(write("old.log", old))).toJson();
    assertFalse(json.get("violations").get(0).has("cpu"));
  }

  private ReplayResult on(Platform platform, Log log) throws IOException {
    Path file = write("platform.log", log.text());
    return Replay.run(new ReplayRequest(List.of(file), Optional.of(platform), Set.of()));
  }

  @Test
  void aPlatformSaysWhichLevelsThereAre() throws IOException {
    Platform el2 = platform(ExecutionState.AARCH64, ExceptionLevel.EL2);
    Log smc = new Log().taken("Secure Monitor Call", 0, 1, 3, 0x5e000000L, 0x1004, 0x1400);
    assertEquals("ROU-SMC-TARGET", on(el2, smc).violations().get(0).rule().id());
    Log handled = new Log().handled("Secure Monitor Call", 0, 1, 3, 0x5e000000L);
    assertEquals(0, on(el2, handled).violated(), "what QEMU answers itself is exempt");
    Log hvc = new Log().hvc(0, 0x5a000ea1L, 0x1004);
    assertEquals(0, on(el2, hvc).violated());
    Platform el1 = platform(ExecutionState.AARCH64);
    assertEquals("ROU-HVC-TARGET", on(el1, hvc).violations().get(0).rule().id());
  }

  @Test
  void aPlatformOf32BitLevelsHasNo64BitCaller() throws IOException {
    Platform a32 = platform(ExecutionState.AARCH32, ExceptionLevel.EL2);
    Log hvc = new Log().header("Hypervisor Call", 0, 1, 2, 0x5a000000L);
    assertEquals(1, on(a32, hvc).exitCode());
    Log right = new Log().header("Hypervisor Call", 0, 1, 2, 0x4a000007L);
    assertEquals(0, on(a32, right).violated());
  }

  @Test
  void qemusTrapWithoutEl3IsANamedDeviation() throws IOException {
    Platform el2 = platform(ExecutionState.AARCH64, ExceptionLevel.EL2);
    Log trap = new Log().trap(0, 0x4e000000L, 0x1000, 0x40001600);
    ReplayResult result = on(el2, trap);
    assertEquals(0, result.violated(), result::toText);
    assertTrue(
        result.toText().contains(Unknown.QEMU_SMC_WITHOUT_EL3.text().substring(0, 30)),
        result::toText);
  }

  @Test
  void theCorpusIsWhatItsPlatformsDo() {
    Platform el2 = platform(ExecutionState.AARCH64, ExceptionLevel.EL2);
    Platform el3 = platform(ExecutionState.AARCH64, ExceptionLevel.EL2, ExceptionLevel.EL3);
    Platform hyp = platform(ExecutionState.AARCH32, ExceptionLevel.EL2);
    Platform mon = platform(ExecutionState.AARCH32, ExceptionLevel.EL2, ExceptionLevel.EL3);
    for (Path log : Logs.all()) {
      String name = log.getFileName().toString();
      Platform machine =
          name.startsWith("bare-a64") || name.contains("-tfa-")
              ? el3
              : name.startsWith("bare-a32") ? mon : name.contains("-a32-") ? hyp : el2;
      ReplayResult result =
          Replay.run(new ReplayRequest(List.of(log), Optional.of(machine), Set.of()));
      assertEquals(List.of(), result.violations(), result::toText);
    }
  }
}
