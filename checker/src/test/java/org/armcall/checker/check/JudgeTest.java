// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {

  private static Model model(
      Model.Kind kind, Expectation expect, Map<Profile, ProductFormula> calls) {
    return new Model(
        "m",
        "s",
        "tlc",
        kind,
        "s/M.tla",
        Optional.of("s/M.cfg"),
        Set.of(Profile.QUICK),
        "",
        "",
        List.of("P"),
        expect,
        false,
        false,
        "256m",
        1,
        calls,
        Optional.empty());
  }

  private static Outcome.Exploration seen(
      long distinct, long queue, OptionalLong calls, String... mismatches) {
    return new Outcome.Exploration(
        distinct, distinct, queue, 1, Map.of(), calls, List.of(mismatches), Map.of());
  }

  private static Verdict judge(Model model, Outcome outcome) {
    return new Judge(Profile.QUICK).judge(model, outcome, Set.of());
  }

  private static List<String> reasons(Verdict verdict) {
    return assertInstanceOf(Verdict.Missed.class, verdict).reasons();
  }

  @Test
  void anEqualityModelMustHaveComparedEveryInput() {
    Model model =
        model(
            Model.Kind.EQUALITY,
            new Expectation.Holds(OptionalLong.empty()),
            Map.of(Profile.QUICK, ProductFormula.parse("4 * 5")));
    assertEquals(
        new Verdict.Met("holds"), judge(model, new Outcome.Holds(seen(0, 0, OptionalLong.of(20)))));
    assertEquals(
        List.of("expected 20 inputs (4 * 5) to be compared with the Java model, found 19"),
        reasons(judge(model, new Outcome.Holds(seen(0, 0, OptionalLong.of(19))))));
    assertEquals(
        List.of("the specification and the Java model differ: p=1"),
        reasons(judge(model, new Outcome.Holds(seen(0, 0, OptionalLong.of(20), "p=1")))));
  }

  @Test
  void whatIsLeftUnexploredIsNoPass() {
    Model model = model(Model.Kind.MODEL, new Expectation.Holds(OptionalLong.of(7)), Map.of());
    assertEquals(
        List.of("2 states were left unexplored"),
        reasons(judge(model, new Outcome.Holds(seen(7, 2, OptionalLong.empty())))));
  }

  @Test
  void everyCommandMustAnswerAsExpected() {
    Model model =
        model(
            Model.Kind.MODEL,
            new Expectation.Commands(
                List.of(
                    new Expectation.Command("law", false), new Expectation.Command("show", true))),
            Map.of());
    assertEquals(
        new Verdict.Met("2 commands"),
        judge(model, new Outcome.Commands(List.of(result("law", false), result("show", true)))));
    assertEquals(
        List.of(
            "the command law has an instance, expected none",
            "the command show did not run",
            "the command extra is not in the manifest"),
        reasons(
            judge(
                model, new Outcome.Commands(List.of(result("law", true), result("extra", true))))));
    assertEquals(
        List.of("the command law ran twice", "the command show has no instance, expected one"),
        reasons(
            judge(
                model,
                new Outcome.Commands(
                    List.of(result("law", false), result("law", false), result("show", false))))));
  }

  private static Outcome.CommandResult result(String name, boolean satisfiable) {
    return new Outcome.CommandResult(name, satisfiable, satisfiable ? "A = {A0}" : "", "");
  }

  @Test
  void theTableAndTheJsonShowEveryKindOfVerdict() {
    Model holds = model(Model.Kind.MODEL, new Expectation.Holds(OptionalLong.of(7)), Map.of());
    Outcome.Violated violated =
        new Outcome.Violated(
            "P",
            new Counterexample(
                "invariant",
                List.of(
                    new Counterexample.Step(1, "Initial predicate", Map.of("a", "1", "q[1]", "2")),
                    new Counterexample.Step(
                        2,
                        "line 4, col 1 to line 4, col 9 of module M",
                        Map.of("a", "1", "b", "3")),
                    new Counterexample.Step(3, "Again", Map.of("a", "1", "b", "3"))),
                OptionalInt.of(2),
                false),
            seen(3, 1, OptionalLong.empty(), "p=1"));
    Outcome.Commands commands = new Outcome.Commands(List.of(result("law", true)));
    Model alloy =
        model(
            Model.Kind.MODEL,
            new Expectation.Commands(List.of(new Expectation.Command("law", false))),
            Map.of());
    Model mutant = model(Model.Kind.MUTANT, new Expectation.Violated("P"), Map.of());
    CheckReport report =
        new CheckReport(
            Profile.QUICK,
            List.of(
                result(holds, violated),
                result(mutant, violated),
                result(alloy, commands),
                result(holds, new Outcome.Failed("it died")),
                result(holds, new Outcome.Unreadable("no ====")),
                result(holds, new Outcome.Cancelled())),
            Duration.ofMillis(1234));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new CheckText(new PrintStream(bytes, true, StandardCharsets.UTF_8), true).print(report);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("violated, as expected"), text);
    assertTrue(
        text.contains("  step 2: M.tla:4\n      b = 3 (new)\n      q[1] is gone (was 2)\n"), text);
    assertTrue(
        text.contains("  step 3: Again\n      nothing changes\n  and back to step 2, for ever\n"),
        text);
    assertTrue(text.contains("  instance of law:\n      A = {A0}\n"), text);
    assertTrue(
        text.contains(
            "1 of 6 models as expected in 1.2 s (quick profile); stopped before all were done"),
        text);
    String json = CheckJson.of(report, Path.of(System.getProperty("armcall.home"), "spec"));
    for (String verdict :
        List.of("as-expected", "not-as-expected", "failed", "unreadable", "not-run")) {
      assertTrue(json.contains("\"verdict\" : \"" + verdict + "\""), json);
    }
    assertEquals(1, report.exitCode());
  }

  private static CheckResult result(Model model, Outcome outcome) {
    return new CheckResult(model, outcome, judge(model, outcome), Duration.ofMillis(700));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaidBeforeAnythingRuns(@TempDir Path temporary) {
    SampleSpec spec = new SampleSpec(temporary).slow("a", 1).done();
    CheckRequest plain = spec.request();
    CheckRequest request =
        new CheckRequest(
            plain.spec(),
            plain.names(),
            plain.profile(),
            1,
            plain.timeLimit(),
            Optional.of(temporary.resolve("Witness.tla/out")),
            List.of());
    CommandException wrong =
        org.junit.jupiter.api.Assertions.assertThrows(
            CommandException.class,
            () -> SampleSpec.check().run(request, new SampleSpec.Quiet(), new Cancellation()));
    assertTrue(wrong.getMessage().startsWith("--out "), wrong.getMessage());
    assertEquals(ExitCode.ENGINE, wrong.exitCode());
  }

  @Test
  void progressIsOneLineOnATerminalAndOnlyNotesElsewhere() {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (ByteArrayOutputStream bytes : List.of(terminal, file)) {
      ProgressLine line =
          new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), bytes == terminal);
      Model model = model(Model.Kind.MODEL, new Expectation.Holds(OptionalLong.of(7)), Map.of());
      line.started(model);
      line.progress(model, 1234, 2000, 5);
      line.note(model, "its JVM died");
      line.finished(model, new Outcome.Cancelled(), Duration.ZERO);
      line.erase();
    }
    assertEquals("armcall: m: its JVM died\n", file.toString(StandardCharsets.UTF_8));
    String drawn = terminal.toString(StandardCharsets.UTF_8);
    assertTrue(drawn.contains("0 done | m 1,234 states, 5 queued"), drawn);
    assertTrue(drawn.contains("1 done"), drawn);
  }
}
