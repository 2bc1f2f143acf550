// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import java.io.PrintStream;
import java.util.List;

/**
 * A decoded word.
 *
 * @param kind what it was decoded as: esr, hsr, insn or fid
 * @param value the word
 * @param title what it is, in a few words
 * @param fields its fields from the highest bit down; empty where it is not what it was taken for
 * @param notes what else is to be said: reserved values, impossible combinations
 */
record Decoded(
    String kind, String value, String title, List<DecodedField> fields, List<String> notes) {

  void print(PrintStream out) {
    out.println(kind.toUpperCase(java.util.Locale.ROOT) + " " + value + "  " + title);
    int width = fields.stream().mapToInt(field -> field.name().length()).max().orElse(0);
    for (DecodedField field : fields) {
      out.printf(
          "  %-" + width + "s  %-8s  %-8s  %s%n",
          field.name(),
          field.bits(),
          field.value(),
          field.meaning());
    }
    notes.forEach(note -> out.println("  note: " + note));
  }
}
