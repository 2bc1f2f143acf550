// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** {@code predict --batch}: every line gets one answer in its place, whatever it is. */
final class BatchTest {
  private static final String GOOD =
      "{\"id\":\"good\",\"platform\":\"armv8a-el3-el2-a64\",\"caller\":{\"isa\":\"a64\",\"el\":1},\"insn\":\"hvc #1\"}";

  /** The example of the issue that asked for the command. */
  @Example
  void aTrappedConditionalSmcHasTheFormsThatTheArchitectureAllows() {
    JsonNode answer =
        Answers.toLines(
                "{\"id\":\"7\",\"platform\":\"armv8a-el3-el2-a64\",\"states\":{\"el1\":\"aarch32\",\"el2\":\"aarch64\"},"
                    + "\"caller\":{\"isa\":\"t32\",\"el\":1,\"mode\":\"svc\",\"security\":\"nonsecure\",\"nzcv\":\"0x4\",\"it\":\"0x8\",\"pc\":\"0x42000ffe\"},"
                    + "\"word\":\"0xf7f18000\",\"set\":{\"HCR_EL2.TSC\":1,\"SCR_EL3.SMD\":0}}\n")
            .get(0);
    List<String> syndromes =
        StreamSupport.stream(answer.path("outcomes").spliterator(), false)
            .map(
                outcome -> outcome.path("syndrome").asText() + "/" + outcome.path("known").asText())
            .toList();
    assertEquals(
        List.of("0x4e000000/0xffffffff", "0x4f080000/0xffffffff", "0x4e080000/0xff0fffff"),
        syndromes);
    JsonNode first = answer.path("outcomes").get(0);
    assertEquals("taken", first.path("kind").asText());
    assertEquals(2, first.path("toEl").asInt());
    assertEquals("aarch64", first.path("toState").asText());
    assertEquals("0x600", first.path("vectorOffset").asText());
    assertEquals("0x13", first.path("ec").asText());
    assertEquals(1, first.path("il").asInt());
    assertEquals(0, first.path("returnOffset").asInt());
    assertEquals("7", answer.path("id").asText());
    assertTrue(answer.path("rules").toString().contains("SYN-SMC32-NO-IMM"));
  }

  @Property(tries = 500)
  void aBadCaseGetsAnErrorInItsPlaceAndTheRestGoOn(@ForAll("damaged") String line) {
    List<JsonNode> answers = Answers.toLines(GOOD + "\n" + line + "\n" + GOOD + "\n");
    assertEquals(3, answers.size(), line);
    assertTrue(answers.get(0).has("outcomes") && answers.get(2).has("outcomes"), line);
    JsonNode answer = answers.get(1);
    assertTrue(answer.has("outcomes") != answer.has("error"), line);
    assertFalse(answer.path("error").asText().contains("Exception"), answer.toString());
    assertFalse(answer.path("error").asText().contains("For input string"), answer.toString());
  }

  /** Lines one value away from a good case, and lines that are no case at all. */
  @Provide
  Arbitrary<String> damaged() {
    Arbitrary<String> values =
        Arbitraries.of(
            "null",
            "[]",
            "{}",
            "-1",
            "1e99",
            "99999999999999999999",
            "\"\"",
            "\"one\"",
            "\"0x\"",
            "true",
            "\"0xfffffffffffffffffffff\"",
            "{\"a\":[1,{\"b\":null}]}",
            "\"smc #99999999999999999999\"",
            "\"hvc #-1\"");
    Arbitrary<String> fields =
        Arbitraries.of(
            "\"armv8a-el3-el2-a64\"",
            "{\"isa\":\"a64\",\"el\":1}",
            "\"a64\"",
            "1",
            "\"hvc #1\"",
            "\"good\"");
    Arbitrary<String> replaced =
        fields.flatMap(
            field ->
                values.map(
                    value ->
                        GOOD.replaceFirst(
                            java.util.regex.Pattern.quote(field),
                            java.util.regex.Matcher.quoteReplacement(value))));
    Arbitrary<String> added =
        Arbitraries.of("states", "set", "word", "comment", "caller", "nonsense")
            .flatMap(
                name ->
                    values.map(
                        value ->
                            GOOD.substring(0, GOOD.length() - 1)
                                + ",\""
                                + name
                                + "\":"
                                + value
                                + "}"));
    Arbitrary<String> text =
        Arbitraries.strings()
            .ascii()
            .ofMinLength(1)
            .filter(s -> !s.isBlank() && !s.contains("\n") && !s.contains("\r"));
    return Arbitraries.oneOf(replaced, added, text);
  }

