// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts an instance into lines such as {@code Event1 (d): call = Call1, how = Taken, word =
 * 0x5e000000}.
 *
 * <p>A set of atoms b0 to b31 of a signature Bit is a number: bit n is bn.
 */
final class InstanceText {

  private static final String BIT = "Bit";
  private static final Pattern BIT_ATOM = Pattern.compile("b([0-9]|[12][0-9]|3[01])");

  private InstanceText() {}

  static List<String> lines(Instance instance) {
    List<String> lines = new ArrayList<>();
    Map<String, String> before = Map.of();
    int last = instance.states().size() - 1;
    for (int step = 0; step <= last; step++) {
      Map<String, String> atoms = describe(instance.states().get(step));
      if (last > 0) {
        lines.add("step " + step + ":");
      }
      for (Map.Entry<String, String> atom : atoms.entrySet()) {
        if (!atom.getValue().equals(before.get(atom.getKey()))) {
          lines.add((last > 0 ? "  " : "") + atom.getValue());
        }
      }
      for (String gone : before.keySet()) {
        if (!atoms.containsKey(gone)) {
          lines.add("  " + gone + " is gone");
        }
      }
      before = atoms;
    }
    if (last > 0) {
      lines.add("then step " + instance.loopsTo() + " again");
    }
    return lines;
  }

  /** The line of each atom, and of each variable that stands for more than one. */
  private static Map<String, String> describe(List<Relation> relations) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    Map<String, List<String>> facts = new LinkedHashMap<>();
    Map<String, String> lines = new LinkedHashMap<>();
    for (Relation relation : relations) {
      switch (relation.kind()) {
        case SIGNATURE -> relation.tuples().forEach(t -> facts.put(t.get(0), new ArrayList<>()));
        case SUBSET -> relation.tuples().forEach(t -> add(facts, t.get(0), relation.name()));
        case FIELD -> {
          Map<String, List<List<String>>> byOwner =
              relation.tuples().stream().collect(Collectors.groupingBy(t -> t.get(0)));
          for (Map.Entry<String, List<String>> owner : facts.entrySet()) {
            if (belongs(owner.getKey(), relation)) {
              List<List<String>> values = byOwner.getOrDefault(owner.getKey(), List.of());
              owner.getValue().add(relation.name() + " = " + value(relation.columns(), values));
            }
          }
        }
        case VARIABLE -> {
          if (relation.columns().size() == 1 && relation.tuples().size() == 1) {
            add(names, relation.tuples().get(0).get(0), relation.name());
          } else {
            List<String> columns = new ArrayList<>(relation.columns());
            columns.add(0, "");
            List<List<String>> tuples =
                relation.tuples().stream().map(InstanceText::owned).toList();
            lines.put(relation.name(), relation.name() + " = " + value(columns, tuples));
          }
        }
      }
    }
    names.keySet().forEach(atom -> facts.putIfAbsent(atom, new ArrayList<>()));
    facts.forEach(
        (atom, of) -> {
          String also =
              names.containsKey(atom) ? " (" + String.join(", ", names.get(atom)) + ")" : "";
          lines.put(atom, atom + also + (of.isEmpty() ? "" : ": " + String.join(", ", of)));
        });
    return lines;
  }

  private static boolean belongs(String atom, Relation field) {
    String owner = field.columns().get(0);
    return (atom.startsWith(owner)
            && atom.substring(owner.length()).chars().allMatch(Character::isDigit))
        || field.tuples().stream().anyMatch(t -> t.get(0).equals(atom));
  }

  private static List<String> owned(List<String> tuple) {
    List<String> owned = new ArrayList<>(tuple);
    owned.add(0, "");
    return owned;
  }

  /**
   * The values of a field for one owner: {@code Call0}, {@code {EL1, EL2}}, {@code 0xea1}, {@code
   * {CV: 0x1, COND: 0xe}}.
   */
  private static String value(List<String> columns, List<List<String>> tuples) {
    int last = columns.size() - 1;
    if (last == 1) {
      return set(columns.get(last), tuples.stream().map(t -> t.get(last)).toList());
    }
    Map<String, List<String>> grouped = new TreeMap<>();
    for (List<String> tuple : tuples) {
      add(grouped, String.join(" -> ", tuple.subList(1, last)), tuple.get(last));
    }
    return grouped.entrySet().stream()
        .map(e -> e.getKey() + ": " + set(columns.get(last), e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String set(String signature, List<String> atoms) {
    if (signature.equals(BIT) && atoms.stream().allMatch(a -> BIT_ATOM.matcher(a).matches())) {
      long word = 0;
      for (String atom : atoms) {
        word |= 1L << Integer.parseInt(atom.substring(1));
      }
      return "0x" + Long.toHexString(word);
    }
    return atoms.isEmpty()
        ? "none"
        : atoms.size() == 1 ? atoms.get(0) : "{" + String.join(", ", atoms) + "}";
  }

  private static void add(Map<String, List<String>> lists, String key, String value) {
    lists.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
  }
}
