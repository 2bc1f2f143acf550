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

  private static final String B15 =
      HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson").toString();

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
    Path log = Files.writeString(temporary.resolve("one.log"), edited() + "garbage\n");
    Path good =
        Files.writeString(
            temporary.resolve("good.log"), edited().replace("0x58000000", "0x5a000000"));
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
  void whatIsNoResultIsSaidInOneLineWithWhatToGiveInstead() throws IOException {
    Path empty = Files.createFile(temporary.resolve("empty.json"));
    Path image = Files.write(temporary.resolve("image"), new byte[] {0x7f, 'E', 'L', 'F', 0, 0});
    Path none = Files.createDirectory(temporary.resolve("none"));
    Path missing = temporary.resolve("missing.json");
    String[] wrong = {
      HOME.resolve("README.md").toString(),
      HOME.resolve("spec/manifest.json").toString(),
      HOME.resolve("traces/scenarios/schema.json").toString(),
      HOME.resolve("traces/scenarios/mail-smc-iss-zero.yaml").toString(),
      empty.toString(),
      image.toString(),
      none.toString(),
      missing.toString()
    };
    for (String file : wrong) {
      CommandRun report = CommandRun.of("report", file);
      CommandRun reproduce =
          CommandRun.of("reproduce", file, "--out", temporary.resolve("out").toString());
      for (CommandRun run : new CommandRun[] {report, reproduce}) {
        assertEquals(ExitCode.INPUT, run.code(), file + run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("armcall: " + file + ": "), run.err());
        assertTrue(run.err().contains("; give the directory or the result.json"), run.err());
      }
      assertTrue(reproduce.err().contains("or a canonical trace"), reproduce.err());
    }
    // A trace and a log are for replay; the report of one says so too.
    for (String file : new String[] {SAMPLE, B15}) {
      CommandRun report = CommandRun.of("report", file);
      assertEquals(ExitCode.INPUT, report.code());
      assertTrue(report.err().contains(": is not a result of armcall; give"), report.err());
    }
  }

  @Test
  void whatIsNoScenarioIsSaidInOneLineWithWhatToGiveInstead() throws IOException {
    Path log = Files.writeString(temporary.resolve("boot.log"), edited());
    for (String file :
        new String[] {
          HOME.resolve("README.md").toString(),
          HOME.resolve("spec/manifest.json").toString(),
          HOME.resolve("traces/scenarios/schema.json").toString(),
          HOME.resolve("pom.xml").toString(),
          B15,
          log.toString()
        }) {
      CommandRun run = CommandRun.of("emulate", file);
      assertEquals(ExitCode.INPUT, run.code());
      assertEquals(
          "armcall: "
              + file
              + ": is not a scenario, which begins with 'armcall: scenario 1'; traces/scenarios has"
              + " some, and logs and traces are for 'armcall replay'\n",
          run.err());
    }
  }

  @Test
  void whatCannotBeReadExitsWithThree() throws IOException {
    Path empty = Files.createFile(temporary.resolve("empty.log"));
    Path binary =
        Files.write(temporary.resolve("binary.log"), new byte[] {0, 1, 2, 3, (byte) 0xff, 0, 0, 7});
    Path other = Files.writeString(temporary.resolve("other.log"), "nothing of QEMU\nin here\n");
    Path notJson = Files.writeString(temporary.resolve("result.json"), "{");
    Path strange =
        Files.writeString(
            temporary.resolve("platform.json"),
            "{\"arch\":\"armv8a\",\"el3\":\"none\",\"el2\":\"none\",\"el9\":1}");
    for (String[] args :
        new String[][] {
          {"replay", temporary.resolve("missing.log").toString()},
          {"replay", temporary.toString()},
          {"replay", empty.toString()},
          {"replay", binary.toString()},
          {"replay", other.toString()},
          {"report", temporary.resolve("missing").toString()},
          {"report", notJson.toString()},
          {
            "predict",
            "--platform",
            strange.toString(),
            "--isa",
            "a64",
            "--el",
            "1",
            "--insn",
            "hvc #1"
          },
        }) {
      CommandRun run = CommandRun.of(args);
      assertEquals(ExitCode.INPUT, run.code(), String.join(" ", args) + run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertFalse(run.err().contains("Exception"), run.err());
    }
  }

  @Test
  void aTruncatedGzipIsSaidAndWhatWasReadIsChecked() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(SAMPLE));
    Path half =
        Files.write(
            temporary.resolve("half.log.gz"), java.util.Arrays.copyOf(whole, whole.length / 2));
    CommandRun run = CommandRun.of("replay", half.toString());
    assertEquals(ExitCode.INPUT, run.code());
    assertTrue(run.out().contains("13 #0x0") || run.out().contains("hvc"), run.out());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void aResultIsKeptAndReported() throws IOException {
    String edited = edited();
    Path log = Files.writeString(temporary.resolve("edited.log"), edited);
    Path out = temporary.resolve("out");
    CommandRun replay = CommandRun.of("replay", log.toString(), "--out", out.toString());
    assertEquals(ExitCode.VIOLATED, replay.code(), replay.out());
    assertTrue(
        Files.readString(out.resolve("run.txt")).contains("replay " + log + " --out " + out));
    CommandRun text = CommandRun.of("report", out.toString());
    assertEquals(ExitCode.HOLDS, text.code(), text.err());
    assertTrue(text.out().contains("\nSYN-IL\n  at        " + log + ":4"), text.out());
    assertTrue(text.out().contains("IL is 1 for HVC and SMC"), text.out());
    CommandRun json = CommandRun.of("report", out.toString(), "--format", "json");
    assertTrue(json.out().contains("\"what\" : \"SYN-IL\""), json.out());
    CommandRun both =
        CommandRun.of(
            "report",
            out.toString(),
            "--format",
            "text,json",
            "--out",
            temporary.resolve("report").toString());
    assertEquals(ExitCode.HOLDS, both.code());
    assertEquals(text.out(), Files.readString(temporary.resolve("report/report.txt")));
    assertEquals(json.out(), Files.readString(temporary.resolve("report/report.json")));
  }

  /** An HVC whose IL is 0: an instruction of 16 bits, which HVC never is. */
  private static String edited() {
    return String.join(
            "\n",
            "Exception return from AArch64 EL2 to AArch64 EL1 PC 0x41868d64",
            "Taking exception 11 [Hypervisor Call] on CPU 0",
            "...from EL1 to EL2",
            "...with ESR 0x16/0x58000000",
            "...with ELR 0xffffac7aabe21988",
            "...to EL2 PC 0x40eee400 PSTATE 0x3c9",
            "Exception return from AArch64 EL2 to AArch64 EL1 PC 0xffffac7aabe21988")
        + "\n";
  }

  @Test
  void aRunThatDidNotEndWellIsNotReportedAsFine() throws IOException {
    Path other = Files.writeString(temporary.resolve("other.log"), "nothing of QEMU\n");
    Path out = temporary.resolve("out");
    assertEquals(
        ExitCode.INPUT, CommandRun.of("replay", other.toString(), "--out", out.toString()).code());
    CommandRun report = CommandRun.of("report", out.toString());
    assertTrue(report.out().contains("nothing could be checked"), report.out());
    Path interrupted =
        Files.writeString(
            temporary.resolve("check.json"),
            "{\"asExpected\":0,\"interrupted\":true,\"models\":[{\"name\":\"m\",\"verdict\":\"not-run\"}]}");
    CommandRun check = CommandRun.of("report", interrupted.toString());
    assertTrue(
        check
            .out()
            .replaceAll("\\s+", " ")
            .contains("0 of 1 model as expected; the check was interrupted"),
        check.out());
    Path strange = Files.writeString(temporary.resolve("strange.json"), "{\"violations\":5}");
    assertEquals(ExitCode.INPUT, CommandRun.of("report", strange.toString()).code());
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
  void decodeExplainsEveryField() {
    CommandRun xen = CommandRun.of("decode", "esr", "0x5a000ea1");
    assertEquals(ExitCode.HOLDS, xen.code());
    assertTrue(
        xen.out().contains("0x16")
            && xen.out().contains("HVC from AArch64")
            && xen.out().contains("0xea1"),
        xen.out());
    assertTrue(CommandRun.of("decode", "hsr", "0x4f080000").out().contains("might have failed"));
    assertTrue(
        CommandRun.of("decode", "hsr", "0x5a000000")
            .out()
            .contains("Hyp mode has no AArch64 callers"));
    assertTrue(
        CommandRun.of("decode", "esr", "0x58000ea1").out().contains("never a 16-bit instruction"));
    assertTrue(CommandRun.of("decode", "esr", "0x0").out().contains("always shows 1"));
    assertTrue(
        CommandRun.of("decode", "esr", "0x5b000001")
            .out()
            .contains("reserved bits [24:16] are not zero"));
    assertTrue(
        CommandRun.of("decode", "esr", "0x4f000000").out().contains("RES0 while CCKNOWNPASS is 0"));
    assertTrue(CommandRun.of("decode", "esr", "0xfe000000").out().contains("not allocated"));
    assertTrue(
        CommandRun.of("decode", "esr", "0x1000000005e000000")
            .err()
            .contains("does not fit 64 bits"));
    assertTrue(CommandRun.of("decode", "esr", "0x10000005e000000").out().contains("ISS2"));
    assertTrue(CommandRun.of("decode", "esr", "0x4e080000").out().contains("look at SPSR.IT"));
    assertTrue(CommandRun.of("decode", "esr", "0x4ff80000").out().contains("not a condition"));
  }

  @Test
  void decodeReadsInstructionsAndFunctionIdentifiers() {
    assertTrue(
        CommandRun.of("decode", "insn", "0xe1400171", "--isa", "a32").out().contains("hvc #0x11"));
    assertTrue(
        CommandRun.of("decode", "insn", "0x11400071", "--isa", "a32")
            .out()
            .contains("ENC-HVC-COND"));
    assertTrue(
        CommandRun.of("decode", "insn", "0xe16f0070", "--isa", "a32")
            .out()
            .contains("should-be-zero"));
    assertTrue(
        CommandRun.of("decode", "insn", "0xf7e08ea1", "--isa", "t32").out().contains("hvc #0xea1"));
    assertTrue(
        CommandRun.of("decode", "insn", "0xf7f18000", "--isa", "t32").out().contains("ENC-SMC-IT"));
    assertTrue(CommandRun.of("decode", "insn", "0xdf01").out().contains("T32 svc #1"));
    assertTrue(CommandRun.of("decode", "insn", "0xd503201f").out().contains("not SVC, HVC or SMC"));
    assertTrue(CommandRun.of("decode", "fid", "0x84000000").out().contains("Standard Secure"));
    assertTrue(CommandRun.of("decode", "fid", "0x8600ff01").out().contains("UID"));
    assertTrue(
        CommandRun.of("decode", "fid", "0x8600ff00", "0x8600ff03").out().contains("revision"));
    assertTrue(CommandRun.of("decode", "fid", "0x95c1ba5e").out().contains("must be zero"));
    assertTrue(CommandRun.of("decode", "fid", "0x32000004").out().contains("yielding"));
    assertTrue(
        CommandRun.of("decode", "fid", "0x100000000").out().contains("not part of the identifier"));
    CommandRun json = CommandRun.of("decode", "fid", "1", "0xb2000000", "--json");
    assertTrue(
        json.out().contains("\"kind\" : \"fid\"") && json.out().contains("Trusted OS"), json.out());
  }

  @Test
  void predictSaysWhyInWords() {
    CommandRun trap =
        CommandRun.of(
            "predict",
            "--platform",
            "armv8a-el3-el2-a64",
            "--isa",
            "t32",
            "--el",
            "1",
            "--insn",
            "smc #1",
            "--it",
            "0x08",
            "--nzcv",
            "4",
            "--set",
            "HCR.TSC=1");
    assertEquals(ExitCode.HOLDS, trap.code(), trap.err());
    assertTrue(trap.out().contains("3 outcomes are allowed"), trap.out());
    assertTrue(trap.out().contains("not available in the syndrome"), trap.out());
    assertTrue(trap.out().contains("With HCR.TSC=1, EL2 enabled"), trap.out());
    CommandRun any =
        CommandRun.of(
            "predict",
            "--platform",
            "armv7a-virt",
            "--isa",
            "a32",
            "--el",
            "1",
            "--word",
            "0x11400071");
    assertTrue(any.out().contains("ARMv7 UNPREDICTABLE"), any.out() + any.err());
    CommandRun skipped =
        CommandRun.of(
            "predict",
            "--platform",
            "armv7a-virt",
            "--isa",
            "a32",
            "--el",
            "1",
            "--insn",
            "smceq #1");
    assertTrue(skipped.out().contains("the condition fails"), skipped.out());
    CommandRun nop =
        CommandRun.of(
            "predict",
            "--platform",
            "armv8a-el3-a32",
            "--isa",
            "a32",
            "--el",
            "1",
            "--word",
            "0xe16f0070");
    assertTrue(nop.out().contains("a NOP") && nop.out().contains("MVBAR"), nop.out());
    CommandRun el0 =
        CommandRun.of(
            "predict",
            "--platform",
            "armv8a-el3-el2-a64",
            "--isa",
            "a64",
            "--el",
            "0",
            "--insn",
            "smc #0",
            "--btype",
            "1",
            "--pc",
            "0x1000",
            "--json");
    assertTrue(el0.out().contains("\"returnAddress\" : \"0x1000\""), el0.out());
    CommandRun unknown =
        CommandRun.of(
            "predict",
            "--platform",
            "armv8a-el3-el2-a64",
            "--isa",
            "a64",
            "--el",
            "1",
            "--insn",
            "smc #0",
            "--set",
            "HCR.TSC=unknown");
    assertTrue(unknown.out().contains("over 2 states"), unknown.out());
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
