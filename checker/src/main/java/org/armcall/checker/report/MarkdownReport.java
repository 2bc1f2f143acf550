// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Gap;
import org.armcall.checker.report.Finding.Register;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.report.Finding.Walk;
import org.armcall.checker.report.Finding.Word;
import org.armcall.checker.rules.RuleEntry;

/**
 * Findings as Markdown (CommonMark) of 72 columns; tables are code, for they would be wider. Text
 * of others stands in code, or has its marks escaped.
 */
final class MarkdownReport {
  private static final String MARKS = "\\`*_{}[]<>#+!|~&";
  private static final int MOST_CHANGES = 12;

  private final Appendable out;

  private MarkdownReport(Appendable out) {
    this.out = out;
  }

  /** Writes every finding once. */
  static void write(Report report, Appendable out) {
    MarkdownReport markdown = new MarkdownReport(out);
    markdown.line("# armcall: findings");
    Set<String> seen = new HashSet<>();
    for (KeptResult result : report.results()) {
      markdown.paragraph(escaped(result.operand()) + ": " + escaped(result.summary()));
      report.forEachOnce(
          result, seen, finding -> markdown.finding(finding, report.shown().get(finding.id())));
    }
    if (report.known() > 0) {
      markdown.paragraph(
          Amount.of(report.known(), "finding")
              + (report.known() == 1 ? " is" : " are")
              + " in the baseline and not shown.");
    }
  }

  /** The text so that Markdown shows it as it is. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Wrapped.printable(text).toCharArray()) {
      escaped.append(MARKS.indexOf(c) >= 0 ? "\\" : "").append(c == '\n' ? ' ' : c);
    }
    return escaped.toString();
  }

  /** A fence that is longer than any in the text. */
  static String fence(String text) {
    int longest = 0;
    int run = 0;
    for (char c : text.toCharArray()) {
      run = c == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return "`".repeat(Math.max(3, longest + 1));
  }

  private void line(String line) {
    try {
      out.append(line).append('\n');
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void paragraph(String text) {
    line("");
    Wrapped.words("", "", text).forEach(this::line);
  }

  private void item(String first, String text) {
    Wrapped.words(first, " ".repeat(first.length()), text).forEach(this::line);
  }

  private void code(List<String> lines) {
    String fence = fence(String.join("\n", lines));
    line("");
    line(fence + "text");
    lines.forEach(this::line);
    line(fence);
  }

  private void finding(Finding finding, Report.Shown shown) {
    line("");
    line("## " + escaped(finding.what()));
    paragraph(escaped(finding.verdict()) + (finding.foreseen() ? " That was expected." : ""));
    line("");
    item("* ", "At: " + escaped(finding.place().text()));
    if (!finding.sentence().isEmpty()) {
      item("* ", (finding.rule().isPresent() ? "Rule: " : "Law: ") + escaped(finding.sentence()));
    }
    for (RuleEntry rule : finding.standsFor()) {
      item("* ", "Rule " + rule.rule().id() + ": " + escaped(rule.sentence()));
    }
    finding.sources().forEach(source -> item("* ", "Source: " + escaped(source.toString())));
    item("* ", "Expected: " + escaped(finding.expected()));
    item("* ", "Observed: " + escaped(finding.observed()));
    if (shown.times() > 1) {
      item(
          "* ", "Shows " + shown.times() + " times: " + escaped(String.join("; ", shown.places())));
    }
    for (Gap gap : finding.unknown()) {
      item("* ", "Not known: " + escaped(gap.what()) + " (" + escaped(gap.remedy()) + ")");
    }
    if (!finding.image().why().isEmpty()) {
      item("* ", "No image shows it: " + escaped(finding.image().why()));
    }
    story(finding);
    words(finding.words());
    finding.walks().forEach(this::walk);
    registers(finding.registers(), finding.contract());
    evidence(finding.evidence());
    if (!finding.run().again().isEmpty()) {
      paragraph("To see it again:");
      code(Wrapped.command("", finding.run().again()));
    }
    if (!finding.image().command().isEmpty()) {
      paragraph("To make an image that shows it on a machine:");
      code(Wrapped.command("", finding.image().command()));
    }
    if (!finding.image().run().isEmpty()) {
      paragraph("To have the emulator run it:");
      code(Wrapped.command("", finding.image().run()));
    }
    paragraph("Finding " + finding.id() + ", by " + finding.engine().text() + ".");
  }

  private void story(Finding finding) {
    if (finding.story().steps().isEmpty()) {
      return;
    }
    line("");
    for (Step step : finding.story().steps()) {
      String who = step.who().isEmpty() ? "" : "**" + escaped(step.who()) + "** ";
      String breaks = step.offending() ? " **Here it breaks.**" : "";
      item(step.number() + ". ", who + escaped(step.text()) + breaks);
      List<Change> changes = step.changes();
      for (Change change : changes.subList(0, Math.min(MOST_CHANGES, changes.size()))) {
        item(
            "   * ",
            escaped(change.path() + ": " + change.before())
                + " -\\> "
                + escaped(change.after().isEmpty() ? "(gone)" : change.after()));
      }
      if (changes.size() > MOST_CHANGES) {
        item("   * ", "and " + (changes.size() - MOST_CHANGES) + " more");
      }
    }
    finding
        .story()
        .loopTo()
        .ifPresent(number -> paragraph("Then step " + number + " again, for ever."));
  }

  private void words(List<Word> words) {
    for (Word word : words) {
      String value = word.value().isEmpty() ? "not recorded" : word.value();
      paragraph(escaped(word.title()) + ": " + escaped(value));
      code(FixedPitch.fields("", word));
    }
  }

  private void walk(Walk walk) {
    List<String> lines = WalkPicture.lines(walk);
    paragraph(escaped(lines.get(0)));
    line("");
    lines.subList(1, lines.size()).forEach(each -> item("1. ", escaped(each)));
  }

  private void registers(List<Register> registers, String contract) {
    if (registers.isEmpty()) {
      return;
    }
    paragraph(escaped("Registers, held against: " + contract));
    code(FixedPitch.registers("", registers));
  }

  private void evidence(List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Evidence each : evidence) {
      String number = each.line() > 0 ? String.valueOf(each.line()) : "";
      String first = String.format(java.util.Locale.ROOT, "%7s  ", number);
      for (String text : each.text().split("\n", -1)) {
        if (each.line() == 0) {
          lines.addAll(Wrapped.words("", "    ", text));
          continue;
        }
        lines.addAll(Wrapped.cut(first, "       + ", text));
      }
    }
    code(lines);
  }
}
