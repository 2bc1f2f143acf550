// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command is given and cannot use: one line that says what to give instead. */
final class UnreadableInputTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final String SAMPLE =
      HOME.resolve("traces/corpus/sample-linux-el2-a57.log.gz").toString();

  private static final String B15 =
      HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson").toString();

  @TempDir Path temporary;

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
    Path log = Files.writeString(temporary.resolve("boot.log"), ReportedRunTest.edited());
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
}
