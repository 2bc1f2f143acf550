// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import static org.armcall.checker.namespace.CheckText.counted;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.header.DefinedNumber;
import org.armcall.traces.header.NotEvaluated;

/** What was found in headers, as a person reads it. */
final class HeaderText {
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
    taken.forEach(call -> owners.merge(owner(call), 1, Integer::sum));
    owners.forEach((owner, count) -> text.append(line("  %4d %s", count, owner)));
    counts(taken, CallNumber::why, CallNumber.Why.class)
        .forEach((why, count) -> text.append(line("  taken %4d: %s", count, why.meaning())));
    counts(numbers.notTaken(), NotTaken::why, NotTaken.Why.class)
        .forEach((why, count) -> text.append(line("  not   %4d: %s", count, why.meaning())));
    long several =
        counts(numbers.header().numbers()).values().stream().filter(count -> count > 1).count();
    if (several > 0) {
      text.append(
          line(
              "  %s several values, by the branches of #if: each counts",
              counted((int) several, "name has", "names have")));
    }
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

  private static Map<String, Integer> counts(List<DefinedNumber> numbers) {
    Map<String, Integer> counts = new HashMap<>();
    numbers.forEach(each -> counts.merge(each.name(), 1, Integer::sum));
    return counts;
  }

  private static String owner(CallNumber call) {
    return call.known()
        .map(claim -> "known as " + claim.owner().name() + "'s")
        .orElse("new to the registry");
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
    long unknown = taken.stream().filter(each -> each.known().isEmpty()).count();
    String needed =
        unknown > 0 && role.given().isEmpty()
            ? line(
                "Whether the %d new to the registry may be theirs was not checked: say --role.",
                unknown)
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
