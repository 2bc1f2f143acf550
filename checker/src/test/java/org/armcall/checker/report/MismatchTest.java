// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the specification and the Java model differ, that is shown and nothing else. */
final class MismatchTest {
  @TempDir Path directory;

  @Test
  void ofTwoOutcomesTheFieldThatDiffersIsShown() {
    Mismatch mismatch =
        Mismatch.of(
            "p=[arch |-> \"v8\"] s=[el |-> 0] i=[op |-> \"svc\"]"
                + " spec=[FlatOutcome[kind=taken, el=2, ec=17, il=0]]"
                + " java=[FlatOutcome[kind=taken, el=2, ec=21, il=0]]");
    assertEquals(
        List.of("ec: the specification says 17, the Java model 21 (SYN-EC-CALLER, SYN-UNDEF)"),
        mismatch.differences());
    assertEquals(
        List.of(
            "platform: [arch |-> \"v8\"]",
            "state of the caller: [el |-> 0]",
            "instruction: [op |-> \"svc\"]"),
        mismatch.input());
  }

  @Test
  void whatBothAllowIsLeftOut() {
    Mismatch mismatch = Mismatch.of("x spec=[O[k=a], O[k=b], O[k=c]] java=[O[k=c], O[k=a]]");
    assertEquals(List.of("the specification alone has O[k=b]"), mismatch.differences());
    assertEquals(List.of("x"), mismatch.input());
  }

  @Test
  void aNumberOfAFunctionIsWrittenAsOne() {
    Mismatch mismatch =
        Mismatch.of(
            "row spec=[[A, B], [-3, 0], false, true, FunctionId[value=-2080374764]]"
                + " java=[[A, B], [-3, 0], false, true, FunctionId[value=-2080374765]]");
    assertEquals(
        List.of("value: the specification says 0x84000014, the Java model 0x84000013"),
        mismatch.differences());
  }

  @Test
  void plainAnswersAreShownSideBySide() {
    assertEquals(
        List.of("the specification says unpredictable, the Java model preserved"),
        Mismatch.of("register 4 spec=unpredictable java=preserved").differences());
    assertEquals(List.of("strange"), Mismatch.of("strange").differences());
    assertEquals(
        List.of("the specification says [1, 2], the Java model [2, 1]"),
        Mismatch.of("order spec=[1, 2] java=[2, 1]").differences());
  }

  @Test
  void theFindingOfAnEqualityModelSaysWhatTheTwoSay() throws IOException {
    Path check = directory.resolve("check.json");
    Files.write(check, Kept.class.getResourceAsStream("other-check.json").readAllBytes());
    JsonNode report =
        Kept.json(Kept.report(List.of(check.toString()), "--format", "json", "--expected"));
    JsonNode outcomes = report.at("/findings/0");
    assertEquals("OutcomesAgree", outcomes.path("what").asText());
    assertEquals(
        "ec: the specification says 17, the Java model 21 (SYN-EC-CALLER, SYN-UNDEF)",
        outcomes.path("observed").asText());
    assertEquals(
        "the same of the specification and of the Java model", outcomes.path("expected").asText());
    JsonNode answers = report.at("/findings/2");
    assertEquals("AnswersAgree", answers.path("what").asText());
    assertTrue(
        answers
            .path("observed")
            .asText()
            .startsWith("kind: the specification says not supported, the Java model untouched; "),
        answers::toString);
    assertFalse(report.toString().contains("spec=["), report::toPrettyString);
  }
}
