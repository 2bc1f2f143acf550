// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class A64SemanticsTest {
  private static final Origin HERE = Origin.of("the test");

  private final FakeCore core = new FakeCore();

  private List<String> events(String... lines) {
    core.events.clear();
    for (String line : lines) {
      core.run(line);
    }
    return core.events;
  }

  /**
   * The definition of the immediates, written down without the encoding: an element of 2, 4, ... 64
   * bits with a run of ones that is neither empty nor full, at every rotation, repeated.
   */
  private static Set<Long> runsOfOnes(int width) {
    Set<Long> values = new HashSet<>();
    for (int size = 2; size <= width; size *= 2) {
      for (int ones = 1; ones < size; ones++) {
        for (int start = 0; start < size; start++) {
          boolean[] bits = new boolean[64];
          for (int one = 0; one < ones; one++) {
            bits[(start + one) % size] = true;
          }
          long value = 0;
          for (int bit = 0; bit < width; bit++) {
            value |= bits[bit % size] ? 1L << bit : 0;
          }
          values.add(value);
        }
      }
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"64, 5334", "32, 1302"})
  void everyLogicalImmediateAndNoOther(int width, int count) {
    Set<Long> decoded = new HashSet<>();
    IntStream.range(0, 1 << 13)
        .mapToObj(bits -> new Bitmask(bits >> 12, bits >> 6 & 63, bits & 63))
        .forEach(bits -> bits.value(width).ifPresent(decoded::add));
    Set<Long> expected = runsOfOnes(width);
    assertEquals(expected, decoded);
    assertEquals(count, expected.size(), "the number that the literature gives");
    for (long value : expected) {
      Bitmask encoded = Bitmask.of(value, width).orElseThrow();
      assertEquals(value, encoded.value(width).orElseThrow());
    }
    for (long other : new long[] {0, Word.mask(width), 5, 0x1234, 0xf0f1}) {
      assertTrue(Bitmask.of(other, width).isEmpty());
    }
  }

  @Test
  void aWordWriteClearsTheUpperHalf() {
    core.registers[1] = Word.of(-1);
    core.registers[2] = Word.of(-1);
    for (String line :
        List.of(
            "mov w0, w1",
            "add w0, w1, w2",
            "orr w0, w1, w2",
            "mvn w0, wzr",
            "asr w0, w1, #3",
            "sxtb w0, w1",
            "movn w0, #0",
            "csel w0, w1, w2, eq",
            "madd w0, w1, w1, w2",
            "neg w0, w1",
            "ror w0, w1, w2",
            "rev w0, w1",
            "bfi w0, w1, #0, #32",
            "movk w0, #1",
            "extr w0, w1, w2, #5",
            "sbc w0, w1, w2",
            "csetm w0, ne")) {
      core.registers[0] = Word.of(-1);
      core.run(line);
      assertEquals(0, core.registers[0].value() >>> 32, line);
      assertTrue(core.registers[0].isReliable(), line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eor x0, x1, x1", "sub x0, x1, x1", "bic w0, w1, w1", "subs x0, x1, x1"})
  void aRegisterWithItselfIsAReliableZero(String line) {
    core.registers[1] = new Word(0x1234, -1, HERE);
    core.run(line);
    assertEquals(Word.ZERO, core.registers[0]);
  }

  @Test
  void aComparisonWithItselfIsReliablyEqual() {
    core.registers[1] = new Word(0x1234, -1, HERE);
    assertEquals(List.of("branch 8008"), events("cmp x1, x1", "b.eq .+8"));
  }

  @Test
  void branchesOnUnreliableBitsAreReportedAndOnOthersNot() {
    core.registers[1] = new Word(0x4e00_0000, 0x01ff_ffff, HERE);
    assertEquals(List.of("relied on tbz", "branch 8010"), events("tbz w1, #0, .+16"));
    assertEquals(List.of(), events("tbz w1, #26, .+16"), "bit 26 is set and reliable");
    core.run("ubfx w2, w1, #0, #25");
    assertEquals(List.of("relied on cbz", "branch 8010"), events("cbz w2, .+16"));
    assertEquals(List.of("branch 8010"), events("cbnz w1, .+16"));
    core.run("lsr w3, w1, #26").run("cmp w3, #0x13");
    assertEquals(List.of("branch 7ff8"), events("b.eq .-8"));
    core.run("cmp w1, #0");
    assertEquals(List.of(), events("b.eq .+16"), "reliably not zero");
    core.run("tst w1, #0xffff");
    assertEquals(List.of("relied on b.ne"), events("b.ne .+16"));
  }

  @Test
  void branchesAndLinks() {
    core.registers[7] = Word.of(0x9000);
    core.registers[16] = Word.of(0xa000);
    assertEquals(List.of("branch 8400"), events("bl .+0x400"));
    assertEquals(0x8004, core.registers[30].value());
    assertEquals(List.of("branch 8004"), events("ret"));
    assertEquals(List.of("branch 9000 btype 3"), events("br x7"));
    assertEquals(List.of("branch a000 btype 1"), events("br x16"));
    assertEquals(List.of("branch 9000 btype 2"), events("blr x7"));
    core.registers[30] = Word.of(0xb000);
    assertEquals(List.of("branch b000 btype 2"), events("blr x30"), "the target is read first");
    assertEquals(List.of("return"), events("eret"));
  }

  @Test
  void loadsExtendAndStoresTruncate() {
    core.memory.put(0x100L, Word.of(0x80));
    core.memory.put(0x101L, Word.of(0xff));
    core.registers[1] = Word.of(0x100);
    core.run("ldrsb x2, [x1]").run("ldrsb w3, [x1]").run("ldrb w4, [x1]").run("ldrsh x5, [x1]");
    assertEquals(-128, core.registers[2].value());
    assertEquals(0xffff_ff80L, core.registers[3].value());
    assertEquals(0x80, core.registers[4].value());
    assertEquals(-128, core.registers[5].value(), "0xff80");
    core.registers[6] = Word.of(0x1122_3344_5566_7788L);
    core.run("strh w6, [x1, #2]").run("ldr w7, [x1]");
    assertEquals(0x7788_ff80L, core.registers[7].value());
  }

  @Test
  void addressingModes() {
    core.sp = Word.of(0x1000);
    core.registers[1] = Word.of(0xaa);
    core.registers[2] = Word.of(-2);
    assertEquals(List.of("store ff0 8"), events("str x1, [sp, #-16]!"));
    assertEquals(0xff0, core.sp.value());
    assertEquals(List.of("store ff0 4"), events("str w1, [sp], #16"));
    assertEquals(0x1000, core.sp.value());
    assertEquals(List.of("store ff0 8"), events("str x1, [sp, w2, sxtw #3]"));
    assertEquals(List.of("store 100000ffe 1"), events("strb w1, [sp, w2, uxtw]"));
    assertEquals(List.of("store ff8 4"), events("str w1, [sp, x2, lsl #2]"));
    assertEquals(List.of("store fff 2"), events("sturh w1, [sp, #-1]"));
    assertEquals(List.of("store ff0 8", "store ff8 8"), events("stp x1, x2, [sp, #-16]!"));
    core.run("ldp x3, x4, [sp], #16");
    assertEquals(0xaa, core.registers[3].value());
    assertEquals(-2, core.registers[4].value());
    assertEquals(0x1000, core.sp.value());
    assertEquals(
        List.of("store 8010 8"),
        events("adr x5, .+16", "str x1, [x5]", "ldr x6, .+16").subList(0, 1));
    assertEquals(0xaa, core.registers[6].value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldr x1, [x1], #8",
        "str x1, [x1, #8]!",
        "ldp x1, x2, [x2], #16",
        "ldp x1, x1, [x3]",
        "stxr w1, w1, [x2]",
        "stxr w1, w3, [x1]",
        "hlt #1",
        "udf #5",
        "msr midr_el1, x0"
      })
  void constrainedUnpredictableAndUndefinedOnes(String line) {
    assertEquals(List.of("undefined"), events(line));
  }

  @Test
  void exclusives() {
    core.registers[1] = Word.of(0x100);
    core.registers[2] = Word.of(7);
    core.run("ldaxr x3, [x1]").run("stlxr w4, x2, [x1]").run("stxr w5, x2, [x1]");
    assertEquals(0, core.registers[4].value());
    assertEquals(1, core.registers[5].value());
    assertEquals(7, core.load(Word.of(0x100), 8).value());
    core.run("ldxr w3, [x1]").run("clrex").run("stxr w4, w2, [x1]");
    assertEquals(1, core.registers[4].value());
  }

  @Test
  void systemInstructions() {
    core.registers[1] = Word.of(0x80000);
    core.run("msr hcr_el2, x1").run("mrs x2, hcr_el2").run("mrs xzr, hcr_el2");
    assertEquals(0x80000, core.registers[2].value());
    assertEquals(
        List.of("DAIF_SET 15", "DAIF_CLEAR 2", "SP_SELECT 1"),
        events("msr daifset, #15", "msr daifclr, #2", "msr spsel, #1"));
    assertEquals(
        List.of("IC_IVAU 80000", "DC_CVAU 80000", "TLBI_VMALLE1 0", "AT_S12E1R 80000"),
        events("ic ivau, x1", "dc cvau, x1", "tlbi vmalle1is", "at s12e1r, x1"));
    assertEquals(
        List.of("barrier", "barrier", "barrier", "yield", "yield"),
        events("dsb sy", "dmb ish", "isb", "nop", "wfi", "yield", "sev", "bti c"));
    assertEquals(
        List.of("svc #1", "hvc #0xea1", "smc #0", "breakpoint 9"),
        events("svc #1", "hvc #0xea1", "smc #0", "brk #9"));
  }

  @Test
  void aStackPointerIsNotZero() {
    core.sp = Word.of(0x1000);
    core.registers[3] = Word.of(0x20);
    core.run("add sp, sp, x3").run("mov x0, sp").run("sub x1, sp, #0x20").run("cmp sp, x3");
    assertEquals(0x1020, core.sp.value());
    assertEquals(0x1020, core.registers[0].value());
    assertEquals(0x1000, core.registers[1].value());
    assertFalse(core.z.value());
    core.run("mov sp, #0x40").run("and wsp, w3, #0x60");
    assertEquals(0x20, core.sp.value());
  }

  @Test
  void flagsOfLogicClearCarryAndOverflow() {
    core.c = Truth.TRUE;
    core.v = Truth.TRUE;
    core.registers[1] = Word.of(0x8000_0000L);
    core.run("tst w1, w1");
    assertEquals(
        List.of(true, false, false, false),
        List.of(core.n.value(), core.z.value(), core.c.value(), core.v.value()));
    core.run("tst x1, #1");
    assertTrue(core.z.value());
    assertFalse(core.n.value());
  }
}