  @Example
  void anImmediateThatDoesNotFitIsRefusedAndNotCut() {
    for (String insn : List.of("smc #16", "smc #0x100000001", "hvc #65536")) {
      JsonNode answer =
          Answers.toLines(
                  "{\"platform\":\"armv7a-virt\",\"caller\":{\"isa\":\"a32\",\"el\":1},\"insn\":\""
                      + insn
                      + "\"}\n")
              .get(0);
      assertTrue(answer.path("error").asText().contains("does not fit"), answer.toString());
    }
  }

  @Example
  void anUnknownBitGivesTheUnionOfBoth() {
    String question =
        "{\"platform\":\"armv8a-el3-el2-a64\",\"caller\":{\"isa\":\"a64\",\"el\":1},\"insn\":\"smc #0\",\"set\":{\"HCR.TSC\":%s}}\n";
    List<JsonNode> answers =
        Answers.toLines(
            question.formatted("0") + question.formatted("1") + question.formatted("\"unknown\""));
    assertEquals(1, answers.get(0).path("outcomes").size());
    assertEquals(1, answers.get(1).path("outcomes").size());
    assertEquals(
        List.of(answers.get(0).at("/outcomes/0"), answers.get(1).at("/outcomes/0")),
        List.of(answers.get(2).at("/outcomes/0"), answers.get(2).at("/outcomes/1")));
  }

  /** The mode alone says the level, and in T32 the suffix is the condition of the IT block. */
  @Example
  void modeAndLevelCompleteOneAnother() {
    List<JsonNode> answers =
        Answers.toLines(
            "{\"platform\":\"armv8a-el3-el2-a64\",\"caller\":{\"isa\":\"a32\",\"mode\":\"svc\"},\"insn\":\"smc #0\"}\n"
                + "{\"platform\":\"armv7a-virt\",\"caller\":{\"isa\":\"t32\",\"el\":1,\"it\":\"0x08\",\"nzcv\":4},\"insn\":\"smceq #0\"}\n"
                + "{\"platform\":\"armv7a-virt\",\"caller\":{\"isa\":\"t32\",\"el\":1,\"it\":\"0x18\",\"nzcv\":4},\"insn\":\"smceq #0\"}\n"
                + "{\"platform\":\"armv8a-el3-el2-a64\",\"states\":{\"el0\":\"aarch64\"},\"caller\":{\"isa\":\"a32\",\"el\":1},\"insn\":\"smc #0\"}\n"
                + "{\"platform\":\"armv7a-virt\",\"caller\":{\"isa\":\"a32\",\"el\":1},\"word\":3780124784}\n"
                + GOOD
                + " {}\n"
                + "{\"platform\":\"armv7a-security\",\"caller\":{\"isa\":\"a32\",\"el\":1},\"insn\":\"smc #0\",\"set\":{\"SCR.SCD\":1}}\n");
    assertEquals(3, answers.get(0).at("/outcomes/0/toEl").asInt());
    assertEquals("mon", answers.get(1).at("/outcomes/0/toMode").asText());
    assertTrue(answers.get(2).has("error"));
    assertTrue(answers.get(3).path("error").asText().contains("EL0"), answers.get(3).toString());
    assertTrue(answers.get(4).path("error").asText().contains("hexadecimal text"));
    assertTrue(answers.get(5).has("error"));
    assertEquals(
        "taken", answers.get(6).at("/outcomes/0/kind").asText(), "ARMv7 has SCR.SCD with Hyp only");
  }
}
