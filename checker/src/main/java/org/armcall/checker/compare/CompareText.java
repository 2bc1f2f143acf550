// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.Assumption;
import org.armcall.model.design.Column;
import org.armcall.model.design.Counterexample;
import org.armcall.model.design.Design;
import org.armcall.model.design.DesignProperty;
import org.armcall.model.design.Verdict;

/** The comparison on a terminal of 120 columns: a matrix, then what its signs stand for. */
final class CompareText {
  private static final int WIDTH = 118;
  private static final int CELL = 11;
  private static final String LABEL = "%-8s";

  private CompareText() {}

  static String of(Comparison comparison, int drawers) {
    StringBuilder text = new StringBuilder();
    matrix(comparison, text);
    text.append(
        """

        Five signs and a number: tells interfaces apart, survives legacy software, needs no arbiter, discoverable,
        safe under UNKNOWN bits; memory accesses of a call.  + safe within bounds   - unsafe   ? open   . no call here
        32/64 is an AArch32 caller under AArch64 EL2.
        """);
    withoutCall(comparison, text);
    Phrases.remarks(comparison).forEach(line -> wrap(line, "", text));
    notes(comparison, text);
    text.append('\n');
    if (comparison.designs().contains(Design.D3)) {
      Phrases.draws(drawers).forEach(line -> wrap(line, "", text));
    }
    Phrases.costNotes().forEach(line -> wrap(line, "", text));
    wrap(Phrases.bounds(comparison), "", text);
    wrap(
        "A name stands for the first of its kind: armcall compare NAME prints it whole, with a32, a64 or -no-el3"
            + " in the name that of another caller. --format json has every cell with its bounds and what decides"
            + " it in the specification.",
        "",
        text);
    return text.toString();
  }

