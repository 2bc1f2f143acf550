// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code armcall emulate} as a user types it. */
final class EmulateCommandTest {
  private static final Path SCENARIOS =
      Path.of(System.getProperty("armcall.home"), "traces", "scenarios");
  private static final String MAIL = SCENARIOS.resolve("mail-smc-iss-zero.yaml").toString();
  private static final String CLEAN = SCENARIOS.resolve("mail-smc-a64.yaml").toString();

  @TempDir Path temporary;

  @Test
  void theMailsCaseIsExplained() {
    CommandRun run = CommandRun.of("emulate", MAIL);
    assertEquals(ExitCode.HOLDS, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("WRONG: executed was smc #1"), run.out());
    assertTrue(
        run.out().contains("if (!hsr.iss) at 0x40008000 relies on HSR.ISS[24:0]"), run.out());
    assertTrue(run.out().contains("as the scenario expects"), run.out());
  }

  @Test
  void withoutAnExpectationAWrongImmediateExitsWithOne() throws IOException {
    String text = Files.readString(Path.of(MAIL));
    Path bare =
        Files.writeString(
            temporary.resolve("bare.yaml"), text.substring(0, text.indexOf("expect:")));
    assertEquals(ExitCode.VIOLATED, CommandRun.of("emulate", bare.toString()).code());
    String clean = Files.readString(Path.of(CLEAN));
    Path cleanBare =
        Files.writeString(
            temporary.resolve("clean.yaml"), clean.substring(0, clean.indexOf("expect:")));
    CommandRun run = CommandRun.of("emulate", cleanBare.toString());
    assertEquals(ExitCode.HOLDS, run.code(), run.out());
  }

  @Test
  void aRunThatDoesNotDoWhatItsScenarioExpectsExitsWithOne() throws IOException {
    Path other =
        Files.writeString(
            temporary.resolve("other.yaml"),
            Files.readString(Path.of(MAIL)).replace("dispatch: psci", "dispatch: hypercall"));
    CommandRun run = CommandRun.of("emulate", other.toString());
    assertEquals(ExitCode.VIOLATED, run.code());
    assertTrue(
        run.out().contains("decision 1 should be recovered 0x0, hypercall, but is"), run.out());
  }

  @Test
  void aSeedIsPrintedAndItsListRepeatsTheRun() {
    CommandRun seeded = CommandRun.of("emulate", CLEAN, "--seed", "7");
    assertTrue(seeded.out().contains("seed 7; as a list: cpu0*"), seeded.out());
    assertEquals(seeded.out(), CommandRun.of("emulate", CLEAN, "--seed", "7").out());
  }

  @Test
  void theTraceIsKeptAndReplayed() {
    Path trace = temporary.resolve("trace.ndjson");
    assertEquals(ExitCode.HOLDS, CommandRun.of("emulate", MAIL, "--out", trace.toString()).code());
    CommandRun replay = CommandRun.of("replay", trace.toString());
    assertEquals(ExitCode.VIOLATED, replay.code());
    assertTrue(replay.out().contains("IMM-EXECUTED-ONLY"), replay.out());
    Path directory = temporary.resolve("traces");
    CommandRun both = CommandRun.of("emulate", MAIL, CLEAN, "--out", directory.toString());
    assertTrue(both.out().contains("2 of 2 scenarios as expected"), both.out());
    assertTrue(Files.exists(directory.resolve("mail-smc-a64.ndjson")));
  }

  @Test
  void machinesGetJson() {
    CommandRun run = CommandRun.of("emulate", MAIL, "--json");
    assertTrue(run.out().contains("\"violated\" : [ \"IMM-EXECUTED-ONLY\""), run.out());
    assertTrue(run.out().contains("\"wrong\" : true"), run.out());
  }

  @Test
  void anotherPlatformIsAnotherRun() {
    CommandRun run = CommandRun.of("emulate", MAIL, "--platform", "armv8a-el3-el2-a64");
    assertTrue(run.out().contains("on armv8a-el3-el2-a64"), run.out());
    assertTrue(run.out().contains("nothing is expected of this run"), run.out());
  }

