// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What GNU binutils makes of the same lines and words; the resource says how it was made. */
final class A64VectorsTest {
  private static final Pattern NUMBER = Pattern.compile("-?0x[0-9a-f]+|(?<![a-z0-9_.])-?\\d+");

  /** A line of the resource. */
  record Vector(long address, int word, String source, String disassembly) {}

  static List<Vector> vectors() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                A64VectorsTest.class.getResourceAsStream("a64-vectors.tsv"),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(
              part ->
                  new Vector(
                      Long.parseLong(part[0], 16),
                      Integer.parseUnsignedInt(part[1], 16),
                      part[2],
                      part[3]))
          .toList();
    }
  }

  private static int assembled(Vector vector, String text) {
    return Assembler.assemble(InstructionSet.A64, vector.address(), text).word(vector.address());
  }

  private static Decoded decoded(Vector vector) {
    return Instructions.decode(InstructionWord.of(InstructionSet.A64, vector.word())).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void assemblesToTheSameWord(Vector vector) {
    assertEquals(hex(vector.word()), hex(assembled(vector, vector.source())), vector.source());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsTheOtherDisassembler(Vector vector) {
    assertEquals(hex(vector.word()), hex(assembled(vector, vector.disassembly())));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void disassemblesToTheSameTextButForTheRadix(Vector vector) {
    assertEquals(decimal(vector.disassembly()), decimal(decoded(vector).text(vector.address())));
  }

  @Test
  void everyRowHasAVector() throws IOException {
    List<Row> seen = vectors().stream().map(vector -> decoded(vector).row()).distinct().toList();
    List<String> missing =
        Instructions.table(InstructionSet.A64).rows().stream()
            .filter(row -> !seen.contains(row))
            .map(Row::name)
            .toList();
    assertEquals(List.of(), missing);
    assertTrue(vectors().size() >= 150);
  }

  private static String decimal(String text) {
    Matcher number = NUMBER.matcher(text.toLowerCase(Locale.ROOT).trim().replaceAll("\\s+", " "));
    return number.replaceAll(match -> Long.toString(value(match.group())));
  }

  private static long value(String number) {
    boolean negative = number.startsWith("-");
    String digits = negative ? number.substring(1) : number;
    long value =
        digits.startsWith("0x")
            ? Long.parseUnsignedLong(digits.substring(2), 16)
            : Long.parseUnsignedLong(digits);
    return negative ? -value : value;
  }

  private static String hex(int word) {
    return String.format("%08x", word);
  }
}
