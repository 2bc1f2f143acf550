// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.armcall.model.instruction.Condition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What QEMU did in recorded cases is among what the model allows. All rows are Non-secure EL1
 * callers.
 */
final class GoldenMachineTest {
  private static final int HCR_HCD = 1 << 29;
  private static final int HCR_TGE = 1 << 27;
  private static final int HCR_TSC = 1 << 19;
  private static final int SCR_HCE = 1 << 8;
  private static final int SCR_SMD = 1 << 7;

  @TestFactory
  Stream<DynamicTest> theMachineDidWhatTheModelAllows() {
    List<ObjectNode> rows = Answers.resource("/qemu-golden.jsonl");
    List<JsonNode> answers = Answers.toAll(rows.stream().map(GoldenMachineTest::question).toList());
    assertEquals(164, answers.size());
    return IntStream.range(0, rows.size())
        .mapToObj(i -> dynamicTest(name(i, rows.get(i)), () -> check(rows.get(i), answers.get(i))));
  }

  private static String name(int index, JsonNode row) {
    return index
        + " "
        + row.path("top").asText()
        + " "
        + row.path("caller_state").asText()
        + " "
        + row.path("asm").asText();
  }

  private static ObjectNode question(JsonNode row) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    boolean armv7 = row.path("cpu").asText().equals("cortex-a15");
    boolean el3 = row.path("has_el3").asBoolean();
    String aarch = armv7 ? "aarch32" : "aarch64";
    question
        .putObject("platform")
        .put("arch", armv7 ? "armv7a" : "armv8a")
        .put("el3", el3 ? aarch : "none")
        .put("el2", aarch);
    String isa = row.path("caller_state").asText();
    question
        .putObject("states")
        .put("el2", row.path("el2_state").asText())
        .put("el1", isa.equals("a64") ? "aarch64" : "aarch32");
    ObjectNode caller = question.putObject("caller");
    caller
        .put("isa", isa)
        .put("el", row.path("caller_el").asInt())
        .put("mode", row.path("caller_mode").asText());
    caller.put("nzcv", row.path("flags_nzcv").asInt());
    if (row.path("in_it").asBoolean()) {
      Condition condition = Condition.valueOf(row.path("cond").asText().toUpperCase(Locale.ROOT));
      caller.put("it", condition.code() << 4 | 8);
    }
    question.put("word", "0x" + row.path("insn_word").asText());
    long hcr = Long.decode(row.path("hcr").asText());
    ObjectNode set = question.putObject("set");
    set.put("HCR.TSC", (hcr & HCR_TSC) == 0 ? 0 : 1).put("HCR.TGE", (hcr & HCR_TGE) == 0 ? 0 : 1);
    set.put("HCR.HCD", (hcr & HCR_HCD) == 0 ? 0 : 1);
    if (el3) {
      long scr = Long.decode(row.path("scr").asText());
      set.put("SCR.HCE", (scr & SCR_HCE) == 0 ? 0 : 1).put("SCR.SMD", (scr & SCR_SMD) == 0 ? 0 : 1);
    }
    return question;
  }

  private static void check(JsonNode row, JsonNode answer) {
    boolean allowed =
        StreamSupport.stream(answer.path("outcomes").spliterator(), false)
            .anyMatch(outcome -> didThis(row, outcome));
    assertTrue(allowed, () -> "machine " + row + "\nmodel " + answer);
  }

  private static boolean didThis(JsonNode row, JsonNode outcome) {
    String kind = outcome.path("kind").asText();
    return switch (row.path("taken_to_el").asText()) {
      case "nottaken" -> kind.equals("skipped");
      case "undef" ->
          kind.equals("undefined")
              && outcome.path("atEl").asInt() == row.path("undef_at_el").asInt()
              && entry(row, outcome);
      default ->
          kind.equals("taken")
              && outcome.path("toEl").asInt() == row.path("taken_to_el").asInt()
              && entry(row, outcome);
    };
  }

  private static boolean entry(JsonNode row, JsonNode outcome) {
    return outcome.path("toState").asText().equals(row.path("target_state").asText())
        && Long.decode(outcome.path("vectorOffset").asText())
            .equals(Long.decode(row.path("vector").asText()))
        && outcome.path("returnOffset").asInt() == row.path("elr_minus_insn").asInt()
        && syndrome(row, outcome)
        && immediate(row, outcome);
  }

  /**
   * The rows say whether ISS[15:0] equalled the immediate, which for #0 it also does where the
   * field is reserved.
   */
  private static boolean immediate(JsonNode row, JsonNode outcome) {
    return row.path("imm").asInt() == 0
        || !row.path("imm_in_syndrome").isBoolean()
        || row.path("imm_in_syndrome").asBoolean() == outcome.has("immediate");
  }

  private static boolean syndrome(JsonNode row, JsonNode outcome) {
    if (!outcome.has("syndrome")) {
      boolean register =
          row.path("target_state").asText().equals("aarch64")
              || row.path("taken_to_el").asText().equals("2");
      return !register;
    }
    int known = Long.decode(outcome.path("known").asText()).intValue();
    int expected = Long.decode(outcome.path("syndrome").asText()).intValue();
    return row.path("syndrome").isTextual()
        && ((Long.decode(row.path("syndrome").asText()).intValue() ^ expected) & known) == 0;
  }
}
