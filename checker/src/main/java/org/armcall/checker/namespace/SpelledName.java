// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a call as words, so that {@code PSCI_0_2_FN64_CPU_ON}, {@code PSCI_CPU_ON_AARCH64}
 * and {@code CPU_ON} can be seen to be one.
 *
 * @param words in capitals, between underscores and other letters that no name has
 */
record SpelledName(List<String> words) {
  /** Words that say what kind of thing a number is, and not which call. */
  private static final Set<String> KIND =
      Set.of(
          "ARM",
          "SMC",
          "HVC",
          "SMC32",
          "SMC64",
          "HVC32",
          "HVC64",
          "FN",
          "FN32",
          "FN64",
          "FC",
          "FC64",
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
          "AARCH32",
          "AARCH64",
          "32",
          "64",
          "SMCCC",
          "PSCI",
          "NUMBERS");

  /** Words that many interfaces use for a call of their own. */
  private static final Set<String> GENERIC = Set.of("VERSION", "FEATURES", "INFO", "STATUS");

  private static final Set<String> NARROW =
      Set.of("32", "SMC32", "HVC32", "FN32", "FC32", "AARCH32");
  private static final Set<String> WIDE = Set.of("64", "SMC64", "HVC64", "FN64", "FC64", "AARCH64");

  static SpelledName of(String name) {
    List<String> words = new ArrayList<>();
    for (String word : name.toUpperCase(Locale.ROOT).split("[^A-Z0-9]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return new SpelledName(List.copyOf(words));
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

  /** The width that the name says, 32 or 64 bits. */
  Optional<Integer> width() {
    if (hasAnyOf(WIDE)) {
      return Optional.of(64);
    }
    return hasAnyOf(NARROW) ? Optional.of(32) : Optional.empty();
  }

  /** The name without the width: that of both twins. */
  String withoutWidth() {
    List<String> rest = new ArrayList<>();
    for (String word : words) {
      if (word.length() > 2 && (NARROW.contains(word) || WIDE.contains(word))) {
        String bare = word.substring(0, word.length() - 2);
        if (!bare.equals("AARCH")) {
          rest.add(bare);
        }
      } else if (!word.equals("32") && !word.equals("64")) {
        rest.add(word);
      }
    }
    return String.join("_", rest);
  }
}
