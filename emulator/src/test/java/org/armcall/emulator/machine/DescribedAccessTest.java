// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.Instructions;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ISV and what it makes valid in the syndrome of a data abort of stage 2: SAS in bits 23:22, SSE in
 * 21, SRT in 20:16, SF in 15, AR in 14 (DDI 0487 D24.2.40, "ISS encoding for an exception from a
 * Data Abort"; pseudocode AArch64.FaultSyndrome, AArch32.FaultSyndrome, and the calls of
 * SetLSInstructionSyndrome in the instructions' pages).
 */
final class DescribedAccessTest {
  private static final long STAGE_TWO = Machines.RAM + 0x80000;
  private static final long NOWHERE = 0x40123450L;

  /** EC 0x24, IL, translation fault of level 3. */
  private static final long PLAIN = 0x92000007L;

  private static final long VALID = 1L << 24;

  private static Processor faults(
      Platform platform, Mode mode, InstructionSet isa, String text, int turns) {
    Machine machine = Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, isa, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    Machines.load(machine, isa, Machines.GUEST, text + "\n");
    PageTables tables =
        new PageTables(machine.memory(), PageTables.Format.STAGE2_4K, STAGE_TWO, 40);
    tables.map(Machines.RAM, Machines.RAM, 0x1000, Rights.GUEST_ALL);
    processor.poke(SystemRegister.VTCR_EL2, tables.control());
    processor.poke(SystemRegister.VTTBR_EL2, tables.base());
    processor.poke(SystemRegister.HCR_EL2, processor.peek(SystemRegister.HCR_EL2).or(Word.of(1)));
    for (int number = 0; number < 15; number++) {
      processor.register(number, Word.of(NOWHERE));
    }
    processor.register(8, Word.ZERO);
    Machines.turns(machine, turns);
    return processor;
  }

  private static Word syndrome(String text) {
    return faults(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64, text, 1)
        .peek(SystemRegister.ESR_EL2);
  }

  @ParameterizedTest
  @CsvSource({
    "'ldrb w3, [x2]', 0, 0, 3, 0, 0, 0",
    "'ldrh w4, [x2, #2]', 1, 0, 4, 0, 0, 0",
    "'ldr w5, [x2]', 2, 0, 5, 0, 0, 0",
    "'ldr x6, [x2]', 3, 0, 6, 1, 0, 0",
    "'ldrsb w3, [x2]', 0, 1, 3, 0, 0, 0",
    "'ldrsb x3, [x2]', 0, 1, 3, 1, 0, 0",
    "'ldrsh w3, [x2]', 1, 1, 3, 0, 0, 0",
    "'ldrsw x3, [x2]', 2, 1, 3, 1, 0, 0",
    "'ldur x7, [x2, #-8]', 3, 0, 7, 1, 0, 0",
    "'ldr x7, [x2, x8]', 3, 0, 7, 1, 0, 0",
    "'ldr x9, .+0x2000', 3, 0, 9, 1, 0, 0",
    "'str w1, [x2]', 2, 0, 1, 0, 0, 1",
    "'str xzr, [x2]', 3, 0, 31, 1, 0, 1",
    "'strb w1, [x2]', 0, 0, 1, 0, 0, 1",
    "'ldar x1, [x2]', 3, 0, 1, 1, 1, 0",
    "'ldarb w1, [x2]', 0, 0, 1, 0, 1, 0",
    "'stlr w1, [x2]', 2, 0, 1, 0, 1, 1"
  })
  void anAccessOfOneRegisterIsDescribed(
      String text, int sas, int sse, int srt, int sf, int ar, int write) {
    long expected =
        PLAIN | VALID | (long) sas << 22 | sse << 21 | srt << 16 | sf << 15 | ar << 14 | write << 6;
    Word syndrome = syndrome(text);
    assertEquals(Long.toHexString(expected), Long.toHexString(syndrome.value()));
    assertEquals(0x3800, syndrome.unreliable() & 0xffffffffL, "what is described may be relied on");
  }

  /** Writeback, pairs and exclusives are not; nor is maintenance, which has CM and WnR. */
  @ParameterizedTest
  @CsvSource({
    "'ldr x1, [x2], #8', 0", "'str x1, [x2, #8]!', 1", "'ldp x1, x3, [x2]', 0",
    "'ldxr x1, [x2]', 0", "'ldaxr x1, [x2]', 0", "'dc civac, x2', 5"
  })
  void othersAreNot(String text, int bits) {
    Word syndrome = syndrome(text);
    assertEquals(PLAIN | (long) bits << 6, syndrome.value());
    assertEquals(0xfff800, syndrome.unreliable() & 0xffffffffL);
  }

  /** A fault on the walk of stage 1 is about a descriptor: S1PTW, and no description. */
  @Test
  void aFaultOnAWalkIsNotDescribed() {
    for (boolean onWalk : new boolean[] {false, true}) {
      Bare bare = Bare.of(Machines.WIDE_EL2, Mode.EL1H, InstructionSet.A64);
      // ldr x1, [x2]
      InstructionWord word = new InstructionWord(InstructionSet.A64, 4, 0xf9400041);
      bare.cpu.executing = Instructions.decode(word).orElseThrow().step();
      Fault fault = Fault.stageTwo(FaultKind.TRANSLATION, 3, NOWHERE, onWalk);
      bare.parts.aborts().data(fault, NOWHERE, false);
      assertEquals(onWalk ? PLAIN | 1 << 7 : 0x93c18007L, bare.get(SystemRegister.ESR_EL2).value());
    }
  }

  /** HSR: SRT of four bits and no SF; IL is 0 for a 16-bit instruction only if ISV is 1. */
  @ParameterizedTest
  @CsvSource({
    "A32, 'ldr r1, [r2]', 0x93810007",
    "A32, 'cmp r0, r0; ldreq r1, [r2]', 0x93810007",
    "A32, 'ldrsh r11, [r2]', 0x936b0007",
    "A32, 'strb r4, [r2]', 0x93040047",
    "A32, 'ldr r1, [r2], #4', 0x92000007",
    "A32, 'ldr pc, [r2]', 0x92000007",
    "A32, 'ldm r2, {r1}', 0x92000007",
    "A32, 'ldrd r4, r5, [r2]', 0x92000007",
    "A32, 'ldrex r1, [r2]', 0x92000007",
    "A32, 'ldr r1, [pc, #4092]', 0x93810007",
    "T32, 'ldr r1, [r2]', 0x91810007",
    "T32, 'ldr.w r1, [r2]', 0x93810007",
    "T32, 'ldm r2!, {r1}', 0x92000007"
  })
  void theSyndromeOfAarch32(InstructionSet isa, String text, String expected) {
    String[] lines = text.split("; ");
    Processor processor =
        faults(Machines.ARMV7, Mode.SVC, isa, String.join("\n", lines), lines.length);
    Word syndrome = processor.peek(SystemRegister.ESR_EL2);
    long value = Long.decode(expected);
    assertEquals(Long.toHexString(value), Long.toHexString(syndrome.value()));
    assertEquals((value & VALID) != 0 ? 0x10b800 : 0xfff800, syndrome.unreliable() & 0xffffffffL);
  }

  /** AArch64 EL2 is told the X register: LR_svc is X18. */
  @Test
  void anAarch64HypervisorIsToldTheXRegister() {
    Processor processor =
        faults(Machines.WIDE_EL2, Mode.SVC, InstructionSet.A32, "str r14, [r2]", 1);
    assertEquals(
        PLAIN | VALID | 2L << 22 | 18 << 16 | 1 << 6,
        processor.peek(SystemRegister.ESR_EL2).value());
  }
}
