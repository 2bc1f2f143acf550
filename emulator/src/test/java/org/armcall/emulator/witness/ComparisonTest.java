// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.witness.Comparison.Difference;
import org.armcall.model.call.CallSemantics;
import org.armcall.model.call.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The emulator's reports of random cases agree with the model, and a report of which one field is
 * changed does not. No QEMU is needed.
 */
final class ComparisonTest {
  private static final int CASES = 200;
  private static final long SEED = 20_130_521;

  @ParameterizedTest
  @EnumSource(WitnessMachine.class)
  void theEmulatorAgreesAndAChangedReportDoesNot(WitnessMachine machine) {
    WitnessImage image = WitnessImage.random(machine, SEED, CASES);
    EmulatorRun.Printed printed = Witness.emulate(image);
    assertTrue(printed.ended(), printed.why());
    Map<Integer, Report> reports = Report.all(printed.output());
    Map<Difference, Integer> found = new EnumMap<>(Difference.class);
    for (WitnessCase one : image.cases()) {
      Report report = reports.get(one.index());
      assertTrue(report != null, () -> "no report: " + one.text());
      Comparison comparison = Comparison.of(one, report);
      assertTrue(comparison.agrees(), comparison::text);
      if (!isAnything(one)) {
        change(one, report, found);
      }
    }
    assertTrue(
        found.keySet().containsAll(EnumSet.of(Difference.TARGET, Difference.VECTOR)),
        found::toString);
    assertTrue(found.getOrDefault(Difference.RETURN_ADDRESS, 0) > CASES / 4, found::toString);
    assertTrue(found.getOrDefault(Difference.X0, 0) > CASES / 4, found::toString);
    assertTrue(found.getOrDefault(Difference.STATUS, 0) > CASES / 4, found::toString);
  }

  /** ARMv7 UNPREDICTABLE: no report is wrong. */
  private static boolean isAnything(WitnessCase one) {
    Set<Outcome> allowed =
        CallSemantics.outcomes(one.machine().platform(), one.state(), one.instruction());
    return allowed.stream().anyMatch(Outcome.AnyBehaviour.class::isInstance);
  }

  private static void change(WitnessCase one, Report r, Map<Difference, Integer> found) {
    Report otherTaker =
        new Report(
            r.index(), r.taker() ^ 2, r.vector(), r.syndrome(), r.link(), r.status(), r.x0());
    Report otherVector =
        new Report(
            r.index(), r.taker(), r.vector() ^ 0x20, r.syndrome(), r.link(), r.status(), r.x0());
    Report otherLink =
        new Report(
            r.index(), r.taker(), r.vector(), r.syndrome(), r.link() + 8, r.status(), r.x0());
    Report otherStatus =
        new Report(
            r.index(),
            r.taker(),
            r.vector(),
            r.syndrome(),
            r.link(),
            r.status() ^ 1L << 30,
            r.x0());
    Report otherX0 =
        new Report(
            r.index(), r.taker(), r.vector(), r.syndrome(), r.link(), r.status(), r.x0() ^ 1);
    boolean wentOn = Comparison.of(one, r).wentOn();
    for (Report changed : List.of(otherTaker, otherVector, otherLink, otherStatus, otherX0)) {
      if (wentOn && (changed == otherTaker || changed == otherVector)) {
        // Who takes the breakpoint behind the call is not looked at.
        continue;
      }
      Comparison comparison = Comparison.of(one, changed);
      assertFalse(comparison.agrees(), comparison::text);
      comparison.differences().forEach(difference -> found.merge(difference, 1, Integer::sum));
    }
    if (r.hasSyndrome() && !wentOn) {
      Report otherClass =
          new Report(
              r.index(),
              r.taker(),
              r.vector(),
              r.syndrome() ^ 1 << 27,
              r.link(),
              r.status(),
              r.x0());
      Comparison comparison = Comparison.of(one, otherClass);
      assertTrue(comparison.agrees() || comparison.differences().contains(Difference.SYNDROME));
    }
  }

  @Test
  void aReportIsReadFromItsLine() {
    Report report =
        Report.of("0000012b 6402 600 4e000000 0000000041000010 600001d3 000000001000abcd ")
            .orElseThrow();
    assertEquals(
        new Report(0x12b, 0x6402, 0x600, 0x4e000000, 0x41000010L, 0x600001d3L, 0x1000abcdL),
        report);
    assertEquals("el2h", report.takerText());
    assertTrue(Report.of("0000012b 321b 004 00000000 41000014 60000110 1000abcd ").isPresent());
  }

  @Test
  void anyOtherLineIsNoReport() {
    List<String> lines =
        List.of(
            "",
            "0000012b ",
            "0000012b 6404 600 4e000000 0000000041000010 600001d3 000000001000abcd ",
            "0000012b 6402 600 4e000000 41 600001d3 000000001000abcd ",
            "0000012b 6402 600 4e000000 0000000041000010 600001d3 000000001000abcd 6402 ",
            "witness end");
    lines.forEach(line -> assertTrue(Report.of(line).isEmpty(), line));
    assertEquals(Map.of(), Report.all(String.join("\n", lines)));
  }
}
