// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cases that somebody transcribed from Arm's pseudocode and register descriptions without having
 * seen the model: the set of outcomes must be the expected one, no more and no less.
 */
final class TranscribedCasesTest {
  @TestFactory
  Stream<DynamicTest> enc() {
    return family("ENC");
  }

  @TestFactory
  Stream<DynamicTest> rou() {
    return family("ROU");
  }

  @TestFactory
  Stream<DynamicTest> syn() {
    return family("SYN");
  }

  @TestFactory
  Stream<DynamicTest> ret() {
    return family("RET");
  }

  @TestFactory
  Stream<DynamicTest> imm() {
    return family("IMM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENC", "ROU", "SYN", "RET", "IMM"})
  void everyFamilyHasThirtyDifferentCases(String family) {
    long different =
        Answers.resource("/cases/" + family + ".jsonl").stream()
            .map(row -> withoutId(row.path("case")))
            .distinct()
            .count();
    assertTrue(different >= 30, family + " has " + different);
  }

  private static JsonNode withoutId(JsonNode question) {
    return ((ObjectNode) question.deepCopy()).without("id");
  }

  private static Stream<DynamicTest> family(String family) {
    List<ObjectNode> rows = Answers.resource("/cases/" + family + ".jsonl");
    List<JsonNode> answers = Answers.toAll(rows.stream().map(row -> row.path("case")).toList());
    assertEquals(rows.size(), answers.size());
    return IntStream.range(0, rows.size())
        .mapToObj(
            i ->
                dynamicTest(
                    rows.get(i).at("/case/id").asText(), () -> check(rows.get(i), answers.get(i))));
  }

  private static void check(JsonNode row, JsonNode answer) {
    JsonNode expected = row.path("expect");
    String where =
        row.path("source").asText()
            + "\ncase "
            + row.path("case")
            + "\nexpected "
            + expected
            + "\nanswer "
            + answer;
    assertEquals(expected.path("error").asBoolean(), answer.has("error"), where);
    assertTrue(
        elements(expected.path("outcomes"))
            .allMatch(e -> elements(answer.path("outcomes")).anyMatch(o -> Answers.fits(e, o))),
        "missing: " + where);
    assertTrue(
        elements(answer.path("outcomes"))
            .allMatch(o -> elements(expected.path("outcomes")).anyMatch(e -> Answers.fits(e, o))),
        "too much: " + where);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
