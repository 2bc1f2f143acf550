// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertEquals(Map.of("start", 0x8000L, "back", 0x8008L, "end", 0x800cL), program.labels());
    assertEquals(0x8008, program.label("back"));
    assertEquals(4, program.line(0x8009).orElseThrow().line());
    assertEquals(Optional.of(InstructionSet.A64), program.line(0x8009).orElseThrow().isa());
    assertEquals(Optional.empty(), program.line(0x800c).orElseThrow().isa());
    assertEquals(0x8000, program.address());
    assertEquals(20, program.size());
  }

  @Test
  void dataIsLittleEndian() {
    Program program =
        a64(
            """
              .byte 1, -1, 'A'
              .align 4
              .hword 0x1234
              .ascii "a;b\\"\\n"   // a string may hold a comment
              .asciz "é"
              .balign 8
              .quad 0x1122334455667788
              .space 3
            """);
    assertArrayEquals(
        new byte[] {
          1,
          -1,
          'A',
          0,
          0x34,
          0x12,
          'a',
          ';',
          'b',
          '"',
          '\n',
          (byte) 0xc3,
          (byte) 0xa9,
          0,
          0,
          0,
          (byte) 0x88,
          0x77,
          0x66,
          0x55,
          0x44,
          0x33,
          0x22,
          0x11,
          0,
          0,
          0
        },
        program.bytes());
  }

  @Test
  void expressionsHaveTheRanksOfC() {
    Program program =
        a64(
            """
            a: .equ SIZE, (1 << 4) | 1
               .word 2 + 3 * 4, SIZE - 1, ~0 & 0xff, -(1 + 1), b - a, . - a, 0b101 ^ 1, 1 + 2 << 3
            b:
            """);
    assertEquals(14, program.word(0x8000));
    assertEquals(16, program.word(0x8004));
    assertEquals(255, program.word(0x8008));
    assertEquals(-2, program.word(0x800c));
    assertEquals(32, program.word(0x8010));
    assertEquals(20, program.word(0x8014), "the dot is where the value goes");
    assertEquals(4, program.word(0x8018));
    assertEquals(24, program.word(0x801c));
  }

  @Test
  void literalsAreKeptOnceInTheNextPool() {
    Program program =
        a64(
            """
              ldr x0, =0x1122334455667788
              ldr x1, =0x1122334455667788
              ldr w2, =end + 4
              b over
              .ltorg
            over:
              ldr x3, =0x1122334455667788
            end:
            """);
    // 5 words: 4 instructions, then the pool at 0x8010: 8 bytes, and 4 for w2.
    assertEquals("ldr x0, 0x8010", textAt(program, 0x8000));
    assertEquals("ldr x1, 0x8010", textAt(program, 0x8004));
    assertEquals("ldr w2, 0x8018", textAt(program, 0x8008));
    assertEquals(0x55667788, program.word(0x8010));
    assertEquals(0x11223344, program.word(0x8014));
    assertEquals(program.label("end") + 4, program.word(0x8018));
    assertEquals(0x801c, program.label("over"));
    assertEquals("ldr x3, 0x8020", textAt(program, 0x801c));
    assertEquals(0x55667788, program.word(0x8020));
  }

  private static String textAt(Program program, long address) {
    return Instructions.decode(InstructionWord.of(InstructionSet.A64, program.word(address)))
        .orElseThrow()
        .text(address);
  }

  @Test
  void originAndInstructionSet() {
    Program program =
        Assembler.assemble(
            InstructionSet.A64,
            0x1000,
            """
            nop
            .org 0x1010
            after: .isa t32
            .inst 0xdf01
            .inst 0xf7e08ea1
            .isa a32
            .align 4
            .inst 0xe1600070
            """);
    assertEquals(0x1010, program.label("after"));
    assertEquals(0x8ea1f7e0, program.word(0x1012), "the first halfword lies first");
    assertEquals(0xe1600070, program.word(0x1018));
    assertEquals(
        List.of("A64 4", "T32 2", "T32 4", "A32 4"),
        program.lines().stream()
            .map(line -> line.isa().orElseThrow() + " " + line.size())
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frob x0 | no instruction 'frob' in a64",
        "add x0, w1, #1 | 'add' is not written like that: 'w1' does not go with the other operands",
        "hvc #65536 | 'hvc' is not written like that: 65536 does not fit",
        "mov x0, #0x123456789 | 'mov' is not written like that: the number does not fit one"
            + " instruction",
        "and x0, x1, #5 | 'and' is not written like that: the number is not a rotated run of ones",
        "ldr x0, [x1, #257] | 'ldr' is not written like that: 257 is not a multiple of 8",
        "b nowhere | 'b' is not written like that: 'nowhere' is not what can stand there",
        "b .+2 | 'b' is not written like that: the place is not aligned to 4 bytes",
        "tbz x0, #1, .+0x8000 | 'tbz' is not written like that: the place is too far away",
        "msr hstr_el9, x0 | 'msr' is not written like that: 'hstr_el9' is not a system register that"
            + " the emulator has",
        "nop nop | 'nop' is not written like that: the rest of the line is too much: nop",
        ".frob 1 | no directive '.frob'",
        ".byte 256 | 256 does not fit 1 bytes",
        ".word | .word needs a value: a value is missing",
        ".word (1 | .word needs a value: ')' is missing",
        ".word 0x | .word needs a value: '0x' is not a number of 64 bits",
        ".align 3 | .align needs a number of bytes that is a power of two, not 3",
        ".asciz \"a | the string does not end",
        ".isa m68k | .isa is a32, t32 or a64, not 'm68k'",
        ".equ X | ',' is missing behind X",
        ".org 0 | the program is larger than 16777216 bytes",
        ".space 0x7fffffffffffffff | the program is larger than 16777216 bytes",
        ".inst 0x100000000 | an instruction has at most 8 hexadecimal digits",
        "x1: nop | x1 is the name of a register",
      })
  void errorsAreOneSentence(String text, String sentence) {
    assertEquals("line 1: " + sentence, error(text.trim()).replace("\n", " "));
  }

  @Test
  void errorsNameTheLine() {
    assertEquals("line 3: no instruction 'frob' in a64", error("nop\n\nfrob x0"));
    assertEquals("line 2: the label a is there twice", error("a: nop\na: nop"));
    assertEquals("line 2: an instruction of a64 must be aligned to 4 bytes", error(".byte 1\nnop"));
    assertEquals(
        2, assertThrows(AssemblyException.class, () -> a64("nop\nfrob")).line(), "as a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "-", "~", "~-("})
  void deepNestingIsRefused(String opening) {
    String text = ".word " + opening.repeat(100_000) + "1";
    assertTrue(error(text).startsWith("line 1: .word needs a value"), error(text));
  }

  @Test
  void textOfAWord() {
    Decoded branch =
        Instructions.decode(InstructionWord.of(InstructionSet.A64, 0x17fffffe)).orElseThrow();
    assertEquals("b .-0x8", branch.text());
    assertEquals("b 0x8000", branch.text(0x8008));
    assertEquals(4, branch.size());
    assertEquals("B", branch.row().name());
  }

  @Test
  void wordsThatTheEmulatorDoesNotHave() {
    // FADD D0, D0, D0; LDTR X0, [X0]; MRS X0, S3_0_C15_C0_0.
    for (int word : new int[] {0x1e602800, 0xf8400800, 0xd538f000}) {
      assertEquals(
          Optional.empty(), Instructions.decode(InstructionWord.of(InstructionSet.A64, word)));
    }
  }

  @Test
  void blanksAndCaseDoNotMatter() {
    String expected = new String(a64("ldr x0, [sp, #8]").bytes(), StandardCharsets.ISO_8859_1);
    for (String text :
        List.of("LDR X0,[SP,#8]", "ldr\tx0 , [ sp , 8 ] ", "  Ldr x0, [sp, #(4+4)] // eight")) {
      assertEquals(expected, new String(a64(text).bytes(), StandardCharsets.ISO_8859_1), text);
    }
  }
}
