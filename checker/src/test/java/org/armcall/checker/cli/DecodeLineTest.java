// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** {@code decode} as a user types it. */
final class DecodeLineTest {
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
}
