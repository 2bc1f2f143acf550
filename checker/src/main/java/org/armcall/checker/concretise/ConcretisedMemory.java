// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where the pages of {@code ImmediateRecovery.tla} are in a scenario, and what maps them.
 *
 * <p>Virtual page V1 is at 0x8000 and V2 at 0x9000; the physical pages p and q follow each other
 * nowhere, and each has an alias, which is another intermediate page of the same memory.
 */
final class ConcretisedMemory {
  static final long V1 = 0x8000;
  static final long V2 = 0x9000;
  static final long ALIAS = 0x2_0000;

  private static final long P = 0x4001_0000L;
  private static final long Q = 0x4002_0000L;
  private static final long ALIAS_OF_P = 0x5001_0000L;
  private static final long ALIAS_OF_Q = 0x5002_0000L;
  private static final long TABLES = 0x4004_0000L;
  private static final long TABLES_SIZE = 0x8000;
  private static final long PAGE = 0x1000;

  /** Behind the first table, of 16 KiB: that of the first MiB, which has V1 and V2. */
  private static final long SECOND_LEVEL = TABLES + 0x4000;

  /** A small page for kernel-all (DDI 0406C figure B3-5): nG, TEX, AP, C and B. */
  private static final long SMALL_PAGE = 0x45e;

  private ConcretisedMemory() {}

  static long physical(String page) {
    return page.equals("p") ? P : Q;
  }

  /** Where the descriptor of a virtual page is. */
  static long entry(long virtual) {
    return SECOND_LEVEL + 4 * (virtual / PAGE);
  }

  /** The descriptor that maps a virtual page to this one. */
  static long descriptor(String page) {
    return page.equals("none") ? 0 : physical(page) | SMALL_PAGE;
  }

  /** The intermediate pages of a set of protections; no stage 2 keeps devices out. */
  static List<Long> pages(String protections) {
    List<Long> pages = new ArrayList<>();
    if (protections.contains("code")) {
      pages.addAll(List.of(P, Q));
    }
    if (protections.contains("alias")) {
      pages.addAll(List.of(ALIAS_OF_P, ALIAS_OF_Q));
    }
    if (protections.contains("tables")) {
      for (long at = 0; at < TABLES_SIZE; at += PAGE) {
        pages.add(TABLES + at);
      }
    }
    return pages;
  }

  /**
   * The tables of both stages.
   *
   * @param table the page that each virtual page is mapped to, or none
   * @param hidden the virtual pages that may be executed and not read
   */
  static String tables(Map<String, String> table, Predicate<String> hidden) {
    StringBuilder text =
        new StringBuilder("tables:\n  - format: short\n    at: 0x40040000\n    map:\n");
    stageOne(text, V1, physical(table.get("V1")));
    if (!table.get("V2").equals("none")) {
      stageOne(text, V2, physical(table.get("V2")));
    }
    stageOne(text, ALIAS, ALIAS_OF_P);
    stageOne(text, ALIAS + PAGE, ALIAS_OF_Q);
    stageOne(text, 0x4003_0000L, 0x4003_0000L);
    stageOne(text, 0x4003_1000L, 0x4003_1000L);
    stageOne(text, SECOND_LEVEL, SECOND_LEVEL);
    text.append("  - format: stage2-4k\n    at: 0x40060000\n    map:\n");
    stageTwo(text, P, P, table.get("V1").equals("p") && hidden.test("V1"));
    stageTwo(text, Q, Q, table.get("V2").equals("q") && hidden.test("V2"));
    stageTwo(text, ALIAS_OF_P, P, false);
    stageTwo(text, ALIAS_OF_Q, Q, false);
    stageTwo(text, 0x4003_0000L, 0x4003_0000L, false);
    stageTwo(text, 0x4003_1000L, 0x4003_1000L, false);
    for (long at = TABLES; at < TABLES + TABLES_SIZE; at += PAGE) {
      stageTwo(text, at, at, false);
    }
    return text.toString();
  }

  private static void stageOne(StringBuilder text, long from, long to) {
    text.append(String.format("      - {from: 0x%x, to: 0x%x, rights: kernel-all}%n", from, to));
  }

  private static void stageTwo(StringBuilder text, long from, long to, boolean hidden) {
    String rights = hidden ? "execute-only" : "guest-all";
    text.append(String.format("      - {from: 0x%x, to: 0x%x, rights: %s}%n", from, to, rights));
  }
}
