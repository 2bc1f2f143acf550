// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.junit.jupiter.api.Test;

final class AssemblerTest {
  private static Program a64(String text) {
    return Assembler.assemble(InstructionSet.A64, 0x8000, text);
  }

  private static String error(String text) {
    return assertThrows(AssemblyException.class, () -> a64(text)).getMessage();
  }

  @Test
  void aProgramWithLabelsForwardAndBack() {
    Program program =
        a64(
            """
            .equ WHO, 0xea1
            start:  hvc #WHO      // to the hypervisor
                    b end         @ forward
            back:   b start       ; back
            end:    .word end, 1
            """);
    assertEquals(0xd401d422, program.word(0x8000));
    assertEquals(0x14000002, program.word(0x8004));
    assertEquals(0x17fffffe, program.word(0x8008));
    assertEquals(0x800c, program.word(0x800c));
    assertEquals(0x8008, program.label("back"));
    assertEquals(4, program.line(0x8009).orElseThrow().line());
  }

  @Test
  void errorsNameTheLine() {
    assertEquals("line 2: no instruction 'frob' in a64", error("nop\nfrob x0"));
    assertEquals(
        "line 1: 'add' is not written like that: 'w1' does not go with the other operands",
        error("add x0, w1, #1"));
    assertEquals("line 1: 'hvc' is not written like that: 65536 does not fit", error("hvc #65536"));
  }

  @Test
  void textOfAWord() {
    Decoded branch =
        Instructions.decode(InstructionWord.of(InstructionSet.A64, 0x17fffffe)).orElseThrow();
    assertEquals("b .-0x8", branch.text());
    assertEquals("b 0x8000", branch.text(0x8008));
    assertEquals(4, branch.size());
  }
}
