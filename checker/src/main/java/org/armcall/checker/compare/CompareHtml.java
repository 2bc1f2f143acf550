// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.List;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.CallerKind;
import org.armcall.model.design.Column;
import org.armcall.model.design.Counterexample;
import org.armcall.model.design.Design;
import org.armcall.model.design.DesignProperty;
import org.armcall.model.design.Verdict;

/**
 * The comparison as one file that a browser shows without any other: light and dark, wide and
 * narrow, each table with its heads marked for those who hear it.
 */
final class CompareHtml {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8886; --safe: #0a6b2d; --unsafe: #b3141d; --open: #7a5200; }
      @media (prefers-color-scheme: dark) { :root { --safe: #5fd38a; --unsafe: #ff8a80; --open: #f2c14e; } }
      * { box-sizing: border-box; }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 80rem; margin: 0 auto; padding: 1rem; }
      h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin-top: 2rem; }
      .wide { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
      table { border-collapse: collapse; font-size: .85rem; }
      th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
      thead th { border-bottom: 2px solid var(--line); }
      th[scope=row] { position: sticky; left: 0; background: Canvas; white-space: nowrap; }
      td { min-width: 8rem; } .safe { color: var(--safe); }
      .unsafe, .unsafe a { color: var(--unsafe); font-weight: 600; } .open, .open a { color: var(--open); }
      .none { opacity: .7; } details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; padding: .4rem .8rem; }
      summary { cursor: pointer; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
      """;

  private CompareHtml() {}

  static String of(Comparison comparison, int drawers) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>armcall: the designs compared</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n<h1>The designs compared</h1>\n")
        .append(
            "<p>How a handler can tell interfaces apart that share HVC or SMC, on every kind of")
        .append(" caller. Each cell is safe within bounds, unsafe with a counterexample, or open")
        .append(" with what is missing.</p>\n<ul>\n");
    for (Design design : comparison.designs()) {
      page.append("<li><b>")
          .append(design)
          .append("</b> ")
          .append(escape(design.title()))
          .append(". Premise: ")
          .append(escape(design.premise()))
          .append(".</li>\n");
    }
    page.append("</ul>\n");
    for (DesignProperty property : DesignProperty.values()) {
      table(comparison, property, page);
    }
    costs(comparison, page);
    page.append("<h2>Notes</h2>\n<ul>\n");
    if (comparison.designs().contains(Design.D3)) {
      Phrases.draws(drawers).forEach(line -> item(line, page));
    }
    Phrases.costNotes().forEach(line -> item(line, page));
    Phrases.remarks(comparison).forEach(line -> item(line, page));
    item(Phrases.bounds(comparison), page);
    page.append("</ul>\n<h2>Counterexamples</h2>\n");
    for (Cell cell : comparison.cells()) {
      cell.counterexample().ifPresent(witness -> counterexample(cell, witness, page));
    }
    return page.append("</main>\n")
        .append("<script>addEventListener(\"hashchange\", show); show();\n")
        .append("function show() { const d = document.getElementById(location.hash.slice(1));")
        .append(" if (d && d.tagName === \"DETAILS\") d.open = true; }</script>\n")
        .append("</body>\n</html>\n")
        .toString();
  }

  private static void table(Comparison comparison, DesignProperty property, StringBuilder page) {
    page.append("<h2 id=\"")
        .append(property.id())
        .append("\">")
        .append(escape(property.title()))
        .append("</h2>\n<p>")
        .append(escape(property.meaning()))
        .append(".</p>\n");
    open(comparison, property.id(), page);
    for (Comparison.Row row : comparison.rows()) {
      page.append("<tr><th scope=\"row\">").append(row.title()).append("</th>");
      for (Cell cell : comparison.cells(row, property)) {
        cell(cell, page);
      }
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  /** The heads: a column group for each kind of caller, in it with EL3 and without. */
  private static void open(Comparison comparison, String label, StringBuilder page) {
    List<Column> heads = comparison.columns(Conduit.HVC);
    page.append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-labelledby=\"")
        .append(label)
        .append("\"><table><thead>\n<tr><th rowspan=\"2\" scope=\"col\">design</th>");
    List<CallerKind> kinds = heads.stream().map(Column::kind).distinct().toList();
    for (CallerKind kind : kinds) {
      long span = heads.stream().filter(column -> column.kind() == kind).count();
      page.append("<th scope=\"colgroup\" colspan=\"")
          .append(span)
          .append("\">")
          .append(escape(kind.title()))
          .append("</th>");
    }
    page.append("</tr>\n<tr>");
    heads.forEach(
        column ->
            page.append("<th scope=\"col\">")
                .append(column.el3() ? "EL3" : "no EL3")
                .append("</th>"));
    page.append("</tr>\n</thead><tbody>\n");
  }

  private static void cell(Cell cell, StringBuilder page) {
    Verdict verdict = cell.verdict();
    String style = verdict instanceof Verdict.NoCall ? "none" : verdict.word();
    page.append("<td class=\"").append(style).append("\"");
    if (verdict instanceof Verdict.Safe safe) {
      page.append(" title=\"").append(escape(safe.bounds())).append("\"");
    }
    page.append(">");
    if (verdict instanceof Verdict.Undecided) {
      page.append("open: ");
    }
    String words = escape(Phrases.brief(verdict));
    page.append(
        cell.counterexample()
            .map(witness -> words.replaceFirst("unsafe", link(witness)))
            .orElse(words));
    page.append("</td>");
  }

  private static String link(Counterexample witness) {
    return "<a href=\"#" + witness.id() + "\">unsafe</a>";
  }

  private static void costs(Comparison comparison, StringBuilder page) {
    page.append("<h2 id=\"cost\">memory accesses of a call</h2>\n");
    open(comparison, "cost", page);
    for (Comparison.Row row : comparison.rows()) {
      page.append("<tr><th scope=\"row\">").append(row.title()).append("</th>");
      for (Column column : comparison.columns(row.conduit())) {
        boolean none = Phrases.isWithoutCall(comparison, row.design(), column);
        page.append(
                none ? "<td class=\"none\">no call" : "<td>" + Phrases.cost(row.design(), column))
            .append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</tbody></table></div>\n");
  }

  private static void item(String line, StringBuilder page) {
    page.append("<li>").append(escape(line)).append("</li>\n");
  }

  private static void counterexample(Cell cell, Counterexample witness, StringBuilder page) {
    page.append("<details id=\"")
        .append(witness.id())
        .append("\"><summary><code>")
        .append(witness.id())
        .append("</code></summary>\n<ol>\n");
    witness.steps().forEach(step -> item(step, page));
    page.append("</ol>\n<p>Because ")
        .append(String.join(", ", witness.rules().stream().map(rule -> rule.id()).toList()))
        .append(".</p>\n<p>In the specification:");
    for (Cell.Leaf leaf : cell.leaves()) {
      page.append(" ")
          .append(leaf.verdict().word())
          .append(" by <code>")
          .append(escape(SpecifiedBy.of(cell, leaf).text()))
          .append("</code>.");
    }
    page.append("</p>\n</details>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
