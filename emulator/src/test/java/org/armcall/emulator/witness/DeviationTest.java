// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The data file of known deviations, and what is refused in one. */
final class DeviationTest {
  private static final String ENTRY =
      """
      {"id": "%s", "about": "a", "who": "%s", "source": "s", "seen": ["7.2"], "when": {%s}}""";

  private static String file(String... entries) {
    return "{\"deviations\": [" + String.join(",", entries) + "]}";
  }

  private static String refused(String json) {
    return assertThrows(IllegalArgumentException.class, () -> Deviation.read(json)).getMessage();
  }

  @Test
  void everyKnownDeviationAsksForFactsThatThereAre() {
    WitnessImage image = WitnessImage.random(WitnessMachine.A64_EL3, 3, 20);
    Map<Integer, Report> reports = Report.all(Witness.emulate(image).output());
    WitnessCase one = image.cases().get(0);
    Map<String, String> facts = Facts.of(Comparison.of(one, reports.get(0)));
    for (Deviation deviation : Deviation.known()) {
      assertTrue(facts.keySet().containsAll(deviation.when().keySet()), deviation.id());
      assertTrue(deviation.when().size() >= 4, deviation.id() + " is not narrow");
      assertFalse(deviation.about().isBlank());
    }
  }

  @Test
  void nothingThatAgreesIsADeviation() {
    for (WitnessMachine machine : WitnessMachine.values()) {
      WitnessImage image = WitnessImage.random(machine, 5, 100);
      QemuRun.Printed right = new QemuRun.Printed(Witness.emulate(image).output(), true, 0);
      Verdict verdict = new Judgement(image, Deviation.known()).of(right, Witness.emulate(image));
      assertEquals(List.of(), verdict.findings());
      assertEquals(Map.of(), verdict.deviations());
      assertEquals(Map.of("same", 100), verdict.pairs());
    }
  }

  @Test
  void aRunWithoutReportsIsNoAgreement() {
    WitnessImage image = WitnessImage.random(WitnessMachine.A32_HYP, 5, 3);
    Verdict verdict =
        new Judgement(image, Deviation.known())
            .of(new QemuRun.Printed("", false, 0), Witness.emulate(image));
    assertEquals(4, verdict.findings().size());
    assertTrue(verdict.findings().get(0).contains("QEMU did not reach the end line"));
  }

  @Test
  void anEntryMatchesWhereEveryFactIsOneOfItsValues() {
    Deviation deviation =
        Deviation.read(
                file(ENTRY.formatted("x", "w", "\"el\": [\"1\", \"2\"], \"call\": [\"smc\"]")))
            .get(0);
    assertTrue(deviation.matches(Map.of("el", "2", "call", "smc", "isa", "a64")));
    assertFalse(deviation.matches(Map.of("el", "3", "call", "smc")));
    assertFalse(deviation.matches(Map.of("el", "1", "call", "hvc")));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> deviation.matches(Map.of("call", "smc")))
            .getMessage()
            .contains("asks for el, which is no fact"));
    assertTrue(deviation.wasSeenWith("QEMU emulator version 7.2.22 (Debian)"));
    assertFalse(deviation.wasSeenWith("QEMU emulator version 10.0.2"));
  }

  @Test
  void aFileThatExplainsTooLittleIsRefused() {
    String el = "\"el\": [\"1\"]";
    assertTrue(
        refused(file(ENTRY.formatted("x", "w", el), ENTRY.formatted("x", "w", el)))
            .contains("x is there twice"));
    assertTrue(refused(file(ENTRY.formatted("x", " ", el))).contains("needs a reason"));
    assertTrue(refused(file(ENTRY.formatted("x", "w", ""))).contains("a predicate"));
    assertTrue(refused("{\"deviation\": []}").contains("the data file of deviations"));
    assertTrue(refused("[").contains("the data file of deviations"));
  }
}
