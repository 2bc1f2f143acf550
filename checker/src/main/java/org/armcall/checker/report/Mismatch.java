// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An input on which the specification and the Java model differ: what it is, and what the two say,
 * where they do not say the same.
 *
 * @param input the parts of the input
 * @param differences each where they differ, and what each says
 */
record Mismatch(List<String> input, List<String> differences) {
  private static final Pattern WRITTEN = Pattern.compile("(?s)(.*?) spec=(.*) java=(.*)");
  private static final Pattern OF_SYNDROME =
      Pattern.compile("(?s)(reachable\\? )?p=(\\[.*\\]) s=(\\[.*?\\])(?: i=(\\[.*\\]))?");

  /** The rules that say what stands in a field of an outcome. */
  private static final Map<String, String> RULES =
      Map.ofEntries(
          Map.entry("el", "ROU-HVC-TARGET, ROU-SMC-TARGET, ROU-SVC-TARGET, ROU-UNDEF-TARGET"),
          Map.entry("vec", "ROU-VECTOR-A64, ROU-VECTOR-A32"),
          Map.entry("ec", "SYN-EC-CALLER, SYN-UNDEF"),
          Map.entry("il", "SYN-IL"),
          Map.entry("low", "SYN-HVC-IMM, SYN-SMC64-IMM, SYN-SVC64-IMM, SYN-SMC32-NO-IMM"),
          Map.entry("cv", "SYN-SMC32-CONDITION"),
          Map.entry("cond", "SYN-SMC32-CONDITION"),
          Map.entry("ckp", "SYN-SMC32-CONDITION"),
          Map.entry("ret", "RET-CALL-NEXT, RET-TRAP-THIS, RET-UNDEF-THIS"),
          Map.entry("it", "RET-IT-ADVANCE"),
          Map.entry("ss", "RET-SS-ADVANCE"),
          Map.entry("bt", "RET-BTYPE"));

  /** Reads what the engine wrote of it; what is not understood is shown as it is. */
  static Mismatch of(String written) {
    Matcher parts = WRITTEN.matcher(written);
    if (!parts.matches()) {
      return new Mismatch(List.of(), List.of(written));
    }
    List<String> differences = new ArrayList<>();
    compare("", Value.of(parts.group(2)), Value.of(parts.group(3)), differences);
    return new Mismatch(input(parts.group(1)), List.copyOf(differences));
  }

  private static List<String> input(String text) {
    Matcher parts = OF_SYNDROME.matcher(text);
    if (!parts.matches()) {
      return List.of(text);
    }
    List<String> input = new ArrayList<>();
    input.add("platform: " + parts.group(2));
    input.add("state of the caller: " + parts.group(3));
    if (parts.group(4) != null) {
      input.add("instruction: " + parts.group(4));
    }
    return input;
  }

  private static void compare(String path, Value spec, Value java, List<String> into) {
    boolean records = spec.isRecord() && java.isRecord() && spec.name().equals(java.name());
    if (records && spec.keys().equals(java.keys())) {
      for (int i = 0; i < spec.items().size(); i++) {
        Value one = spec.items().get(i);
        Value other = java.items().get(i);
        if (!one.text().equals(other.text())) {
          compare(path.isEmpty() ? one.key() : path + "." + one.key(), one, other, into);
        }
      }
    } else if (spec.isList() && java.isList()) {
      lists(path, spec, java, into);
    } else {
      into.add(both(path, spec, java));
    }
  }

  /** Sets are written in any order: what both have is left out. */
  private static void lists(String path, Value spec, Value java, List<String> into) {
    List<Value> onlySpec = new ArrayList<>(spec.items());
    List<Value> onlyJava = new ArrayList<>();
    for (Value each : java.items()) {
      if (!onlySpec.remove(each)) {
        onlyJava.add(each);
      }
    }
    if (onlySpec.size() == 1 && onlyJava.size() == 1) {
      compare(path, onlySpec.get(0), onlyJava.get(0), into);
    } else if (onlySpec.isEmpty() && onlyJava.isEmpty()) {
      into.add(both(path, spec, java));
    } else {
      onlySpec.forEach(
          each -> into.add(label(path) + "the specification alone has " + each.shown()));
      onlyJava.forEach(each -> into.add(label(path) + "the Java model alone has " + each.shown()));
    }
  }

  private static String both(String path, Value spec, Value java) {
    String rules = RULES.getOrDefault(path, "");
    return label(path)
        + "the specification says "
        + spec.shown()
        + ", the Java model "
        + java.shown()
        + (rules.isEmpty() ? "" : " (" + rules + ")");
  }

  private static String label(String path) {
    return path.isEmpty() ? "" : path + ": ";
  }

  /**
   * A value as Java writes records and lists.
   *
   * @param key of the field that it is in; empty where it is in none
   * @param name of the record; empty where it is none
   * @param text without the key
   * @param items the parts; empty for a plain value
   */
  private record Value(String key, String name, String text, List<Value> items) {
    private static final String IDENTIFIER = "FunctionId";

    static Value of(String text) {
      return new Reader(text).value("");
    }

    boolean isList() {
      return name.isEmpty() && text.startsWith("[");
    }

    boolean isRecord() {
      return !name.isEmpty();
    }

    List<String> keys() {
      return items.stream().map(Value::key).toList();
    }

    /** Numbers that stand for something else are shown as that. */
    String shown() {
      if (name.equals(IDENTIFIER) && items.size() == 1) {
        return hexadecimal(items.get(0).text());
      }
      return key.equals("value") ? hexadecimal(text) : text;
    }

    private static String hexadecimal(String text) {
      return text.matches("-?[0-9]{1,10}")
          ? String.format(Locale.ROOT, "0x%08x", (int) Long.parseLong(text))
          : text;
    }
  }

  /** Reads values. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Value value(String key) {
      int start = at;
      while (at < text.length() && "[],".indexOf(text.charAt(at)) < 0) {
        if (text.charAt(at) == '=' && key.isEmpty() && start > 0) {
          String found = text.substring(start, at);
          at++;
          return value(found);
        }
        at++;
      }
      if (at == text.length() || text.charAt(at) != '[') {
        return new Value(key, "", text.substring(start, at), List.of());
      }
      String name = text.substring(start, at);
      List<Value> items = new ArrayList<>();
      at++;
      while (at < text.length() && text.charAt(at) != ']') {
        items.add(value(""));
        while (at < text.length() && ", ".indexOf(text.charAt(at)) >= 0) {
          at++;
        }
      }
      at = Math.min(at + 1, text.length());
      return new Value(key, name, text.substring(start, at), List.copyOf(items));
    }
  }
}
