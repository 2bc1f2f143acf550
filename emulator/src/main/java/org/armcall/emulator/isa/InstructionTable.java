// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/** All rows of one instruction set; no word is of two of them. */
public final class InstructionTable {
  /** A row is looked for among those that agree in this many highest bits. */
  private static final int INDEX_BITS = 10;

  private final InstructionSet isa;
  private final List<Row> rows;
  private final List<List<Row>> words;
  private final List<List<Row>> halfwords;
  private final Map<Character, List<Row>> written = new HashMap<>();
  private final List<Row> writtenAnyhow;

  /**
   * Checks the rows and makes an index.
   *
   * @throws IllegalArgumentException if two rows overlap
   */
  InstructionTable(InstructionSet isa, List<Row> rows) {
    this.isa = isa;
    this.rows = List.copyOf(rows);
    rejectOverlaps();
    words = index(4);
    halfwords = index(2);
    writtenAnyhow = written("");
    for (char letter = 'a'; letter <= 'z'; letter++) {
      written.put(letter, written(String.valueOf(letter)));
    }
  }

  /** The rows with a form that may begin like this. */
  private List<Row> written(String letter) {
    return rows.stream()
        .filter(
            row ->
                row.templates().stream()
                    .map(Template::prefix)
                    .anyMatch(prefix -> prefix.isEmpty() || prefix.startsWith(letter)))
        .toList();
  }

  private void rejectOverlaps() {
    for (int first = 0; first < rows.size(); first++) {
      for (int second = first + 1; second < rows.size(); second++) {
        if (!rows.get(first).isApartFrom(rows.get(second))) {
          throw new IllegalArgumentException(
              rows.get(first) + " and " + rows.get(second) + " overlap");
        }
      }
    }
  }

  private List<List<Row>> index(int size) {
    int shift = size * 8 - INDEX_BITS;
    int mask = ((1 << INDEX_BITS) - 1) << shift;
    List<List<Row>> index = new ArrayList<>();
    for (int high = 0; high < 1 << INDEX_BITS; high++) {
      int bits = high << shift;
      index.add(
          rows.stream()
              .filter(row -> row.size() == size)
              .filter(
                  row ->
                      (row.pattern().fixedMask() & mask & (row.pattern().fixedBits() ^ bits)) == 0)
              .toList());
    }
    return index;
  }

  /** The instruction set. */
  public InstructionSet isa() {
    return isa;
  }

  /** Every row, in the order in which the assembler tries them. */
  public List<Row> rows() {
    return rows;
  }

  /** The rows that a line may be of that begins with the letter, in lower case, in order. */
  List<Row> rowsWritten(char letter) {
    return written.getOrDefault(letter, writtenAnyhow);
  }

  /** The row that the word is of. */
  public Optional<Row> row(InstructionWord word) {
    int shift = word.size() * 8 - INDEX_BITS;
    List<Row> candidates =
        (word.size() == 4 ? words : halfwords).get(word.bits() >>> shift & ((1 << INDEX_BITS) - 1));
    for (Row row : candidates) {
      if (row.matches(word.bits())) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }
}
