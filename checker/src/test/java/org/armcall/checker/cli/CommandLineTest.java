// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands as a user types them: exit codes, one line for what is wrong, and what stands on
 * which stream.
 */
final class CommandLineTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final String SAMPLE =
      HOME.resolve("traces/corpus/sample-linux-el2-a57.log.gz").toString();

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "decode",
        "decode esr",
        "decode esr banana",
        "decode esr 0x12345678123456781",
        "decode hsr 0x123456789",
        "decode car 1",
        "decode insn 0x1 --isa x86",
        "decode esr 1 --frob",
        "rules SYN-NOPE",
        "predict",
        "predict --platform armv8a-el2-a64",
        "predict --platform armv8a-el2-a64 --isa a64 --el 9 --insn hvc#1",
        "predict --platform armv8a-el2-a64 --isa a64 --el 1 --insn brk#1",
        "predict --platform armv8a-el2-a64 --isa a64 --el 3 --insn hvc#1",
        "predict --platform armv8a-el2-a64 --isa a64 --el 1 --insn hvc#1 --set HCR.FOO=1",
        "predict --platform armv8a-el2-a64 --isa a64 --el 1 --insn hvc#1 --set HCR.TSC",
        "predict --platform pdp11 --isa a64 --el 1 --insn hvc#1",
        "replay",
        "replay x --format etm",
        "replay x --engine alloy",
        "replay x --rules SYN-NOPE",
        "replay x --platform pdp11",
        "report",
        "check --profile huge",
        "check --workers 0",
        "check --workers many",
        "check no-such-model",
        "replay x --rules ,",
        "predict --batch --platform armv8a-el2-a64",
        "predict --platform armv8a-el2-a64 --isa a64 --el 1 --insn hvc#1 --set HCR.TSC=1 HCR_EL2.TSC=0"
      })
  void aWrongCommandLineIsOneLineAndExitsWithTwo(String commandLine) {
    CommandRun run = CommandRun.of(commandLine.split(" "));
    assertEquals(ExitCode.USAGE, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("armcall: "), run.err());
    assertTrue(run.err().contains("try 'armcall help"), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
    assertEquals("", run.out());
  }

  /** Each with what the line says, in the words that the user typed or has to type. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replay x --frob|there is no option --frob (try 'armcall help replay')",
        "replay x --fromat qemu-int|there is no option --fromat; did you mean --format?",
        "replay x -q|there is no option -q; write --quiet",
        "replay x -j 4|there is no option -j; write --jobs or --json",
        "replay x -F qemu-int|there is no option -F; write --format",
        "replay x -z|there is no option -z (try",
        "replay x --strict=yes|--strict takes no value",
        "replay x --json=1|--json takes no value",
        "replay x --out|--out needs a value: --out DIR",
        "replay --jobs|--jobs needs a value: --jobs N",
        "replay x --format etm|--format is auto, canonical, qemu-int, tarmac, ftrace,",
        "report x --format etm|--format is text, md, json, html, sarif, junit, itf, alloy or all,",
        "compare --format etm|--format is text, md, html or json, not 'etm'",
        "replay x --engine alloy|--engine is java or tlc, not 'alloy'",
        "check zzzzzzzzzzzzzzz|the folders of models are convention, encodings, ",
        "check syndrome/layuots|did you mean syndrome/layouts",
      })
  void anOptionIsNamedAsItIsTyped(String commandLine, String said) {
    CommandRun run = CommandRun.of(commandLine.split(" "));
    assertEquals(ExitCode.USAGE, run.code(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(said), run.err());
    assertEquals("", run.out());
  }

  @Test
  void theListOfFormatsIsInTheOrderOfTheHelp() {
    for (String command : new String[] {"replay", "convert", "report"}) {
      String help = CommandRun.of("help", command).out();
      String said = CommandRun.of(command, "x", "--format", "etm").err();
      String list = said.replaceAll("(?s).*--format is (?:auto, )?(.*?) or .*", "$1");
      assertTrue(list.contains(", ") && help.contains(list), said);
    }
  }

  @Test
  void theHelpOfTheHelpIsTheHelpAndTheVersionHasAShortName() {
    String help = CommandRun.of("help").out();
    for (String[] args : new String[][] {{"-h"}, {"help", "help"}, {"help", "--help"}}) {
      assertEquals(help, CommandRun.of(args).out());
    }
    assertEquals(CommandRun.of("help", "replay").out(), CommandRun.of("replay", "-h").out());
    for (String version : new String[] {"-v", "-V", "version"}) {
      assertEquals(CommandRun.of("--version"), CommandRun.of(version));
    }
  }

  @Test
  void oneOfAKindHasNoPlural() throws IOException {
    Path log =
        Files.writeString(temporary.resolve("one.log"), ReportedRunTest.edited() + "garbage\n");
    Path good =
        Files.writeString(
            temporary.resolve("good.log"),
            ReportedRunTest.edited().replace("0x58000000", "0x5a000000"));
    Path out = temporary.resolve("out");
    String[][] all = {
      {"replay", log.toString(), "--rules", "SYN-IL"},
      {"replay", good.toString(), "--rules", "SYN-IL"},
      {"replay", good.toString(), "--engine", "tlc"},
      {"convert", log.toString(), "--count"},
      {"convert", log.toString(), "--out", temporary.resolve("one.ndjson").toString()},
      {"replay", log.toString(), "--rules", "SYN-IL", "--out", out.toString()},
      {"report", out.toString()},
      {"report", out.toString(), "--baseline", out.toString()},
      {"report", out.toString(), "--baseline", out.toString(), "--format", "md"},
      {"emulate", HOME.resolve("traces/scenarios/mail-smc-iss-zero.yaml").toString()},
    };
    StringBuilder said = new StringBuilder();
    for (String[] args : all) {
      CommandRun run = CommandRun.of(args);
      said.append(run.out()).append(run.err());
    }
    String text = said.toString();
    for (String one : new String[] {"1 line could", "1 of 1 check\n", "1 check,", "1 finding is"}) {
      assertTrue(text.contains(one), one + " is not in\n" + text);
    }
    Matcher plural =
        Pattern.compile(
                "(?<![0-9,.])1 (?:distinct )?"
                    + "(?:event|line|check|state|model|scenario|turn|violation|finding|note)s\\b")
            .matcher(text);
    assertFalse(plural.find(), text);
  }

  @Test
  void anEmptyArgumentIsNotTheCurrentDirectory() {
    for (String[] args :
        new String[][] {
          {"replay", ""},
          {"report", ""},
          {"check", ""},
          {"rules", ""},
          {"replay", SAMPLE, "--out", ""}
        }) {
      CommandRun run = CommandRun.of(args);
      assertEquals(ExitCode.USAGE, run.code());
      assertTrue(run.err().contains("an argument is empty"), run.err());
    }
  }

  @Test
  void anOutDirectoryThatCannotBeMadeIsSaidBeforeTheWork() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));
    CommandRun replay = CommandRun.of("replay", SAMPLE, "--out", file.resolve("below").toString());
    assertEquals(ExitCode.ENGINE, replay.code());
    assertEquals("", replay.out());
    CommandRun check =
        CommandRun.of("check", "syndrome/layouts", "--out", file.resolve("below").toString());
    assertEquals(ExitCode.ENGINE, check.code());
    assertEquals(replay.err(), check.err());
  }

  @Test
  void rulesAreListedExplainedAndGivenToMachines() {
    assertTrue(CommandRun.of("rules").out().contains("SYN-SMC32-NO-IMM"));
    assertTrue(CommandRun.of("rules", "syn-il").out().contains("source "));
    assertTrue(CommandRun.of("rules", "RET").out().contains("RET-RESUME"));
    assertTrue(CommandRun.of("rules", "ROU-SMC-TSC", "--json").out().contains("\"witnesses\""));
  }

  @Test
  void helpIsThere() {
    assertTrue(CommandRun.of().out().contains("Exit codes"));
    assertTrue(CommandRun.of("help", "predict").out().contains("--batch"));
    assertTrue(CommandRun.of("check", "--help").out().contains("--profile"));
    assertTrue(CommandRun.of("help", "check").out().contains("A NAME is that of a model"));
    assertTrue(CommandRun.of("--version").out().startsWith("armcall "));
    assertEquals(ExitCode.USAGE, CommandRun.of("help", "nonsense").code());
  }

  @Test
  void alloyRunsInItsOwnLoader() {
    CommandRun run = CommandRun.of("check", "syndrome/layouts", "--json");
    boolean packaged = Files.isDirectory(HOME.resolve("checker/target/lib/alloy"));
    assertEquals(packaged ? ExitCode.HOLDS : ExitCode.ENGINE, run.code(), run.err());
  }
}
