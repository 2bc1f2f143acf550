// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.armcall.checker.cli.Amount;
import org.armcall.model.instruction.Call;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;

/** A replay's result in words: violations first, then what was read, then what was checked. */
final class ReplayText {
  private static final String NOTE = "note";
  private static final int SHOWN = 20;
  private static final int WIDTH = 100;

  /** Their rules have no answer without the registers of a call. */
  private static final Set<Family> BY_REGISTERS =
      EnumSet.of(Family.FID, Family.REG, Family.RES, Family.PSC);

  private final ReplayResult result;
  private final StringBuilder out = new StringBuilder(2048);

  private ReplayText(ReplayResult result) {
    this.result = result;
  }

  static String of(ReplayResult result, List<String> untold) {
    ReplayText text = new ReplayText(result);
    text.violations();
    text.events();
    text.checks();
    text.undetermined();
    text.badLines();
    text.untold(untold);
    text.verdict();
    return text.out.toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void violations() {
    int shown = 0;
    for (Judgement finding : result.violations()) {
      if (shown++ == SHOWN) {
        line("... and %s; --json has them", Amount.of(result.violated() - SHOWN, "more violation"));
        break;
      }
      String cpu = finding.cpu().isPresent() ? " (CPU " + finding.cpu().getAsInt() + ")" : "";
      line("%s:%d: %s violated%s", finding.file(), finding.line(), finding.rule().id(), cpu);
      line("    expected: %s", finding.expected());
      line("    observed: %s", finding.observed());
      for (SourceLine source : finding.evidence()) {
        String mark = source.number() == finding.line() ? ">" : " ";
        line("  %s %7d  %s", mark, source.number(), printable(source.text()));
      }
    }
    if (shown > 0) {
      out.append('\n');
    }
  }

  private void events() {
    Census census = result.census();
    StringBuilder kinds = new StringBuilder();
    Map<String, Long> counts = new TreeMap<>(census.kinds());
    // It is no event: it says something of them.
    Long notes = counts.remove(NOTE);
    counts.forEach((kind, count) -> kinds.append(", ").append(count).append(" ").append(kind));
    line(
        "%s%s%s",
        Amount.of(census.events(), "event"),
        kinds.isEmpty() ? "" : ": " + kinds.substring(2),
        notes == null ? "" : "; " + Amount.of(notes, NOTE));
    for (Call call : new Call[] {Call.HVC, Call.SMC, Call.SVC}) {
      if (census.calls(call) == 0) {
        continue;
      }
      StringBuilder immediates = new StringBuilder();
      census
          .immediates(call)
          .forEach(
              (value, count) ->
                  immediates.append(String.format(Locale.ROOT, ", %d #0x%x", count, value)));
      if (census.withoutImmediate(call) > 0) {
        immediates
            .append(", ")
            .append(census.withoutImmediate(call))
            .append(" without an immediate in the log");
      }
      line("%6d %s: %s", census.calls(call), call.mnemonic(), immediates.substring(2));
    }
  }

  private void checks() {
    Map<Rule, Tally.Count> byRule = result.tally().byRule();
    if (byRule.isEmpty()) {
      return;
    }
    line("");
    line("%-27s %9s %9s %13s", "rule", "held", "violated", "undetermined");
    byRule.forEach(
        (rule, count) ->
            line(
                "%-27s %9d %9d %13d",
                rule.id(), count.held(), count.violated(), count.undeterminedTotal()));
    line("%-27s %9d %9d %13d", "all", result.held(), result.violated(), result.undetermined());
  }

  private void undetermined() {
    String reasons = UndeterminedText.of(result.tally(), result.census().formats(), "because");
    if (!reasons.isEmpty()) {
      out.append(reasons);
      notRecorded();
    }
  }

  /**
   * What would have to be recorded for the rules of a family, once for each. Where a rule of one of
   * these families has an answer, some register is recorded.
   */
  private void notRecorded() {
    Map<Rule, Tally.Count> byRule = result.tally().byRule();
    Set<Family> families = EnumSet.noneOf(Family.class);
    byRule.forEach(
        (rule, count) -> {
          if (count.undetermined().containsKey(Unknown.REGISTERS_NOT_RECORDED)) {
            families.add(rule.family());
          }
        });
    if (families.isEmpty()) {
      out.setLength(out.length() - 1); // What follows begins with an empty line itself.
      return;
    }
    boolean some =
        byRule.entrySet().stream()
            .filter(each -> BY_REGISTERS.contains(each.getKey().family()))
            .anyMatch(each -> each.getValue().held() + each.getValue().violated() > 0);
    String what =
        some ? "some registers of calls or answers not recorded" : "registers not recorded; ";
    families.forEach(
        family ->
            line(
                "%s rules: %s%s",
                family.name(), what, some ? "" : Need.REGISTERS.in(result.census().formats())));
  }

  private void badLines() {
    Census census = result.census();
    if (census.badLines() == 0) {
      return;
    }
    line("");
    line("%s could not be read:", Amount.of(census.badLines(), "line"));
    for (Census.BadLine bad : census.examples()) {
      line(
          "  %s:%d: %s: %s",
          bad.file(), bad.line().number(), bad.why(), printable(bad.line().text()));
    }
    if (census.badLines() > census.examples().size()) {
      line("  ... and %d more", census.badLines() - census.examples().size());
    }
  }

  private void untold(List<String> untold) {
    if (!untold.isEmpty()) {
      line("");
      untold.forEach(each -> line("preset %s", each));
    }
  }

  private void verdict() {
    line("");
    if (result.violated() > 0) {
      line(
          "violated: %d of %s",
          result.violated(), Amount.of(result.held() + result.violated(), "check"));
    } else if (result.nothingChecked()) {
      line(
          result.undetermined() == 0
              ? "nothing was checked: the log has no event that a rule could be held against"
              : "nothing was checked: the log lacks what each of the checks needs, see above");
    } else {
      line("holds: %s, none violated", Amount.of(result.held(), "check"));
    }
    if (!result.problems().isEmpty()) {
      line("but not everything could be read: see the messages");
    }
    long bad = result.census().badLines();
    if (bad > 0) {
      line("but %s could not be read", Amount.of(bad, "line"));
    }
  }

  /** The text with what is not printable replaced, and cut to a width. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), WIDTH) + 3);
    for (int i = 0; i < text.length() && i < WIDTH; i++) {
      char c = text.charAt(i);
      clean.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return text.length() > WIDTH ? clean.append("...").toString() : clean.toString();
  }
}
