// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SP alignment faults: SCTLR_ELx.SA is bit 3, SA0 bit 4; EC 0x26 with an ISS that is RES0
 * (pseudocode CheckSPAlignment, AArch64.SPAlignmentFault; DDI 0487 D1.3.9).
 */
final class StackAlignmentTest {
  private static final long SYNDROME = 0x9a000000L;
  private static final long SA = 1 << 3;
  private static final long SA0 = 1 << 4;

  private static Processor after(Mode mode, long sctlr, long hcr, long pointer, String text) {
    Machine machine = Machine.of(Machines.WIDE).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Processor processor = machine.processor(0);
    SecurityState security = mode == Mode.EL3H ? SecurityState.ROOT : SecurityState.NONSECURE;
    processor.start(new Start(Machines.GUEST, mode, InstructionSet.A64, security));
    Machines.setVectors(processor);
    Machines.load(machine, InstructionSet.A64, Machines.GUEST, "mov sp, x9\n " + text + "\n");
    processor.poke(SystemRegister.SCTLR_EL1, Word.of(sctlr));
    processor.poke(SystemRegister.SCTLR_EL2, Word.of(sctlr));
    processor.poke(SystemRegister.SCTLR_EL3, Word.of(sctlr));
    processor.poke(SystemRegister.HCR_EL2, processor.peek(SystemRegister.HCR_EL2).or(Word.of(hcr)));
    processor.register(9, Word.of(pointer));
    processor.register(1, Word.of(7));
    Machines.turns(machine, 2);
    return processor;
  }

  private static final long CROOKED = Machines.DATA + 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldr x1, [sp, #8]", "str x1, [sp], #16", "ldrb w1, [sp, #1]!", "ldur x1, [sp, #-8]",
        "ldr x1, [sp, xzr]", "stp x1, x2, [sp, #-16]!", "ldp x1, x2, [sp]", "ldxr x1, [sp]",
        "stxr w1, x2, [sp]", "ldar x1, [sp]", "stlrb w1, [sp]"
      })
  void everyLoadAndStoreChecksIt(String text) {
    Processor faulted = after(Mode.EL1H, SA, 0, CROOKED, text);
    assertEquals(Machines.vectors(1) + 0x200, faulted.pc());
    assertEquals(SYNDROME, faulted.peek(SystemRegister.ESR_EL1).value());
    assertEquals(0xffffffffL << 32 | 0x1ffffff, faulted.peek(SystemRegister.ESR_EL1).unreliable());
    assertEquals(-1, faulted.peek(SystemRegister.FAR_EL1).unreliable(), "FAR is UNKNOWN");
    assertEquals(Machines.GUEST + 4, faulted.peek(SystemRegister.ELR_EL1).value());
    assertEquals(7, faulted.register(1).value(), "nothing was loaded");
    Processor aligned = after(Mode.EL1H, SA, 0, CROOKED + 8, text);
    assertEquals(Machines.GUEST + 8, aligned.pc());
    Processor unchecked = after(Mode.EL1H, SA0, 0, CROOKED, text);
    assertEquals(Machines.GUEST + 8, unchecked.pc());
  }

  /** SP as an operand is none of a base, nor is another register. */
  @ParameterizedTest
  @ValueSource(strings = {"add x1, sp, #8", "ldr x1, [x9]", "str x1, [x9], #8"})
  void othersDoNot(String text) {
    assertEquals(Machines.GUEST + 8, after(Mode.EL1H, SA, 0, CROOKED, text).pc());
  }

  /** The own level, EL1 for EL0, EL2 with TGE; EL0 has SA0, a host's that of SCTLR_EL2. */
  @Test
  void everyLevelHasABitOfItsOwn() {
    String text = "ldr x1, [sp]";
    Processor application = after(Mode.EL0, SA0, 0, CROOKED, text);
    assertEquals(Machines.vectors(1) + 0x400, application.pc());
    assertEquals(Machines.GUEST + 8, after(Mode.EL0, SA, 0, CROOKED, text).pc());
    Processor hosted = after(Mode.EL0, SA0, 1L << 27 | 1L << 34, CROOKED, text);
    assertEquals(ExceptionLevel.EL2, hosted.level());
    assertEquals(SYNDROME, hosted.peek(SystemRegister.ESR_EL2).value());
    Processor hypervisor = after(Mode.EL2H, SA, 0, CROOKED, text);
    assertEquals(Machines.vectors(2) + 0x200, hypervisor.pc());
    Processor firmware = after(Mode.EL3H, SA, 0, CROOKED, text);
    assertEquals(Machines.vectors(3) + 0x200, firmware.pc());
    assertEquals(SYNDROME, firmware.peek(SystemRegister.ESR_EL3).value());
  }
}
