// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The A32 and T32 tables against words that GNU binutils made from the same text. */
final class Aarch32KnownAnswersTest {
  private static final long BASE = 0x8000;
  private static final Pattern DISTANCE = Pattern.compile("\\.([+-]\\w+)");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]+");

  /** A line of a file of vectors, where it stands, and the IT state that it executes in. */
  private record Vector(InstructionWord word, String text, long address, ItState it) {}

  private static List<Vector> vectors(InstructionSet isa) {
    List<Vector> vectors = new ArrayList<>();
    ItState it = ItState.NONE;
    long address = BASE;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    Aarch32KnownAnswersTest.class.getResourceAsStream(isa.text() + "-vectors.txt")),
                StandardCharsets.UTF_8))) {
      for (String line : reader.lines().toList()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split("\\s+", 2);
          int bits = Integer.parseUnsignedInt(parts[0], 16);
          InstructionWord word = new InstructionWord(isa, parts[0].length() / 2, bits);
          vectors.add(new Vector(word, parts[1], address, it));
          address += word.size();
          it = parts[1].startsWith("it") ? new ItState(bits & 0xff) : it.advance();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vectors;
  }

  private static Program program(InstructionSet isa, List<String> lines) {
    return Assembler.assemble(isa, BASE, String.join("\n", lines));
  }

  private static InstructionWord wordAt(Program program, int index, InstructionSet isa) {
    Program.Line line = program.lines().get(index);
    int offset = Math.toIntExact(line.address() - BASE);
    byte[] bytes = program.bytes();
    int first = (bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8;
    if (line.size() == 2) {
      return InstructionWord.t16(first);
    }
    int second = (bytes[offset + 2] & 0xff) | (bytes[offset + 3] & 0xff) << 8;
    return InstructionWord.of(
        isa, isa == InstructionSet.T32 ? first << 16 | second : second << 16 | first);
  }

  @ParameterizedTest
  @EnumSource(names = {"A32", "T32"})
  void theAssemblerMakesTheSameWords(InstructionSet isa) {
    List<Vector> vectors = vectors(isa);
    assertTrue(vectors.size() >= (isa == InstructionSet.A32 ? 150 : 200));
    Program program = program(isa, vectors.stream().map(Vector::text).toList());
    for (int index = 0; index < vectors.size(); index++) {
      Vector vector = vectors.get(index);
      assertEquals(vector.word().text(), wordAt(program, index, isa).text(), vector.text());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"A32", "T32"})
  void theDisassemblerWritesWhatWasAssembled(InstructionSet isa) {
    List<String> failures = new ArrayList<>();
    for (Vector vector : vectors(isa)) {
      String text =
          Instructions.decode(vector.word())
              .map(decoded -> decoded.text(vector.address()))
              .orElse("no instruction");
      String expected =
          DISTANCE
              .matcher(vector.text())
              .replaceAll(
                  (MatchResult place) ->
                      Long.toString(vector.address() + Long.decode(place.group(1)) & 0xffff_ffffL));
      if (vector.it().equals(ItState.NONE) && !plain(text).equals(plain(expected))) {
        failures.add(vector.word().text() + " " + vector.text() + " -> " + text);
      }
    }
    assertEquals(List.of(), failures);
  }

  /** Both ways of writing alike: decimal numbers, no {@code .w}. */
  private static String plain(String text) {
    return NUMBER
        .matcher(text)
        .replaceAll((MatchResult number) -> Long.decode(number.group()).toString())
        .replace(".w", "");
  }

  @Test
  void theDistanceOfAPlaceIsSeenFromTheInstruction() {
    Program program =
        program(InstructionSet.A32, List.of("nop", "here: b there", "nop", "there: bl here"));
    assertEquals(0xea000000, program.word(program.label("here")));
    assertEquals(0xebfffffc, program.word(program.label("there")));
  }
}
