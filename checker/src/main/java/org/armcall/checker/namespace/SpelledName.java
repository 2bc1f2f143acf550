// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a call as words, so that {@code PSCI_0_2_FN64_CPU_ON}, {@code PSCI_CPU_ON_AARCH64}
 * and {@code CPU_ON} can be seen to be one.
 *
 * @param words in capitals, between underscores and other letters that no name has; a width at the
 *     end of a word is a word of its own, so that {@code AARCH64} is two
 */
record SpelledName(List<String> words) {
  /** Words that say what kind of thing a number is, and not which call. */
  private static final Set<String> KIND =
      Set.of(
          "ARM",
          "SMC",
          "HVC",
          "FN",
          "FC",
          "SC",
          "YC",
          "NC",
          "FID",
          "FUNC",
          "FUNCTION",
          "FUNCID",
          "ID",
          "CALL",
          "CALLS",
          "SVC",
          "STD",
          "HYP",
          "VENDOR",
          "AARCH",
          "SMCCC",
          "PSCI",
          "NUMBERS");

  /** Words that many interfaces use for a call of their own. */
  private static final Set<String> GENERIC = Set.of("VERSION", "FEATURES", "INFO", "STATUS");

  private static final Pattern WORD = Pattern.compile("([A-Z]+)(32|64)|[A-Z0-9]+");

  static SpelledName of(String name) {
    List<String> words = new ArrayList<>();
    String capitals = name.toUpperCase(Locale.ROOT).replace("FF-A", "FFA");
    for (String part : capitals.split("[^A-Z0-9]+")) {
      Matcher word = WORD.matcher(part);
      if (word.matches() && word.group(1) != null) {
        words.add(word.group(1));
        words.add(word.group(2));
      } else if (!part.isEmpty()) {
        words.add(part);
      }
    }
    return new SpelledName(List.copyOf(words));
  }

  /** Whether it has a word of an owner's name other than ARM: PSCI of arm-psci. */
  boolean isOfInterface(String owner) {
    return of(owner).words.stream().anyMatch(word -> !word.equals("ARM") && words.contains(word));
  }

  boolean hasAnyOf(Set<String> some) {
    return words.stream().anyMatch(some::contains);
  }

  private List<String> core() {
    return words.stream()
        .filter(word -> !KIND.contains(word) && !word.chars().allMatch(Character::isDigit))
        .toList();
  }

  /** Whether both are written alike but for the words of kind. */
  boolean isSameAs(SpelledName other) {
    return !core().isEmpty() && core().equals(other.core());
  }

  /**
   * Whether it may be a name of a call that somebody else calls so: all words of the shorter one
   * are in the longer, in that order, perhaps abbreviated. A call that is only VERSION or the like
   * must also be of the same interface.
   */
  boolean agreesWith(SpelledName other) {
    List<String> mine = core();
    List<String> theirs = other.core();
    boolean isShorter = mine.size() <= theirs.size();
    List<String> few = isShorter ? mine : theirs;
    List<String> many = isShorter ? theirs : mine;
    if (few.isEmpty()) {
      return words.equals(other.words);
    }
    int next = 0;
    for (String word : many) {
      if (next < few.size() && isSame(few.get(next), word)) {
        next++;
      }
    }
    if (next < few.size()) {
      return false;
    }
    return !GENERIC.containsAll(few) || mine.equals(theirs) || sharesInterface(other);
  }

  private boolean sharesInterface(SpelledName other) {
    return other.words.stream()
        .filter(word -> !GENERIC.contains(word) && !word.equals("ARM"))
        .anyMatch(words::contains);
  }

  /** Whether one word is the other, or its beginning, or some of its letters: CHK for CHECK. */
  private static boolean isSame(String one, String other) {
    String few = one.length() <= other.length() ? one : other;
    String many = few.equals(one) ? other : one;
    if (few.equals(many)) {
      return true;
    }
    boolean endsAlike = digitsAtEnd(few).equals(digitsAtEnd(many));
    if (few.length() < 3 || few.charAt(0) != many.charAt(0) || !endsAlike) {
      return false;
    }
    int next = 0;
    for (int at = 0; at < many.length() && next < few.length(); at++) {
      next += many.charAt(at) == few.charAt(next) ? 1 : 0;
    }
    return next == few.length();
  }

  private static String digitsAtEnd(String word) {
    int start = word.length();
    while (start > 0 && Character.isDigit(word.charAt(start - 1))) {
      start--;
    }
    return word.substring(start);
  }

  /** Whether at least half of the words are the same: another spelling of the same call. */
  boolean resembles(SpelledName other) {
    List<String> mine = core();
    List<String> theirs = other.core();
    long common = mine.stream().filter(theirs::contains).count();
    return common > 0 && 2 * common >= Math.max(mine.size(), theirs.size());
  }

  /** The width that the name says, 32 or 64 bits. */
  Optional<Integer> width() {
    return words.contains("64")
        ? Optional.of(64)
        : words.contains("32") ? Optional.of(32) : Optional.empty();
  }

  /** The name without the width: that of both twins. */
  String withoutWidth() {
    return words.stream()
        .filter(word -> !word.equals("32") && !word.equals("64") && !word.equals("AARCH"))
        .collect(Collectors.joining("_"));
  }
}
