// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.armcall.checker.namespace.CheckText.counted;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.header.DefinedNumber;
import org.armcall.traces.header.NotEvaluated;

/** What was found in headers, as a person reads it. */
final class HeaderText {
  /** How many are listed without -v. */
  private static final int LISTED = 5;

  private HeaderText() {}

  private static String line(String format, Object... values) {
    return NamespaceText.line(format, values);
  }

  /** A line for each finding, then what each header has. */
  static String of(List<CallNumbers> headers, List<HeaderFinding> findings, boolean isVerbose) {
    StringBuilder text = new StringBuilder();
    for (HeaderFinding each : findings) {
      text.append(line("%s: %s (%s)", each.number().place(), each.sentence(), each.rule().id()));
      each.sources().forEach(source -> text.append(line("  %s", source)));
    }
    if (!findings.isEmpty() && !headers.isEmpty()) {
      text.append('\n');
    }
    headers.forEach(each -> text.append(header(each, isVerbose)));
    return text.toString();
  }

  private static String header(CallNumbers numbers, boolean isVerbose) {
    StringBuilder text = new StringBuilder();
    List<CallNumber> taken = numbers.taken();
    int immediates = (int) taken.stream().filter(CallNumber::isImmediate).count();
    text.append(
        line(
            "%s: %s%s of %s",
            numbers.header().file(),
            counted(taken.size() - immediates, "function identifier", "function identifiers"),
            immediates == 0 ? "" : ", " + counted(immediates, "immediate", "immediates"),
            counted(numbers.header().numbers().size(), "number", "numbers")));
    Map<String, Integer> owners = new TreeMap<>();
    taken.forEach(call -> owners.merge(call.standing(), 1, Integer::sum));
    owners.forEach((owner, count) -> text.append(line("  %4d %s", count, owner)));
    counts(taken, CallNumber::why, CallNumber.Why.class)
        .forEach((why, count) -> text.append(line("  taken %4d: %s", count, why.meaning())));
    counts(numbers.notTaken(), NotTaken::why, NotTaken.Why.class)
        .forEach(
            (why, count) -> {
              text.append(line("  not   %4d: %s", count, why.meaning()));
              text.append(worthALook(numbers.notTaken(), why));
            });
    text.append(several(numbers.header().numbers()));
    List<NotEvaluated> without = numbers.header().notEvaluated();
    if (!without.isEmpty()) {
      text.append(line("  not   %4d: no number that can be computed here", without.size()));
    }
    if (isVerbose) {
      numbers
          .taken()
          .forEach(each -> text.append(listed(each.number(), "taken: " + each.why().meaning())));
      numbers.notTaken().forEach(each -> text.append(listed(each.number(), each.why().meaning())));
      without.forEach(
          each -> text.append(line("  %s: %s: %s", each.place(), each.name(), each.reason())));
    }
    return text.toString();
  }

  /** What should not be overlooked among what is not taken. */
  private static String worthALook(List<NotTaken> notTaken, NotTaken.Why why) {
    if (!why.isWorthALook()) {
      return "";
    }
    List<String> lines =
        notTaken.stream()
            .filter(each -> each.why() == why)
            .map(each -> line("             %s%s", looked(each.number()), has(each)))
            .toList();
    return some(lines, line("             and %d more (-v)", lines.size() - LISTED));
  }

  private static String looked(DefinedNumber number) {
    return number.place() + ": " + number.name() + " = 0x" + Long.toHexString(number.value());
  }

  private static String has(NotTaken each) {
    return each.registered()
        .map(claim -> ": " + claim.name() + " of " + claim.owner().name())
        .orElse("");
  }

  private static String some(List<String> lines, String rest) {
    return lines.size() <= LISTED
        ? String.join("", lines)
        : String.join("", lines.subList(0, LISTED)) + rest;
  }

  /**
   * Names with several values: conditions are not evaluated, so that what stands in two branches of
   * an {@code #if} is told like what is defined twice by mistake, with the lines to look at.
   */
  private static String several(List<DefinedNumber> numbers) {
    Map<String, Set<Integer>> lines = new LinkedHashMap<>();
    Map<String, Integer> values = new HashMap<>();
    for (DefinedNumber each : numbers) {
      lines.computeIfAbsent(each.name(), name -> new TreeSet<>()).add(each.place().line());
      values.merge(each.name(), 1, Integer::sum);
    }
    lines.keySet().removeIf(name -> values.get(name) == 1);
    List<String> twice =
        lines.entrySet().stream()
            .filter(each -> each.getValue().size() > 1)
            .map(each -> line("             %s: lines %s", each.getKey(), each(each.getValue())))
            .toList();
    int computed = lines.size() - twice.size();
    return (twice.isEmpty()
            ? ""
            : line(
                "  %s defined twice with different values, each of which counts:",
                counted(twice.size(), "name is", "names are")))
        + some(twice, line("             and %d more", twice.size() - LISTED))
        + (computed == 0
            ? ""
            : line(
                "  %s several values, of names that are defined twice: each counts",
                counted(computed, "name has", "names have")));
  }

  private static String each(Set<Integer> lines) {
    return lines.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String listed(DefinedNumber number, String why) {
    return line(
        "  %s: %s = 0x%s: %s",
        number.place(), number.name(), Long.toHexString(number.value()), why);
  }

  private static <E, K extends Enum<K>> Map<K, Integer> counts(
      List<E> all, Function<E, K> key, Class<K> kind) {
    Map<K, Integer> counts = new EnumMap<>(kind);
    all.forEach(each -> counts.merge(key.apply(each), 1, Integer::sum));
    return counts;
  }

  static String summary(
      List<CallNumbers> headers, List<HeaderFinding> findings, Registry all, HeaderRole role) {
    List<CallNumber> taken = new ArrayList<>();
    headers.forEach(each -> taken.addAll(each.taken()));
    int unknown =
        (int) taken.stream().filter(each -> each.known().isEmpty() && !each.isImmediate()).count();
    String needed =
        unknown > 0 && role.given().isEmpty()
            ? line(
                "Whether the header's project may use the range of %s, which it does not have from"
                    + " the registry, was not checked: say --role.",
                counted(unknown, "function identifier", "function identifiers"))
            : "";
    return line(
            "%s: %s in %s held against %d claims of %d owners",
            counted(findings.size(), "finding", "findings"),
            counted(taken.size(), "call number", "call numbers"),
            counted(headers.size(), "header", "headers"),
            all.claims().size(),
            all.owners().size())
        + needed;
  }

  static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
