// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class InstructionTableTest {
  /** Words tried for each row; the fields of a row have a few dozen interesting combinations. */
  private static final int WORDS = 100;

  private static final long ADDRESS = 0x4000_1004L;

  static Stream<Row> rows() {
    return Stream.of(InstructionSet.values())
        .flatMap(isa -> Instructions.table(isa).rows().stream());
  }

  /** Random words of a row; some sparse, so that registers 0 and zero immediates are among them. */
  static List<Integer> words(Row row) {
    Random random = new Random(row.name().hashCode());
    Pattern pattern = row.pattern();
    int used = row.size() == 2 ? 0xffff : -1;
    List<Integer> words = new ArrayList<>();
    for (int count = 0; count < WORDS; count++) {
      int sparse = random.nextInt();
      sparse &= random.nextInt();
      sparse &= random.nextInt();
      int fields = count % 3 == 0 ? sparse : count % 3 == 1 ? ~sparse : random.nextInt();
      int should = count % 4 == 0 ? 0 : pattern.mask('z') | pattern.mask('o');
      int word =
          (fields & ~pattern.fixedMask() & ~should)
              | pattern.fixedBits()
              | (should & pattern.mask('o'));
      if (row.matches(word & used)) {
        words.add(word & used);
      }
    }
    return words;
  }

  @ParameterizedTest
  @EnumSource(InstructionSet.class)
  void noTwoRowsOverlap(InstructionSet isa) {
    List<Row> rows = Instructions.table(isa).rows();
    for (Row first : rows) {
      for (Row second : rows) {
        if (first != second) {
          assertTrue(first.isApartFrom(second), first + " and " + second);
          assertTrue(second.isApartFrom(first), second + " and " + first);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aWordIsOfOneRowOnly(Row row) {
    for (int word : words(row)) {
      List<Row> matching =
          Instructions.table(row.isa()).rows().stream()
              .filter(other -> other.size() == row.size() && other.matches(word))
              .toList();
      assertEquals(List.of(row), matching);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theTextOfAWordAssemblesToTheWord(Row row) {
    List<Integer> words = words(row);
    assertFalse(words.isEmpty(), "no word of " + row + " was found");
    for (int bits : words) {
      InstructionWord word = new InstructionWord(row.isa(), row.size(), bits);
      Decoded decoded = Instructions.decode(word).orElseThrow();
      assertEquals(row, decoded.row());
      assertEquals(word, assembled(row, decoded.text()), decoded.text());
      assertEquals(word, assembled(row, decoded.text(ADDRESS)), decoded.text(ADDRESS));
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void someWordOfARowHasAProperText(Row row) {
    assertTrue(
        words(row).stream()
            .map(bits -> new InstructionWord(row.isa(), row.size(), bits))
            .map(word -> Instructions.decode(word).orElseThrow().text())
            .anyMatch(text -> !text.startsWith(".")));
  }

  private static InstructionWord assembled(Row row, String text) {
    Program program = Assembler.assemble(row.isa(), ADDRESS, text);
    byte[] bytes = program.bytes();
    int first = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
    if (program.size() == 2) {
      return InstructionWord.t16(first);
    }
    assertEquals(4, program.size(), text);
    int second = (bytes[2] & 0xff) | (bytes[3] & 0xff) << 8;
    return InstructionWord.of(
        row.isa(), row.isa() == InstructionSet.T32 ? first << 16 | second : second << 16 | first);
  }

  @Test
  void overlapsAreRejected() {
    Rows rows = new Rows(InstructionSet.A64, A64Operands::of);
    rows.row("one", "0000 0000 0000 0000 0000 0000 iiii iiii").as("one <#i>").does(f -> core -> {});
    rows.row("two", "0000 0000 0000 0000 0000 0000 iiii 0000").as("two <#i>").does(f -> core -> {});
    assertEquals(
        "A64 one and A64 two overlap",
        assertThrows(
                IllegalArgumentException.class,
                () -> new InstructionTable(InstructionSet.A64, rows.all()))
            .getMessage());
  }

  @Test
  void anExceptionKeepsRowsApart() {
    Rows rows = new Rows(InstructionSet.A64, A64Operands::of);
    rows.row("one", "0000 0000 0000 0000 0000 0000 iiii jjjj")
        .except("i=15")
        .as("one <#i>, <#j>")
        .does(f -> core -> {});
    rows.row("two", "0000 0000 0000 0000 0000 0000 1111 jjjj").as("two <#j>").does(f -> core -> {});
    InstructionTable table = new InstructionTable(InstructionSet.A64, rows.all());
    assertEquals(
        "two", table.row(InstructionWord.of(InstructionSet.A64, 0xf3)).orElseThrow().name());
    assertEquals(
        "one", table.row(InstructionWord.of(InstructionSet.A64, 0xe3)).orElseThrow().name());
  }

  @Test
  void sizesOfT32() {
    assertEquals(2, Instructions.t32Size(0xdf00));
    assertEquals(2, Instructions.t32Size(0xe000));
    assertEquals(4, Instructions.t32Size(0xe800));
    assertEquals(4, Instructions.t32Size(0xf7e0));
    assertEquals(4, Instructions.t32Size(0xffff));
  }
}