  @Test
  void whatIsWrongIsOneLine() throws IOException {
    Path bad =
        Files.writeString(
            temporary.resolve("bad.yaml"),
            Files.readString(Path.of(MAIL)).replace("policy: iss-zero", "policy: iss-one"));
    for (String[] args :
        new String[][] {
          {"emulate", bad.toString()}, {"emulate", temporary.resolve("missing.yaml").toString()}
        }) {
      CommandRun run = CommandRun.of(args);
      assertEquals(ExitCode.INPUT, run.code(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    assertTrue(
        CommandRun.of("emulate", bad.toString())
            .err()
            .contains(": handler.policy: there is no policy"));
    assertEquals(ExitCode.USAGE, CommandRun.of("emulate").code());
    assertEquals(ExitCode.USAGE, CommandRun.of("emulate", MAIL, "--seed", "many").code());
    assertEquals(ExitCode.USAGE, CommandRun.of("emulate", MAIL, "--platform", "pdp11").code());
  }

  @Test
  void aMillionTurnsAreBounded() throws IOException {
    Path loop =
        Files.writeString(
            temporary.resolve("loop.yaml"),
            Files.readString(Path.of(CLEAN))
                .replace("idle:  b idle", "idle:  b guest")
                .replace("schedule: cpu0*8", "schedule: seed 3\nlimit: 1000000")
                .replaceAll("(?s)expect:.*", ""));
    assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> {
          CommandRun run = CommandRun.of("emulate", loop.toString());
          assertEquals(ExitCode.HOLDS, run.code(), run.out() + run.err());
          assertTrue(run.out().contains("the limit of 1000000 turns was reached"), run.out());
        });
  }

  /** Each in one line that says what to do. */
  @Test
  void whatIsNoScenarioIsOneLine() throws IOException {
    Path empty = Files.createFile(temporary.resolve("empty.yaml"));
    Path binary = Files.write(temporary.resolve("binary"), new byte[] {0x7f, 'E', 'L', 'F', 2, 0});
    Path latin = Files.write(temporary.resolve("latin"), new byte[] {'a', ':', ' ', (byte) 0xe4});
    Map<Path, String> problems =
        Map.of(
            Path.of("nofile"),
            "there is no such file; traces/scenarios has scenarios to begin with",
            temporary,
            "it is a directory; name the scenarios in it, for example "
                + temporary.resolve("*.yaml"),
            empty,
            "it is empty; a scenario begins with 'armcall: scenario 1'",
            binary,
            "it is not text in UTF-8; a scenario begins with 'armcall: scenario 1'",
            latin,
            "it is not text in UTF-8; a scenario begins with 'armcall: scenario 1'");
    problems.forEach(
        (file, problem) -> {
          CommandRun run = CommandRun.of("emulate", file.toString());
          assertEquals(ExitCode.INPUT, run.code(), run.err());
          assertEquals("armcall: " + file + ": " + problem, run.err().strip());
        });
  }

  @Test
  void aBadFileIsHeardOfBeforeAnyRuns() {
    CommandRun run = CommandRun.of("emulate", CLEAN, temporary.resolve("missing.yaml").toString());
    assertEquals(ExitCode.INPUT, run.code());
    assertEquals("", run.out());
    assertEquals(ExitCode.INPUT, CommandRun.of("emulate", temporary.toString()).code());
  }

  @Test
  void aTraceThatCannotBeWrittenIsSaid() throws IOException {
    Path file = Files.createFile(temporary.resolve("a-file"));
    for (Path out : new Path[] {file.resolve("below"), temporary.resolve("no/such.ndjson")}) {
      CommandRun run = CommandRun.of("emulate", CLEAN, "--out", out.toString());
      assertEquals(ExitCode.ENGINE, run.code(), run.out());
      assertTrue(run.err().contains("--out " + out + " cannot be written: "), run.err());
    }
    assertTrue(Files.isDirectory(temporary));
    Path copy = Files.copy(Path.of(CLEAN), temporary.resolve("copy.yaml"));
    CommandRun twice =
        CommandRun.of("emulate", CLEAN, copy.toString(), "--out", temporary.toString());
    assertTrue(twice.err().contains("two scenarios are called mail-smc-a64"), twice.err());
  }

  @Test
  void severalTracesNeedADirectory() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    CommandRun run = CommandRun.of("emulate", MAIL, CLEAN, "--out", file.toString());
    assertEquals(ExitCode.USAGE, run.code(), run.out());
    assertTrue(
        run.err().contains(file + " is one file, and 2 scenarios make as many traces"), run.err());
    assertEquals("", run.out());
  }

  /** The trace's word is psci for every call of the convention; SMCCC_VERSION is none of PSCI. */
  @Test
  void theReferencePoliciesTakeCallsOfTheConvention() {
    String boot = SCENARIOS.resolve("convention-boot-a64.yaml").toString();
    CommandRun run = CommandRun.of("emulate", boot);
    assertTrue(run.out().contains("taken as a call of the convention"), run.out());
    assertFalse(run.out().contains("taken for PSCI"), run.out());
    assertTrue(CommandRun.of("emulate", MAIL).out().contains("taken for PSCI"));
  }

  @Test
  void theHelpNamesEveryPolicyAndTheCallee() {
    String help = CommandRun.of("help", "emulate").out();
    for (String word :
        new String[] {
          "iss-zero",
          "iss16-zero",
          "syndrome-immediate",
          "memory-immediate",
          "function-id",
          "reference-hypervisor",
          "reference-firmware",
          "callee: xen"
        }) {
      assertTrue(help.contains(word), word + " in " + help);
    }
  }

  /** Behind its call this guest has nothing: it takes UNDEFINED, and then aborts at its vectors. */
  @Test
  void aRunawayGuestSaysWhereItWentAstray() throws IOException {
    Path runaway =
        Files.writeString(
            temporary.resolve("runaway.yaml"),
            """
            armcall: scenario 1
            name: runaway
            platform: armv8a-el3-el2-a64
            controls: [HCR.TSC=1]
            memory: [{at: 0x40000000, size: 0x10000}]
            cpus: [{start: {at: 0x40008000, isa: a64}}]
            code: [{at: 0x40008000, isa: a64, text: "nop\\nnop\\n.word 0"}]
            schedule: cpu0*40
            """);
    CommandRun run = CommandRun.of("emulate", runaway.toString());
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    // Two NOPs; then UNDEFINED and 37 aborts, each of which takes its vector from VBAR_EL1.
    assertTrue(
        run.out()
            .contains("fault      cpu0  undefined at 0x40008008, taken to EL1; the first of 38"),
        run.out());
    String vector = "the vector of an exception at ";
    assertTrue(run.out().contains(vector + "0x40008008 relies on VBAR_EL1 of cpu0"), run.out());
    assertTrue(
        run.out()
            .contains(vector + "0x200 relies on VBAR_EL1 of cpu0 was never written  (37 times)"),
        run.out());
    assertEquals(2, run.out().lines().filter(line -> line.contains("relied on")).count());
    String json = CommandRun.of("emulate", runaway.toString(), "--json").out();
    assertTrue(json.contains("\"times\" : 37") && json.contains("\"cause\" : \"undefined\""), json);
  }

  /** Memory that was never written reads as ANDEQ here: each is another address. */
  @Test
  void reliancesThatDifferInTheirAddressesAreCounted() throws IOException {
    Path slide =
        Files.writeString(
            temporary.resolve("slide.yaml"),
            """
            armcall: scenario 1
            name: slide
            platform: armv7a-virt
            memory: [{at: 0x40000000, size: 0x10000}]
            cpus: [{start: {at: 0x40008000, isa: a32}}]
            schedule: cpu0*40
            """);
    CommandRun run = CommandRun.of("emulate", slide.toString());
    assertEquals(3, run.out().lines().filter(line -> line.contains("relied on")).count());
    assertTrue(run.out().contains("and 37 alike at other addresses  (37 times)"), run.out());
  }

  @Test
  void whatIsNotModelledIsNotClean() throws IOException {
    Path odd =
        Files.writeString(
            temporary.resolve("odd.yaml"),
            Files.readString(Path.of(CLEAN))
                .replaceFirst("(?m)^(\\s+guest: )smc #.*$", "$1.word 0x1e602800")
                .replaceAll("(?s)expect:.*", ""));
    CommandRun run = CommandRun.of("emulate", odd.toString());
    assertEquals(ExitCode.VIOLATED, run.code(), run.out());
    assertTrue(run.out().contains("not modelled: word 0x1e602800 (a64) at 0x4000"), run.out());
  }

  /**
   * Without EL3 an SMC is UNDEFINED, or trapped where the machine does that. The rule needs to know
   * the machine, which no header names.
   */
  @Test
  void aMachineThatIsNoPresetIsReplayedAsItIsDescribed() throws IOException {
    Path mine =
        Files.writeString(
            temporary.resolve("mine.yaml"),
            """
            armcall: scenario 1
            name: mine
            platform: {name: mine, arch: armv8a, el3: none, el2: aarch64, trapsSmcWithoutEl3: "yes"}
            controls: [HCR_EL2.TSC=1]
            memory: [{at: 0x40000000, size: 0x10000}]
            cpus: [{start: {at: 0x40008000, isa: a64}}]
            code: [{at: 0x40008000, isa: a64, text: "smc #1\\nb ."}]
            handler: {level: el2, policy: syndrome-immediate}
            schedule: cpu0*6
            expect: {decisions: [{result: recovered, immediate: 1}], replay: {violated: []}}
            """);
    Path trace = temporary.resolve("mine.ndjson");
    CommandRun run = CommandRun.of("emulate", mine.toString(), "--out", trace.toString());
    assertEquals(ExitCode.HOLDS, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("mine  on mine"), run.out());
    assertFalse(Files.readAllLines(trace).get(0).contains("platform"));
    CommandRun replay = CommandRun.of("replay", trace.toString());
    assertEquals(ExitCode.HOLDS, replay.code(), replay.out() + replay.err());
  }
}
