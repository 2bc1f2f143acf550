// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.armcall.engine.tlc.SpecFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.FP64;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Value;
import util.ToolIO;

/** Equations that hold, and some that do not, evaluated by resolved names and by TLC. */
class CompilerTest {
  private static final String MODULE =
      """
      ---- MODULE Equations ----
      EXTENDS Integers, Sequences, FiniteSets
      VARIABLES n, r, s
      Init == n = 3 /\\ r = [a |-> 1, b |-> <<5, 6>>] /\\ s = {4, 2, 9}
      Next == UNCHANGED <<n, r, s>>
      Twice(x) == x + x
      Never(x, y) == IF x = n THEN "left" ELSE y
      RECURSIVE Down(_)
      Down(k) == IF k = 0 THEN <<>> ELSE <<k>> \\o Down(k - 1)
      Kept(x, y) == x > y

      True_choice == (IF n = 3 THEN "a" ELSE "b") = "a"
      True_case == CASE n < 3 -> FALSE [] n = 3 -> TRUE [] OTHER -> FALSE
      True_other == CASE n < 3 -> FALSE [] OTHER -> TRUE
      True_junctions == /\\ n = 3
                        /\\ \\/ n = 2
                           \\/ n = 3
                        /\\ n > 2
      True_implication == (n = 4 => n = 5) /\\ ~(n = 3 => n = 5)
      True_difference == n # 4 /\\ r.a # n
      True_calls == Twice(n) = 6 /\\ Twice(Twice(n)) = 12
      True_recursion == Down(n) = <<3, 2, 1>>
      True_lazy_argument == Never(n, r.b[17]) = "left"
      True_let == LET m == n + 1 k == m * 2 IN k = 8 /\\ m = 4
      True_lazy_let == LET wrong == r.b[17] IN n = 3 \\/ wrong = 1
      True_let_anew == {LET d == x * x IN d : x \\in s} = {4, 16, 81}
      True_member == n \\in {1, n} /\\ n \\in 1 .. 3 /\\ n \\notin s /\\ 2 \\in s
      True_domain == "a" \\in DOMAIN r /\\ 2 \\in DOMAIN r.b /\\ 3 \\notin DOMAIN r.b
      True_sets == s \\cup {n} = {2, 3, 4, 9} /\\ s \\cap {2, n} = {2} /\\ s \\ {2, n} = {4, 9}
      True_subset == {2, 4} \\subseteq s /\\ ~({n} \\subseteq s)
      True_filter == {x \\in s : x > n} = {4, 9}
      True_image == {x - n : x \\in s} = {-1, 1, 6}
      True_all == (\\A x \\in s : x > 1) /\\ ~(\\A x \\in s : x > 2)
      True_some == (\\E x \\in s : x = 9) /\\ ~(\\E x \\in s : x = n)
      True_nested == \\A x \\in s : \\E y \\in s : y >= x /\\ \\A z \\in s : z <= y
      True_chosen == (CHOOSE x \\in s : x > n) = 4
      True_function == [x \\in s |-> x + n][9] = 12 /\\ [i \\in 1 .. n |-> i] = <<1, 2, 3>>
      True_record == [b |-> <<5, 6>>, a |-> n - 2] = r
      True_tuple == <<n, <<n>>>>[2][1] = 3
      True_except == [r EXCEPT !.a = @ + n, !.b = <<@>>] = [a |-> 4, b |-> <<<<5, 6>>>>]
      True_except_twice == [r EXCEPT !.a = 7, !.a = @ + 1].a = 8
      True_except_deep == [r EXCEPT !.b[2] = @ + n].b = <<5, 9>>
      True_except_function == [[x \\in s |-> 0] EXCEPT ![4] = n][4] = n
      True_except_inside == [r EXCEPT !.b = [@ EXCEPT ![1] = @ + r.a]].b = <<6, 6>>
      True_sequences == Len(r.b) = 2 /\\ Append(r.b, n) = <<5, 6, 3>> /\\ Tail(r.b) = <<6>>
      True_size == Cardinality(s) = 3 /\\ Cardinality(1 .. n) = 3
      True_remembered == Kept(n, 2) /\\ ~Kept(n, 3) /\\ Kept(n, 2)
      True_constant == {1, 2} = {2, 1} /\\ Twice(4) = 8
      False_choice == IF n = 3 THEN FALSE ELSE TRUE
      False_equation == r = [a |-> 1, b |-> <<5, 7>>]
      False_member == n \\in s
      False_all == \\A x \\in s : x # 4
      By_tlc == SUBSET {n, 4} = {{}, {3}, {4}, {3, 4}}
      Mistaken_field == r.c = 1
      Mistaken_place == <<n>>[2] = n
      Mistaken_case == CASE n = 2 -> TRUE
      Mistaken_formula == n => TRUE
      Mistaken_choice == (CHOOSE x \\in s : x > 10) = 1
      ====
      """;

  /** There can be one only: TLC's places of names are static. */
  private static FastTool tool;

  private static TLCState state;

  @BeforeAll
  static void parse(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("Equations.tla"), MODULE);
    Files.writeString(directory.resolve("Equations.cfg"), "INIT Init\nNEXT Next\n");
    FP64.Init(7);
    ToolIO.setMode(ToolIO.TOOL);
    tool =
        new FastTool(
            "Equations",
            directory.resolve("Equations").toString(),
            new SpecFiles(new String[] {directory.toString()}));
    state = tool.getInitStates().elementAt(0);
  }

  @Test
  void everyEquationHasTheValueThatItsNameSaysAndTlcGivesIt() {
    Compiler compiler = new Compiler(tool, Set.of("Kept"));
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    for (OpDefNode each : tool.getRootModule().getOpDefs()) {
      String name = each.getName().toString();
      if (name.startsWith("True_") || name.startsWith("False_")) {
        Scope scope = new Scope();
        Code code = compiler.compile(each.getBody(), scope);
        Value value = code.eval(scope.frame(state, new Value[0]));
        Value theirs = ByTlc.eval(tool, each.getBody(), Context.Empty, state);
        String due = name.startsWith("True_") ? "TRUE, TLC TRUE" : "FALSE, TLC FALSE";
        expected.put(name, due);
        found.put(name, value + ", TLC " + theirs);
        assertEquals(value.equals(BoolValue.ValTrue), code.holds(scope.frame(state, new Value[0])));
      }
    }
    assertEquals(expected, found);
    assertEquals(38, found.size(), "equations that are there");
    assertEquals(0, compiler.leftToTlc(), "expressions that TLC had to evaluate");
  }

  @Test
  void whatIsNotKnownHereTlcEvaluates() {
    Compiler compiler = new Compiler(tool, Set.of());
    assertTrue(holds(compiler, "By_tlc"));
    assertEquals(1, compiler.leftToTlc());
  }

  @ParameterizedTest
  @ValueSource(strings = {"field", "place", "case", "formula", "choice"})
  void aMistakeInTheSpecificationIsNoValue(String what) {
    Compiler compiler = new Compiler(tool, Set.of());
    assertThrows(RuntimeException.class, () -> holds(compiler, "Mistaken_" + what));
  }

  private static boolean holds(Compiler compiler, String name) {
    Scope scope = new Scope();
    Code code = compiler.compile(named(name).getBody(), scope);
    return code.holds(scope.frame(state, new Value[0]));
  }

  private static OpDefNode named(String name) {
    for (OpDefNode each : tool.getRootModule().getOpDefs()) {
      if (each.getName().toString().equals(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
