// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** {@code predict} as a user types it. */
final class PredictLineTest {
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
}
