// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came of one image: the reports of both machines, case by case. */
final class Judgement {
  private final WitnessImage image;
  private final List<Deviation> deviations;
  private final List<String> findings = new ArrayList<>();
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Integer> matched = new TreeMap<>();
  private final Map<String, Integer> pairs = new TreeMap<>();

  Judgement(WitnessImage image, List<Deviation> deviations) {
    this.image = image;
    this.deviations = deviations;
  }

  Verdict of(QemuRun.Printed qemu, EmulatorRun.Printed emulator) {
    String name = image.machine().text() + " seed " + image.seed();
    if (!qemu.ended()) {
      findings.add(name + ": QEMU did not reach the end line");
    }
    if (!emulator.ended()) {
      findings.add(name + ": the emulator did not reach the end line: " + emulator.why());
    }
    Map<Integer, Report> witnessed = Report.all(qemu.output());
    Map<Integer, Report> emulated = Report.all(emulator.output());
    for (WitnessCase one : image.cases()) {
      Optional<Comparison> theirs = comparison(one, witnessed, "QEMU");
      Optional<Comparison> ours = comparison(one, emulated, "emulator");
      ours.filter(comparison -> !comparison.agrees())
          .ifPresent(comparison -> findings.add("emulator: " + comparison.text()));
      theirs.ifPresent(comparison -> judge(comparison, ours));
    }
    return new Verdict(image.size(), kinds, matched, pairs, findings);
  }

  private Optional<Comparison> comparison(
      WitnessCase one, Map<Integer, Report> reports, String who) {
    Report report = reports.get(one.index());
    if (report == null) {
      findings.add(who + " has no report: " + one.text());
      return Optional.empty();
    }
    return Optional.of(Comparison.of(one, report));
  }

  private void judge(Comparison theirs, Optional<Comparison> ours) {
    kinds.merge(theirs.closest().kind(), 1, Integer::sum);
    if (!theirs.agrees()) {
      Map<String, String> facts = Facts.of(theirs);
      Optional<Deviation> known =
          deviations.stream().filter(deviation -> deviation.matches(facts)).findFirst();
      known.ifPresentOrElse(
          deviation -> matched.merge(deviation.id(), 1, Integer::sum),
          () -> findings.add("QEMU: " + theirs.text()));
      return;
    }
    ours.ifPresent(comparison -> pair(theirs, comparison));
  }

  /** Both do what the model allows: the same, or two of several. */
  private void pair(Comparison theirs, Comparison ours) {
    if (theirs.didTheSame(ours)) {
      pairs.merge("same", 1, Integer::sum);
    } else if (theirs.isFree()) {
      pairs.merge("two of several", 1, Integer::sum);
    } else {
      findings.add(
          "QEMU and the emulator differ where the model allows one outcome: "
              + theirs.text()
              + "\n    emulator: "
              + ours.report().text());
    }
  }
}
