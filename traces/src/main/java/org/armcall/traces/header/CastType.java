// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A type that a number can be cast to. Types of the size of a register have 64 bits.
 *
 * @param bits 8, 16, 32 or 64
 * @param isUnsigned whether it has no sign
 */
record CastType(int bits, boolean isUnsigned) {
  private static final Map<String, CastType> NAMED =
      Map.ofEntries(
          Map.entry("u_register_t", new CastType(64, true)),
          Map.entry("register_t", new CastType(64, true)),
          Map.entry("uintptr_t", new CastType(64, true)),
          Map.entry("intptr_t", new CastType(64, false)),
          Map.entry("size_t", new CastType(64, true)),
          Map.entry("ssize_t", new CastType(64, false)),
          Map.entry("uintmax_t", new CastType(64, true)),
          Map.entry("intmax_t", new CastType(64, false)),
          Map.entry("ulong", new CastType(64, true)),
          Map.entry("uint", new CastType(32, true)),
          Map.entry("bool", new CastType(8, true)));
  private static final Set<String> WORDS =
      Set.of("unsigned", "signed", "int", "long", "short", "char", "const", "volatile");

  /** The type of that name, if it is one. */
  static Optional<CastType> of(List<String> words) {
    if (words.isEmpty() || words.get(0).equals("*")) {
      return Optional.empty();
    }
    List<String> bare = words.stream().filter(each -> !each.equals("const")).toList();
    if (bare.size() > 1 && bare.get(bare.size() - 1).equals("*") && isType(bare.get(0))) {
      return Optional.of(new CastType(64, true));
    }
    if (bare.size() == 1 && !WORDS.contains(bare.get(0))) {
      return named(bare.get(0));
    }
    if (bare.isEmpty() || !WORDS.containsAll(bare)) {
      return Optional.empty();
    }
    boolean isLong = bare.contains("long");
    int bits = isLong ? 64 : bare.contains("short") ? 16 : bare.contains("char") ? 8 : 32;
    return Optional.of(new CastType(bits, bare.contains("unsigned")));
  }

  private static boolean isType(String word) {
    return word.equals("void") || WORDS.contains(word) || named(word).isPresent();
  }

  /** {@code uint32_t}, {@code u32}, {@code __u32}, {@code s64} and the like. */
  private static Optional<CastType> named(String name) {
    if (NAMED.containsKey(name)) {
      return Optional.of(NAMED.get(name));
    }
    String bare = name.startsWith("__") ? name.substring(2) : name;
    for (int bits = 8; bits <= 64; bits *= 2) {
      if (bare.equals("uint" + bits + "_t") || bare.equals("u" + bits)) {
        return Optional.of(new CastType(bits, true));
      }
      if (bare.equals("int" + bits + "_t") || bare.equals("s" + bits)) {
        return Optional.of(new CastType(bits, false));
      }
    }
    return Optional.empty();
  }

  /** The number as it is in this type, in 64 bits again. */
  long of(long number) {
    int unused = 64 - bits;
    return isUnsigned ? number << unused >>> unused : number << unused >> unused;
  }
}
