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
import org.armcall.checker.report.Finding.Gap;
import org.armcall.checker.report.Finding.Register;
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
      text.lines(Wrapped.words("", INDENT, result.operand() + ": " + result.summary()));
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
    lines(Wrapped.words("", INDENT, finding.what()));
    labelled("at", finding.place().text());
    labelled(finding.rule().isPresent() ? "rule" : "law", finding.sentence());
    for (RuleEntry rule : finding.standsFor()) {
      labelled("rule", rule.rule().id() + ": " + rule.sentence());
    }
    finding.sources().forEach(source -> labelled("source", source.toString()));
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
    if (!finding.image().command().isEmpty()) {
      line(INDENT + "image");
      lines(Wrapped.command(INDENT + INDENT, finding.image().command()));
    }
    labelled("no image", finding.image().why());
    if (!finding.image().run().isEmpty()) {
      line(INDENT + "emulator's run");
      lines(Wrapped.command(INDENT + INDENT, finding.image().run()));
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
    String value = word.value().isEmpty() ? ", not recorded" : "  " + word.value();
    String title = INDENT + Wrapped.printable(word.title()) + value;
    lines(
        title.length() <= Wrapped.WIDTH
            ? List.of(title)
            : Wrapped.words(INDENT, INDENT + INDENT, word.title() + value));
    lines(FixedPitch.fields(INDENT, word));
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
    lines(FixedPitch.registers(INDENT, registers));
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
