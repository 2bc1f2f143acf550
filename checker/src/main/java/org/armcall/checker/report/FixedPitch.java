// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Register;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Word;

/** Words and registers as tables of fixed pitch, 72 columns; what is broken is marked with >. */
final class FixedPitch {
  private FixedPitch() {}

  /** The fields of a word, from the highest bit down, and what else is to be said of it. */
  static List<String> fields(String indent, Word word) {
    List<String> lines = new ArrayList<>();
    for (Field field : word.fields()) {
      String first =
          String.format(
              Locale.ROOT,
              "%s%s %-11s %-8s %-9s ",
              indent,
              field.broken() ? ">" : " ",
              field.name(),
              field.range(),
              field.value().isEmpty() ? "?" : field.value());
      String standing =
          field.standing() == Standing.KNOWN || field.meaning().contains("reserved")
              ? ""
              : "; " + field.standing().text();
      lines.addAll(Wrapped.words(first, " ".repeat(first.length()), field.meaning() + standing));
    }
    if (!word.note().isEmpty()) {
      lines.addAll(Wrapped.words(indent + "  ", indent + "  ", word.note()));
    }
    return lines;
  }

  /** Registers before and after a call. */
  static List<String> registers(String indent, List<Register> registers) {
    List<String> lines = new ArrayList<>();
    lines.add(indent + "  register  before             after              contract");
    for (Register register : registers) {
      String first =
          String.format(
              Locale.ROOT,
              "%s%s %-9s %-18s %-18s ",
              indent,
              register.broken() ? ">" : " ",
              register.name(),
              register.before().isEmpty() ? "?" : register.before(),
              register.after().isEmpty() ? "?" : register.after());
      lines.addAll(Wrapped.words(first, " ".repeat(first.length()), register.contract()));
    }
    return lines;
  }
}