  private static void matrix(Comparison comparison, StringBuilder text) {
    List<Column> heads =
        comparison.columns().stream()
            .filter(column -> column.conduit() == comparison.columns().get(0).conduit())
            .toList();
    StringBuilder kinds = new StringBuilder(String.format(LABEL, ""));
    StringBuilder levels = new StringBuilder(String.format(LABEL, ""));
    for (Column column : heads) {
      kinds.append(pad(column.kind().head()));
      levels.append(pad(column.el3() ? "EL3" : "no EL3"));
    }
    text.append(kinds.toString().stripTrailing()).append('\n');
    text.append(levels.toString().stripTrailing()).append('\n');
    for (Comparison.Row row : comparison.rows()) {
      StringBuilder line =
          new StringBuilder(
              String.format(
                  LABEL, row.design() + (row.conduit() == Conduit.HVC ? " hvc" : " smc")));
      for (Column column : comparison.columns(row.conduit())) {
        line.append(pad(signs(comparison, row.design(), column)));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static String pad(String cell) {
    return String.format("%-" + CELL + "s", cell);
  }

  private static String signs(Comparison comparison, Design design, Column column) {
    if (Phrases.isWithoutCall(comparison, design, column)) {
      return ".";
    }
    StringBuilder signs = new StringBuilder();
    for (DesignProperty property : DesignProperty.values()) {
      signs.append(sign(comparison.cell(design, column, property).verdict()));
    }
    return signs + " " + Phrases.cost(design, column);
  }

  private static char sign(Verdict verdict) {
    return switch (verdict.word()) {
      case "safe" -> '+';
      case "unsafe" -> '-';
      case "open" -> '?';
      default -> '.';
    };
  }

  private static void notes(Comparison comparison, StringBuilder text) {
    for (Design design : comparison.designs()) {
      text.append('\n').append(design).append("  ").append(design.title()).append('\n');
      for (Comparison.Row row : comparison.rows()) {
        if (row.design() == design) {
          for (DesignProperty property : DesignProperty.values()) {
            note(comparison, row, property, text);
          }
        }
      }
    }
  }

  /** One note for all cells that say the same, where there is a call. */
  private static void note(
      Comparison comparison, Comparison.Row row, DesignProperty property, StringBuilder text) {
    Map<String, List<Cell>> groups = new LinkedHashMap<>();
    int called = 0;
    for (Cell cell : comparison.cells(row, property)) {
      Verdict verdict = cell.whereTrapped();
      called += verdict instanceof Verdict.NoCall ? 0 : 1;
      if (!(verdict instanceof Verdict.Safe) && !(verdict instanceof Verdict.NoCall)) {
        groups.computeIfAbsent(Phrases.brief(verdict), key -> new ArrayList<>()).add(cell);
      }
    }
    for (List<Cell> cells : groups.values()) {
      String where = cells.size() == called ? "" : " [" + places(cells) + "]";
      wrap(
          (row.conduit() == Conduit.HVC ? "hvc  " : "smc  ")
              + property.title()
              + ": "
              + Phrases.verdict(cells.get(0).whereTrapped())
              + where,
          "       ",
          text);
    }
  }

  /** Where no call comes to a handler, or only on some cores: the same for every design. */
  private static void withoutCall(Comparison comparison, StringBuilder text) {
    Map<String, List<Cell>> groups = new LinkedHashMap<>();
    for (Column column : comparison.columns()) {
      Design design = comparison.designs().get(0);
      if (design == Design.D8 && column.conduit() == Conduit.SMC) {
        continue;
      }
      Cell cell = comparison.cell(design, column, DesignProperty.TELLS_APART);
      if (cell.verdict() instanceof Verdict.NoCall none) {
        String rules = String.join(", ", none.rules().stream().map(rule -> rule.id()).toList());
        groups
            .computeIfAbsent(none.reason() + " (" + rules + ")", key -> new ArrayList<>())
            .add(cell);
      } else if (cell.verdict() instanceof Verdict.Undecided open
          && open.missing() == Assumption.SMC_TRAPPED) {
        groups
            .computeIfAbsent(
                "SMC is open, missing: "
                    + open.missing().sentence()
                    + ". If it does, the notes below hold; if "
                    + open.missing().completion(false)
                    + ", there is no call",
                key -> new ArrayList<>())
            .add(cell);
      }
    }
    groups.forEach((reason, cells) -> wrap(places(cells) + ": " + reason + ".", "", text));
  }

  private static String places(List<Cell> cells) {
    return String.join(
        ", ",
        cells.stream()
            .map(cell -> cell.column().kind().head() + (cell.column().el3() ? "" : " without EL3"))
            .toList());
  }

  private static void wrap(String sentence, String indent, StringBuilder text) {
    String first = indent.isEmpty() ? "" : "  ";
    StringBuilder line = new StringBuilder(first);
    for (String word : sentence.split(" ")) {
      if (line.length() + word.length() > WIDTH) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(indent);
      }
      line.append(word).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** A counterexample whole. */
  static String of(Cell cell, Counterexample witness) {
    StringBuilder text = new StringBuilder(witness.id()).append('\n');
    wrap(
        cell.design()
            + ", "
            + cell.design().title()
            + ". Broken: "
            + cell.property().title()
            + " ("
            + cell.property().meaning()
            + ").",
        "  ",
        text);
    wrap(
        "Where: "
            + cell.column().kind().title()
            + ", by "
            + cell.column().conduit()
            + (cell.column().el3() ? ", with EL3." : ", without EL3."),
        "  ",
        text);
    for (Cell.Leaf leaf : cell.leaves()) {
      if (leaf.verdict() instanceof Verdict.Unsafe) {
        leaf.assumed()
            .forEach(
                (assumption, holds) ->
                    wrap("Where " + assumption.completion(holds) + ".", "  ", text));
      }
    }
    text.append('\n');
    int number = 1;
    for (String step : witness.steps()) {
      wrap(number++ + ". " + step, "     ", text);
    }
    text.append('\n');
    wrap(
        "Because "
            + String.join(", ", witness.rules().stream().map(rule -> rule.id()).toList())
            + "  (armcall rules ID)",
        "          ",
        text);
    for (Cell.Leaf leaf : cell.leaves()) {
      SpecifiedBy by = SpecifiedBy.of(cell, leaf);
      text.append("  In the specification: ")
          .append(leaf.verdict().word())
          .append(" by ")
          .append(by.text())
          .append(":  ")
          .append(by.command())
          .append('\n');
    }
    return text.toString();
  }
}
