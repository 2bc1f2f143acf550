// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.cli.Amount;

/**
 * A report for people: a table, then what is not as expected, with counterexamples step by step.
 */
public final class CheckText {

  private static final Pattern ACTION =
      Pattern.compile("(.*?) ?line (\\d+), col .* of module (\\w+)");
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";
  private static final double MILLIS = 1000.0;

  private final PrintStream out;
  private final boolean colour;

  /**
   * A printer.
   *
   * @param colour only for a terminal, and not under NO_COLOR
   */
  public CheckText(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** Prints the report. */
  public void print(CheckReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("model", "property", "verdict", "states", "time"));
    List<CheckResult> shown =
        report.results().stream()
            .filter(result -> !(result.verdict() instanceof Verdict.NotRun))
            .toList();
    shown.forEach(result -> rows.add(row(result)));
    printTable(rows, shown);
    for (CheckResult result : report.results()) {
      printProblem(result);
    }
    out.printf(
        Locale.ROOT,
        "%n%d of %s as expected in %.1f s (%s profile)%s%n",
        report.met(),
        Amount.of(report.results().size(), "model"),
        report.time().toMillis() / MILLIS,
        report.profile().word(),
        report.interrupted()
            ? "; stopped before all were done, "
                + (report.results().size() - shown.size())
                + " not run"
            : "");
  }

  private static List<String> row(CheckResult result) {
    return List.of(
        result.model().name(),
        property(result),
        verdict(result),
        states(result.outcome()),
        String.format(Locale.ROOT, "%.1f s", result.time().toMillis() / MILLIS));
  }

  private static String property(CheckResult result) {
    if (result.outcome() instanceof Outcome.Violated violated) {
      return violated.property();
    } else if (result.model().expect() instanceof Expectation.Violated expected) {
      return expected.property();
    } else if (result.model().expect() instanceof Expectation.Commands commands) {
      return Amount.of(commands.commands().size(), "command");
    }
    List<String> properties = result.model().properties();
    return properties.size() == 1 ? properties.get(0) : Amount.of(properties.size(), "property");
  }

  private static String verdict(CheckResult result) {
    Verdict verdict = result.verdict();
    if (verdict instanceof Verdict.Met && result.outcome() instanceof Outcome.Commands) {
      return "all as expected";
    } else if (verdict instanceof Verdict.Met met) {
      return met.note().startsWith("violates") ? "violated, as expected" : met.note();
    } else if (verdict instanceof Verdict.Missed) {
      return "NOT AS EXPECTED";
    } else if (verdict instanceof Verdict.Unreadable) {
      return "CANNOT BE READ";
    }
    return "ENGINE FAILED";
  }

  private static String states(Outcome outcome) {
    Outcome.Exploration seen =
        outcome instanceof Outcome.Holds holds
            ? holds.seen()
            : outcome instanceof Outcome.Violated violated ? violated.seen() : null;
    if (seen == null) {
      return "-";
    }
    return seen.calls().isPresent() && seen.calls().getAsLong() > 0
        ? String.format(
            Locale.ROOT,
            "%,d %s",
            seen.calls().getAsLong(),
            Amount.noun(seen.calls().getAsLong(), "input"))
        : String.format(Locale.ROOT, "%,d", seen.distinct());
  }

  private void printTable(List<List<String>> rows, List<CheckResult> shown) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        boolean number = i >= widths.length - 2;
        String padding = " ".repeat(widths[i] - rows.get(r).get(i).length());
        String cell = number ? padding + rows.get(r).get(i) : rows.get(r).get(i) + padding;
        line.append(i > 0 ? "  " : "")
            .append(i == 2 && r > 0 ? paint(cell, shown.get(r - 1)) : cell);
      }
      out.println(line);
    }
  }

  private String paint(String cell, CheckResult result) {
    if (!colour) {
      return cell;
    }
    return (result.verdict() instanceof Verdict.Met ? GREEN : RED) + cell + PLAIN;
  }

  private void printProblem(CheckResult result) {
    List<String> reasons = List.of();
    if (result.verdict() instanceof Verdict.Missed missed) {
      reasons = missed.reasons();
    } else if (result.verdict() instanceof Verdict.Unreadable unreadable) {
      reasons = List.of(unreadable.message());
    } else if (result.verdict() instanceof Verdict.Failed failed) {
      reasons = List.of(failed.message());
    }
    if (reasons.isEmpty()) {
      return;
    }
    out.printf("%n%s (%s):%n", result.model().name(), result.model().module());
    reasons.forEach(reason -> out.println("  " + reason.replace("\n", "\n    ")));
    if (result.verdict() instanceof Verdict.Missed) {
      if (result.outcome() instanceof Outcome.Violated violated) {
        print(violated.counterexample());
      } else if (result.outcome() instanceof Outcome.Commands commands) {
        printInstances(commands);
      }
    }
  }

  /** Prints a counterexample: the first state whole, of each later one the values that changed. */
  void print(Counterexample counterexample) {
    Counterexample.Step before = null;
    for (Counterexample.Step step : counterexample.steps()) {
      out.printf("  step %d: %s%n", step.number(), action(step.action()));
      if (before == null) {
        step.values().forEach((path, value) -> out.println("      " + path + " = " + value));
      } else {
        List<Counterexample.Change> changes = step.changesSince(before);
        changes.forEach(
            change -> changeLines(change).forEach(line -> out.println("      " + line)));
        if (changes.isEmpty()) {
          out.println("      nothing changes");
        }
      }
      before = step;
    }
    counterexample
        .loopTo()
        .ifPresent(number -> out.println("  and back to step " + number + ", for ever"));
    if (counterexample.stuttering()) {
      out.println("  and nothing happens any more");
    }
  }

  private static List<String> changeLines(Counterexample.Change change) {
    if (change.before().isEmpty()) {
      return List.of(change.path() + " = " + change.after() + " (new)");
    } else if (change.after().isEmpty()) {
      return List.of(change.path() + " is gone (was " + change.before() + ")");
    }
    Optional<SetText> before = SetText.of(change.before());
    Optional<SetText> after = SetText.of(change.after());
    if (before.isPresent() && after.isPresent()) {
      List<String> lines = new ArrayList<>();
      before
          .get()
          .without(after.get())
          .forEach(element -> lines.add(change.path() + " loses " + element));
      after
          .get()
          .without(before.get())
          .forEach(element -> lines.add(change.path() + " gains " + element));
      return lines;
    }
    return List.of(change.path() + ": " + change.before() + " -> " + change.after());
  }

  private static String action(String text) {
    Matcher matcher = ACTION.matcher(text);
    if (!matcher.matches()) {
      return text;
    }
    String place = matcher.group(3) + ".tla:" + matcher.group(2);
    return matcher.group(1).isEmpty() ? place : matcher.group(1) + " (" + place + ")";
  }

  private void printInstances(Outcome.Commands commands) {
    for (Outcome.CommandResult result : commands.results()) {
      if (!result.instance().isEmpty()) {
        out.println("  instance of " + result.name() + ":");
        result.instance().lines().forEach(line -> out.println("      " + line));
      }
    }
  }
}
