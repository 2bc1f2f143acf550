// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.armcall.checker.report.Finding.Register;
import org.armcall.model.rule.Family;

/** The registers of a call and of its answer, against what the convention says of each. */
final class RegisterTable {
  private static final Pattern NAMED = Pattern.compile("\\b([xr][0-9]{1,2}|sp)\\b");
  private static final Pattern GENERAL = Pattern.compile("([xr])([0-9]{1,2})");

  private static final Set<Family> ABOUT_RESULT = EnumSet.of(Family.RES, Family.PSC);

  private RegisterTable() {}

  /**
   * The rows; none where neither side was recorded.
   *
   * @param observed what the fault says, which names the broken registers
   * @param family the rule's
   * @param held what the callee was held to
   */
  static List<Register> of(
      Map<String, Long> before,
      Map<String, Long> after,
      String observed,
      Family family,
      HeldContract held) {
    Set<String> broken = new LinkedHashSet<>();
    Matcher named = NAMED.matcher(observed);
    while (named.find()) {
      broken.add(named.group(1));
    }
    boolean aarch64 = before.containsKey("x0") || after.containsKey("x0");
    if (broken.isEmpty() && ABOUT_RESULT.contains(family)) {
      broken.add(aarch64 ? "x0" : "r0");
    }
    // The stepping engine names no register; then every one that was not kept is broken.
    boolean unnamed = broken.isEmpty() && family == Family.REG;
    Set<String> names = new LinkedHashSet<>(general(before));
    names.addAll(general(after));
    List<String> ordered = new ArrayList<>(names);
    ordered.sort(java.util.Comparator.comparingInt(RegisterTable::number));
    List<Register> rows = new ArrayList<>();
    for (String name : ordered) {
      String was = value(before, name);
      String is = value(after, name);
      String contract = contract(name, held);
      boolean lost =
          unnamed
              && contract.equals(HeldContract.PRESERVED)
              && !was.isEmpty()
              && !is.isEmpty()
              && !was.equals(is);
      rows.add(new Register(name, was, is, contract, lost || broken.contains(name)));
    }
    rows.addAll(notRecorded(names, held, aarch64 ? "x" : "r"));
    return rows;
  }

  /** What the contract says of the others, those in a row that it says the same of together. */
  private static List<Register> notRecorded(
      Set<String> recorded, HeldContract held, String letter) {
    List<Register> rows = new ArrayList<>();
    int number = 0;
    while (!held.of(number).isEmpty()) {
      if (recorded.contains(letter + number)) {
        number++;
        continue;
      }
      int first = number;
      String contract = held.of(first);
      while (held.of(number).equals(contract) && !recorded.contains(letter + number)) {
        number++;
      }
      String to = number - 1 > first ? " to " + letter + (number - 1) : "";
      rows.add(new Register(letter + first + to, "", "", contract, false));
    }
    return rows;
  }

  private static Set<String> general(Map<String, Long> registers) {
    return registers.keySet().stream()
        .filter(name -> name.equals("sp") || GENERAL.matcher(name).matches())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static int number(String name) {
    Matcher general = GENERAL.matcher(name);
    return general.matches() ? Integer.parseInt(general.group(2)) : Integer.MAX_VALUE;
  }

  private static String value(Map<String, Long> registers, String name) {
    Long value = registers.get(name);
    return value == null ? "" : "0x" + Long.toHexString(value);
  }

  /** What the contract says of it. */
  private static String contract(String name, HeldContract held) {
    Matcher general = GENERAL.matcher(name);
    return general.matches() ? held.of(Integer.parseInt(general.group(2))) : HeldContract.PRESERVED;
  }
}
