// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One check of many small models through real child JVMs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckTest {

  private static final String HOLDS_4 = "{\"verdict\":\"holds\",\"distinctStates\":4}";
  private static final String SPEC = "SPECIFICATION Spec\n";
  private static final String FAIR = "SPECIFICATION FairSpec\n";

  @TempDir static Path temporary;
  private CheckReport report;
  private Map<String, CheckResult> results;
  private String text;

  @BeforeAll
  void checkOnce() throws CheckException {
    String holds5 = "{\"verdict\":\"holds\",\"distinctStates\":5}";
    SampleSpec spec =
        new SampleSpec(temporary.resolve("spec"))
            .counter(
                "good",
                "model",
                SPEC + "INVARIANT SYN_SMALL\n",
                "[\"SYN_SMALL\"]",
                holds5,
                "\"witnesses\":true,")
            .counter(
                "broken",
                "model",
                SPEC + "INVARIANTS SYN_SMALL SYN_LESS\n",
                "[\"SYN_SMALL\",\"SYN_LESS\"]",
                HOLDS_4,
                "")
            .counter(
                "mutant/found",
                "mutant",
                SPEC + "INVARIANT SYN_LESS\n",
                "[\"SYN_LESS\"]",
                violated("SYN_LESS"),
                "")
            .counter(
                "mutant/other",
                "mutant",
                SPEC + "INVARIANT SYN_LESS\nSYN_NEVER\n",
                "[\"SYN_LESS\",\"SYN_NEVER\"]",
                violated("SYN_NEVER"),
                "")
            .counter(
                "mutant/survives",
                "mutant",
                SPEC + "INVARIANT SYN_SMALL\n",
                "[\"SYN_SMALL\"]",
                violated("SYN_SMALL"),
                "")
            .counter(
                "live/bad",
                "mutant",
                FAIR + "PROPERTY NeverComes\n",
                "[\"NeverComes\"]",
                violated("NeverComes"),
                "")
            .counter(
                "live/good", "model", FAIR + "PROPERTY ComesBack\n", "[\"ComesBack\"]", holds5, "")
            .counter(
                "live/stutters",
                "mutant",
                SPEC + "PROPERTY ComesBack\n",
                "[\"ComesBack\"]",
                violated("ComesBack"),
                "")
            .counter(
                "wrong-count",
                "model",
                SPEC + "INVARIANT SYN_SMALL\n",
                "[\"SYN_SMALL\"]",
                HOLDS_4,
                "")
            .counter(
                "no-count",
                "model",
                SPEC + "INVARIANT SYN_SMALL\n",
                "[\"SYN_SMALL\"]",
                "{\"verdict\":\"holds\"}",
                "")
            .counter(
                "hollow",
                "model",
                SPEC + "INVARIANT SYN_NEVER\n",
                "[\"SYN_NEVER\"]",
                holds5,
                "\"witnesses\":true,")
            .counter("fails", "mutant", SPEC + "INVARIANT Bad\n", "[\"Bad\"]", violated("Bad"), "")
            .write(
                "counter/Lame.tla",
                """
                ---- MODULE Lame ----
                (* Witness("action Comment", TRUE) is none. *)
                EXTENDS Counter
                Jump == Witness("action Jump", x = 9) /\\ x' = 0 /\\ UNCHANGED call
                Fly == x = 9 /\\ Witness("action Fly", TRUE) /\\ x' = 0 /\\ UNCHANGED call
                LameSpec == Init /\\ [][Step \\/ Jump \\/ Fly]_vars
                ====
                """)
            .model(
                "lame",
                "model",
                "counter/Lame.tla",
                "SPECIFICATION LameSpec\nINVARIANT SYN_SMALL\n",
                "[\"SYN_SMALL\"]",
                holds5,
                "\"witnesses\":true,")
            .write("counter/Broken.tla", "---- MODULE Broken ----\nInit == x =\n====\n")
            .model("unreadable", "model", "counter/Broken.tla", SPEC, "[]", HOLDS_4, "")
            .write(
                "counter/Equality.tla",
                """
                ---- MODULE Equality ----
                EXTENDS Naturals, TLC
                JavaAgrees(x) == Assert(FALSE, "override not loaded")
                ASSUME Agreement == \\A x \\in 1..4 : JavaAgrees(x)
                ====
                """)
            .model(
                "no-override",
                "equality",
                "counter/Equality.tla",
                "",
                "[\"Agreement\"]",
                "{\"verdict\":\"holds\"}",
                "\"expectCalls\":{\"quick\":\"2 * 2\"},")
            .write(
                "counter/Silent.tla", "---- MODULE Silent ----\nASSUME Agreement == TRUE\n====\n")
            .model(
                "no-calls",
                "equality",
                "counter/Silent.tla",
                "",
                "[\"Agreement\"]",
                "{\"verdict\":\"holds\"}",
                "\"expectCalls\":{\"quick\":\"2 * 2\"},")
            .write("counter/False.tla", "---- MODULE False ----\nASSUME Agreement == 1 = 2\n====\n")
            .model(
                "assumption",
                "mutant",
                "counter/False.tla",
                "",
                "[\"Agreement\"]",
                violated("Agreement"),
                "")
            .slow("large", 40_000)
            .done();
    CheckRequest all = spec.request();
    CheckRequest request =
        new CheckRequest(
            all.spec(),
            all.names(),
            all.profile(),
            all.workers(),
            all.timeLimit(),
            Optional.of(temporary.resolve("out")),
            List.of("check", "--out", "out"));
    report = SampleSpec.check().run(request, new SampleSpec.Quiet(), new Cancellation());
    results =
        report.results().stream()
            .collect(Collectors.toMap(r -> r.model().name(), Function.identity()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new CheckText(new PrintStream(bytes, true, StandardCharsets.UTF_8), false).print(report);
    text = bytes.toString(StandardCharsets.UTF_8);
  }

  private static String violated(String property) {
    return "{\"verdict\":\"violated\",\"property\":\"" + property + "\"}";
  }

  private void met(String name) {
    assertInstanceOf(
        Verdict.Met.class, results.get(name).verdict(), () -> results.get(name).toString());
  }

  private String missed(String name) {
    Verdict.Missed missed =
        assertInstanceOf(
            Verdict.Missed.class, results.get(name).verdict(), () -> results.get(name).toString());
    return String.join("\n", missed.reasons());
  }

  @Test
  void whatIsAsExpectedIsMet() {
    met("good");
    met("mutant/found");
    met("assumption");
    met("large");
  }

  @Test
  void aTrueLivenessPropertyAfterAFalseOneIsTrue() {
    met("live/bad");
    met("live/good");
    met("live/stutters");
    Outcome.Violated lasso = (Outcome.Violated) results.get("live/bad").outcome();
    assertTrue(lasso.counterexample().loopTo().isPresent());
    Outcome.Violated stuttering = (Outcome.Violated) results.get("live/stutters").outcome();
    assertTrue(stuttering.counterexample().stuttering());
  }

  @Test
  void aBrokenInvariantIsNamedWithTheValuesThatChanged() {
    assertTrue(missed("broken").contains("expected to hold, but SYN_LESS is violated"));
    assertTrue(text.contains("  step 1: Initial predicate\n"), text);
    assertTrue(text.contains("      call.op = \"svc\"\n"), text);
    assertTrue(
        text.contains(
            "  step 3: Step (Counter.tla:6)\n      call.args[2]: 0 -> 1\n      x: 1 -> 2\n"),
        text);
  }

  @Test
  void aMutantMustFailOnItsOwnProperty() {
    assertEquals(
        "expected a violation of SYN_NEVER, but SYN_LESS is violated first",
        missed("mutant/other"));
    assertTrue(
        missed("mutant/survives")
            .startsWith("expected a violation of SYN_SMALL, but every property holds"));
  }

  @Test
  void anotherStateSpaceIsNoPass() {
    assertTrue(missed("wrong-count").startsWith("expected 4 distinct states, found 5"));
    assertTrue(missed("no-count").contains("the manifest has no 'distinctStates'; 5 were found"));
  }

  @Test
  void aWitnessThatIsNeverTrueIsNoPass() {
    String reasons = missed("hollow");
    assertTrue(reasons.contains("\"SYN-NEVER\" was never true"), reasons);
    assertFalse(reasons.contains("action Step"), reasons);
    assertTrue(missed("lame").contains("\"action Jump\" was never true"), missed("lame"));
    assertTrue(missed("lame").contains("\"action Fly\" was never evaluated"), missed("lame"));
  }

  @Test
  void anOverrideThatIsNotLoadedIsNoPass() {
    Verdict.Failed failed =
        assertInstanceOf(Verdict.Failed.class, results.get("no-override").verdict());
    assertTrue(failed.message().contains("override not loaded"), failed.message());
    assertTrue(missed("no-calls").contains("the Java model was never asked"), missed("no-calls"));
  }

  @Test
  void anEvaluationThatFailsIsNoViolation() {
    Verdict.Failed failed = assertInstanceOf(Verdict.Failed.class, results.get("fails").verdict());
    assertTrue(failed.message().contains("Evaluating invariant Bad failed."), failed.message());
    assertTrue(failed.message().contains("in state 4:\n  call.args[1] = 0"), failed.message());
  }

  @Test
  void aModuleThatCannotBeParsedIsUnreadable() {
    Verdict.Unreadable unreadable =
        assertInstanceOf(Verdict.Unreadable.class, results.get("unreadable").verdict());
    assertTrue(unreadable.message().contains("Parse Error"), unreadable.message());
  }

  @Test
  void theRunDirectoryHoldsTheRecord() throws IOException {
    Path out = temporary.resolve("out");
    String run = Files.readString(out.resolve("run.txt"));
    assertTrue(run.contains("command    check --out out\n"), run);
    assertTrue(run.contains("tlc        Version 2.18"), run);
    String json = Files.readString(out.resolve("result.json"));
    assertTrue(json.contains("\"not-as-expected\""));
    assertTrue(
        Files.readString(out.resolve("mutant_found.tlc.txt"))
            .contains("Invariant SYN_LESS is violated"));
    assertEquals(1, report.exitCode());
  }
}
