// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Word;

/**
 * A translation table descriptor: ARMv7's own of 32 bits (DDI 0406C B3.5.1), or one of 64 bits (DDI
 * 0406C B3.6.1, DDI 0487 D8.3), of which the fields are shown that every granule has.
 *
 * @param small whether it has 32 bits
 * @param level of its table
 * @param value its bits
 * @param unreliable those of them that may not be relied on
 */
record DescriptorWord(boolean small, int level, long value, long unreliable) {
  private static final int LAST_LONG = 3;

  private record Range(String name, int high, int low) {}

  /** What it is, in a word or two. */
  String kind() {
    int type = (int) value & 3;
    if (small) {
      if (level == 1) {
        return switch (type) {
          case 0 -> "invalid";
          case 1 -> "page table";
          default -> (value >>> 18 & 1) == 1 ? "supersection" : "section";
        };
      }
      return type == 0 ? "invalid" : type == 1 ? "large page" : "small page";
    }
    if ((type & 1) == 0) {
      return "invalid";
    }
    if (level == LAST_LONG) {
      return type == 3 ? "page" : "invalid";
    }
    return type == 3 ? "table" : "block";
  }

  /** Its fields, bit by bit. */
  Word picture() {
    List<Field> fields = new ArrayList<>();
    for (Range range : ranges()) {
      fields.add(field(range));
    }
    int width = small ? 32 : 64;
    return new Word(kind(), "0x" + Long.toHexString(value), width, fields, "");
  }

  private List<Range> ranges() {
    if (!small) {
      return kind().equals("invalid")
          ? List.of(new Range("ignored", 63, 2), new Range("type", 1, 0))
          : List.of(
              new Range("attributes", 63, 48),
              new Range("address", 47, 12),
              new Range("attributes", 11, 2),
              new Range("type", 1, 0));
    }
    int base =
        switch (kind()) {
          case "page table" -> 10;
          case "section" -> 20;
          case "supersection" -> 24;
          case "large page" -> 16;
          case "small page" -> 12;
          default -> 2;
        };
    Range type = new Range("type", 1, 0);
    return base == 2
        ? List.of(new Range("ignored", 31, 2), type)
        : List.of(new Range("address", 31, base), new Range("attributes", base - 1, 2), type);
  }

  private Field field(Range range) {
    int width = range.high() - range.low() + 1;
    long mask = width == 64 ? -1 : (1L << width) - 1;
    long content = value >>> range.low() & mask;
    StringBuilder bits = new StringBuilder(width);
    for (int bit = width - 1; bit >= 0; bit--) {
      bits.append(content >>> bit & 1);
    }
    boolean unknown = (unreliable >>> range.low() & mask) != 0;
    String address = "0x" + Long.toHexString(content << range.low());
    return new Field(
        range.name(),
        range.high(),
        range.low(),
        bits.toString(),
        "0x" + Long.toHexString(content),
        switch (range.name()) {
          case "address" -> address;
          case "type" -> kind();
          default -> "";
        },
        unknown ? Standing.UNKNOWN : Standing.KNOWN,
        false);
  }
}
