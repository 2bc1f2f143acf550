// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --out} and {@code report}: what is kept of a run, and what is said of it. */
final class ReportedRunTest {
  @TempDir Path temporary;

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
  static String edited() {
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
}
