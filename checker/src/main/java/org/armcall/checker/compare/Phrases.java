// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.model.convention.Conduit;
import org.armcall.model.design.CallerKind;
import org.armcall.model.design.Column;
import org.armcall.model.design.Design;
import org.armcall.model.design.DesignProperty;
import org.armcall.model.design.DrawClash;
import org.armcall.model.design.ReadCost;
import org.armcall.model.design.Verdict;
import org.armcall.model.instruction.InstructionSet;

/** The sentences that every form of the comparison uses. */
final class Phrases {
  private Phrases() {}

  /** A verdict in words, its completions with it. */
  static String verdict(Verdict verdict) {
    if (verdict instanceof Verdict.Undecided open) {
      return "open, missing: "
          + open.missing().sentence()
          + ". If "
          + open.missing().completion(true)
          + ", "
          + verdict(open.ifSo())
          + "; if "
          + open.missing().completion(false)
          + ", "
          + verdict(open.ifNot());
    }
    if (verdict instanceof Verdict.Unsafe unsafe) {
      return "unsafe (" + unsafe.witness().id() + ")";
    }
    return verdict.word();
  }

  /** A verdict in a few words, for tables that leave the counterexample to another place. */
  static String brief(Verdict verdict) {
    if (verdict instanceof Verdict.Undecided open) {
      return part(open.ifSo())
          + " if "
          + open.missing().completion(true)
          + ", "
          + part(open.ifNot())
          + " if "
          + open.missing().completion(false);
    }
    return verdict.word();
  }

  private static String part(Verdict verdict) {
    return verdict instanceof Verdict.Undecided ? "(" + brief(verdict) + ")" : brief(verdict);
  }

  /** The accesses of a call: 0, or a range. */
  static String cost(Design design, Column column) {
    if (!ReadCost.isPaid(design, column)) {
      return "0";
    }
    return ReadCost.least(column.kind()).total() + "-" + ReadCost.most(column.kind()).total();
  }

  /** Whether no call of the column comes to a handler. */
  static boolean isWithoutCall(Comparison comparison, Design design, Column column) {
    return comparison.cell(design, column, DesignProperty.TELLS_APART).verdict()
        instanceof Verdict.NoCall;
  }

  /** What a row finds of a property: one phrase for all callers, or one for each group of them. */
  static String summary(Comparison comparison, Comparison.Row row, DesignProperty property) {
    Map<String, List<Column>> groups = new LinkedHashMap<>();
    for (Cell cell : comparison.cells(row, property)) {
      Verdict verdict = cell.whereTrapped();
      if (!(verdict instanceof Verdict.NoCall)) {
        groups.computeIfAbsent(brief(verdict), key -> new ArrayList<>()).add(cell.column());
      }
    }
    if (groups.isEmpty()) {
      return "no call";
    }
    if (groups.size() == 1) {
      return groups.keySet().iterator().next();
    }
    List<String> phrases = new ArrayList<>();
    groups.forEach((phrase, columns) -> phrases.add(callers(columns) + ": " + phrase));
    return String.join("; ", phrases);
  }

  private static String callers(List<Column> columns) {
    boolean narrow = columns.stream().allMatch(column -> column.kind().isNarrow());
    boolean wide = columns.stream().allMatch(column -> column.kind() == CallerKind.A64);
    if (narrow || wide) {
      return narrow ? "A32, T32" : "A64";
    }
    return String.join(
        ", ", columns.stream().map(column -> column.kind().head()).distinct().toList());
  }

  /** The range of accesses over the columns of a row that have a call. */
  static String costs(Comparison comparison, Comparison.Row row) {
    List<Column> called =
        comparison.columns(row.conduit()).stream()
            .filter(column -> !isWithoutCall(comparison, row.design(), column))
            .toList();
    if (called.isEmpty()) {
      return "-";
    }
    List<Column> paid =
        called.stream().filter(column -> ReadCost.isPaid(row.design(), column)).toList();
    if (paid.isEmpty()) {
      return "0";
    }
    int least =
        paid.stream().mapToInt(each -> ReadCost.least(each.kind()).total()).min().orElseThrow();
    int most =
        paid.stream().mapToInt(each -> ReadCost.most(each.kind()).total()).max().orElseThrow();
    String range = least + " to " + most;
    return paid.size() == called.size() ? range : "A32, T32: " + range + "; A64: 0";
  }

  /** D3 in figures, a line for each size of an immediate. */
  static List<String> draws(int drawers) {
    DrawClash wide = DrawClash.of(drawers, Conduit.HVC, InstructionSet.A64);
    DrawClash narrow = DrawClash.of(drawers, Conduit.SMC, InstructionSet.A32);
    return List.of(
        "D3: of n interfaces that draw from t tags two draw the same with probability "
            + DrawClash.FORMULA
            + ".",
        String.format(
            Locale.ROOT,
            "%d owners of the registry use HVC with an immediate of their own: t = %,d (HVC, and SMC"
                + " from A64): %.3f %%.",
            drawers,
            wide.tags(),
            100 * wide.probability()),
        String.format(
            Locale.ROOT,
            "As many by SMC from A32 or T32, where t = %d: %.1f %%.",
            narrow.tags(),
            100 * narrow.probability()));
  }

  /** What is to be known of costs. */
  static List<String> costNotes() {
    return List.of(
        "Cost: memory accesses that dispatching one call takes beyond the exception. Whoever goes by"
            + " registers pays 0.",
        "D7 pays where the syndrome lacks the immediate: "
            + ReadCost.FORMULA
            + "; "
            + ReadCost.LETTERS
            + ".",
        "The least is with the MMU off and stage 2 not looked at, the most every level of both stages"
            + " walked by software and read once.",
        "D6 pays once, not for each call: up to 4 calls to find out (PSCI_VERSION, PSCI_FEATURES,"
            + " SMCCC_VERSION, the UID).");
  }

  /** What is to be known of machines in the table. */
  static List<String> remarks(Comparison comparison) {
    boolean impossible =
        comparison.columns().stream()
            .anyMatch(
                column ->
                    !column.el3()
                        && (column.kind() == CallerKind.ARMV7_A32
                            || column.kind() == CallerKind.ARMV7_T32));
    return impossible
        ? List.of(
            "ARMv7 with Hyp mode and without EL3 is a machine of QEMU: the architecture has none.")
        : List.of();
  }

  /** Within what the safe is safe, for all cells together; JSON has it for each. */
  static String bounds(Comparison comparison) {
    long calls = 0;
    for (Cell cell : comparison.cells()) {
      for (Cell.Leaf leaf : cell.leaves()) {
        calls += leaf.verdict() instanceof Verdict.Safe safe ? safe.calls() : 0;
      }
    }
    return String.format(
        Locale.ROOT,
        "Safe within bounds: Non-secure callers at EL1; two interfaces at the layer; of the immediates"
            + " all 16, or 19 that stand for 65,536 (a lemma, tested for all); numbers at both ends of"
            + " each claim; TSC, HCE, SMD and HCD each 0 and 1; each outcome that the model allows:"
            + " %,d calls tried.",
        calls);
  }
}
