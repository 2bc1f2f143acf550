// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.Column;
import org.armcall.model.design.Design;
import org.armcall.model.design.DesignProperty;
import org.armcall.model.design.Verdict;

/** The comparison as Markdown: a short table of all callers, then one for each property. */
final class CompareMarkdown {
  private CompareMarkdown() {}

  /** The short table. */
  static String summary(Comparison comparison) {
    List<String> heads = new ArrayList<>(List.of("design"));
    for (DesignProperty property : DesignProperty.values()) {
      heads.add(property.title());
    }
    heads.add("accesses");
    StringBuilder text = new StringBuilder();
    row(text, heads);
    rule(text, heads.size());
    for (Comparison.Row row : comparison.rows()) {
      if (comparison.columns(row.conduit()).stream()
          .allMatch(column -> Phrases.isWithoutCall(comparison, row.design(), column))) {
        continue;
      }
      List<String> cells = new ArrayList<>(List.of(row.title()));
      for (DesignProperty property : DesignProperty.values()) {
        cells.add(Phrases.summary(comparison, row, property));
      }
      cells.add(Phrases.costs(comparison, row));
      row(text, cells);
    }
    return text.toString();
  }

  /** Everything. */
  static String whole(Comparison comparison, int drawers) {
    StringBuilder text = new StringBuilder("# The designs compared\n\n");
    for (Design design : comparison.designs()) {
      text.append("- ")
          .append(design)
          .append(": ")
          .append(design.title())
          .append(". Premise: ")
          .append(design.premise())
          .append(".\n");
    }
    text.append('\n').append(summary(comparison));
    for (DesignProperty property : DesignProperty.values()) {
      text.append("\n## ").append(capital(property.title())).append("\n\n");
      text.append(capital(property.meaning())).append(".\n\n");
      table(comparison, property, text);
    }
    text.append("\n## Notes\n\n");
    if (comparison.designs().contains(Design.D3)) {
      Phrases.draws(drawers).forEach(line -> text.append("- ").append(line).append('\n'));
    }
    Phrases.costNotes().forEach(line -> text.append("- ").append(line).append('\n'));
    Phrases.remarks(comparison).forEach(line -> text.append("- ").append(line).append('\n'));
    text.append("- ").append(Phrases.bounds(comparison)).append('\n');
    text.append("- `armcall compare NAME` prints a counterexample whole.\n");
    return text.toString();
  }

  private static void table(Comparison comparison, DesignProperty property, StringBuilder text) {
    List<Column> heads =
        comparison.columns().stream().filter(column -> column.conduit() == Conduit.HVC).toList();
    List<String> titles = new ArrayList<>(List.of("design"));
    heads.forEach(
        column -> titles.add(column.kind().title() + (column.el3() ? ", EL3" : ", no EL3")));
    row(text, titles);
    rule(text, titles.size());
    for (Comparison.Row row : comparison.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.title()));
      comparison
          .cells(row, property)
          .forEach(cell -> cells.add(withCode(Phrases.verdict(cell.verdict()), cell.verdict())));
      row(text, cells);
    }
  }

  private static String withCode(String sentence, Verdict verdict) {
    return verdict instanceof Verdict.NoCall
        ? sentence
        : sentence.replaceAll("\\((D[1-8]-[a-z0-9-]+)\\)", "(`$1`)");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ")
        .append(String.join(" | ", cells.stream().map(cell -> cell.replace("|", "\\|")).toList()))
        .append(" |\n");
  }

  private static void rule(StringBuilder text, int columns) {
    text.append("|").append("---|".repeat(columns)).append('\n');
  }
}
