// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.armcall.checker.cli.Amount;
import org.armcall.checker.report.Finding.Change;
import org.armcall.checker.report.Finding.Evidence;
import org.armcall.checker.report.Finding.Field;
import org.armcall.checker.report.Finding.Gap;
import org.armcall.checker.report.Finding.Register;
import org.armcall.checker.report.Finding.Standing;
import org.armcall.checker.report.Finding.Step;
import org.armcall.checker.report.Finding.Walk;
import org.armcall.checker.report.Finding.Word;
import org.armcall.checker.rules.RuleEntry;

/** Findings as plain text to post: 72 columns. */
final class TextReport {
  private static final String INDENT = "  ";
  private static final int LABEL = 10;
  private static final int MOST_CHANGES = 12;

  private final Appendable out;

  private TextReport(Appendable out) {
    this.out = out;
  }

  /** Writes every finding once. */
  static void write(Report report, Appendable out) {
    TextReport text = new TextReport(out);
    Set<String> seen = new HashSet<>();
    for (KeptResult result : report.results()) {
      text.line(Wrapped.printable(result.operand() + ": " + result.summary()));
      report.forEachOnce(
          result, seen, finding -> text.finding(finding, report.shown().get(finding.id())));
    }
    if (report.known() > 0) {
      text.line("");
      text.line(
          Amount.of(report.known(), "finding")
              + (report.known() == 1 ? " is" : " are")
              + " in the baseline and not shown.");
    }
  }

  private void line(String line) {
    try {
      out.append(line).append('\n');
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void lines(List<String> lines) {
    lines.forEach(this::line);
  }

  private void labelled(String label, String text) {
    if (!text.isEmpty()) {
      String first = INDENT + String.format(Locale.ROOT, "%-" + LABEL + "s", label);
      lines(Wrapped.words(first, INDENT + " ".repeat(LABEL), text));
    }
  }

  private void finding(Finding finding, Report.Shown shown) {
    line("");
    line(Wrapped.printable(finding.what() + "  at " + finding.place().text()));
    if (finding.rule().isPresent()) {
      RuleEntry rule = finding.rule().get();
      labelled("rule", rule.sentence());
      rule.sources().forEach(source -> labelled("source", source.toString()));
    }
    labelled("expected", finding.expected());
    labelled("observed", finding.observed());
    if (finding.engine().isOfModel()) {
      labelled("model", finding.run().about());
    }
    if (finding.foreseen()) {
      labelled("", "(it was expected that this is found)");
    }
    if (shown.times() > 1) {
      labelled(
          "shows", shown.times() + " times: " + String.join("; ", shown.places()) + more(shown));
    }
    story(finding);
    finding.words().forEach(this::word);
    finding.walks().forEach(this::walk);
    registers(finding.registers(), finding.contract());
    evidence(finding);
    for (Gap gap : finding.unknown()) {
      labelled("not known", gap.what() + " (" + gap.remedy() + ")");
    }
    if (!finding.run().again().isEmpty()) {
      line(INDENT + "again");
      lines(Wrapped.command(INDENT + INDENT, finding.run().again()));
    }
    labelled("id", finding.id() + ", by " + finding.engine().text());
  }

  private static String more(Report.Shown shown) {
    return shown.times() > shown.places().size() ? "; and more" : "";
  }

  private void story(Finding finding) {
    for (Step step : finding.story().steps()) {
      String first =
          String.format(
              Locale.ROOT, "%s%s%3d  ", INDENT, step.offending() ? ">" : " ", step.number());
      String who = step.who().isEmpty() ? "" : step.who() + ": ";
      lines(Wrapped.words(first, " ".repeat(first.length()), who + step.text()));
      List<Change> changes = step.changes();
      for (Change change : changes.subList(0, Math.min(MOST_CHANGES, changes.size()))) {
        String was = change.before().isEmpty() ? "(new)" : change.before();
        String is = change.after().isEmpty() ? "(gone)" : change.after();
        lines(
            Wrapped.words(
                " ".repeat(first.length()) + "  ",
                " ".repeat(first.length()) + "    ",
                change.path() + ": " + was + " -> " + is));
      }
      if (changes.size() > MOST_CHANGES) {
        line(" ".repeat(first.length()) + "  and " + (changes.size() - MOST_CHANGES) + " more");
      }
    }
    finding
        .story()
        .loopTo()
        .ifPresent(number -> line(INDENT + "      then step " + number + " again, for ever"));
    if (finding.story().stuttering()) {
      line(INDENT + "      and there it stays for ever");
    }
  }

  private void word(Word word) {
    line("");
    line(
        INDENT
            + Wrapped.printable(word.title())
            + (word.value().isEmpty() ? ", not recorded" : "  " + word.value()));
    for (Field field : word.fields()) {
      String first =
          String.format(
              Locale.ROOT,
              "%s%s %-11s %-8s %-9s ",
              INDENT,
              field.broken() ? ">" : " ",
              field.name(),
              field.range(),
              field.value().isEmpty() ? "?" : field.value());
      String standing =
          field.standing() == Standing.KNOWN || field.meaning().contains("reserved")
              ? ""
              : "; " + field.standing().text();
      lines(Wrapped.words(first, " ".repeat(first.length()), field.meaning() + standing));
    }
    if (!word.note().isEmpty()) {
      lines(Wrapped.words(INDENT + "  ", INDENT + "  ", word.note()));
    }
  }

  private void walk(Walk walk) {
    line("");
    List<String> lines = WalkPicture.lines(walk);
    for (int i = 0; i < lines.size(); i++) {
      String first = INDENT + (i == 0 ? "  " : "    ");
      lines(Wrapped.words(first, first + "  ", lines.get(i)));
    }
  }

  private void registers(List<Register> registers, String contract) {
    if (registers.isEmpty()) {
      return;
    }
    line("");
    lines(Wrapped.words(INDENT + "  ", INDENT + "  ", contract));
    line(INDENT + "  register  before             after              contract");
    for (Register register : registers) {
      String first =
          String.format(
              Locale.ROOT,
              "%s%s %-9s %-18s %-18s ",
              INDENT,
              register.broken() ? ">" : " ",
              register.name(),
              register.before().isEmpty() ? "?" : register.before(),
              register.after().isEmpty() ? "?" : register.after());
      lines(Wrapped.words(first, " ".repeat(first.length()), register.contract()));
    }
  }

  private void evidence(Finding finding) {
    if (finding.evidence().isEmpty()) {
      return;
    }
    line("");
    for (Evidence evidence : finding.evidence()) {
      String number = evidence.line() > 0 ? String.valueOf(evidence.line()) : "";
      String first =
          String.format(
              Locale.ROOT, "%s%s %7s  ", INDENT, evidence.offending() ? ">" : " ", number);
      for (String each : evidence.text().split("\n", -1)) {
        if (evidence.line() == 0) {
          lines(Wrapped.words(INDENT + "  ", INDENT + "    ", each));
          continue;
        }
        lines(Wrapped.cut(first, " ".repeat(first.length() - 2) + "+ ", each));
      }
    }
    line("");
  }
}
