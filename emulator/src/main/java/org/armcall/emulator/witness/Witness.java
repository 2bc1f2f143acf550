// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.armcall.emulator.image.ElfWriter;

/** Runs images under QEMU and holds every report against the model. */
public final class Witness {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<Deviation> deviations = Deviation.known();

  /** The version of QEMU that runs the machine; empty where it is not installed. */
  public static Optional<String> version(WitnessMachine machine) {
    return QemuRun.version(machine.program());
  }

  /** Runs the image and judges every case. */
  public Verdict run(WitnessImage image) throws IOException, InterruptedException {
    QemuRun.Printed printed =
        QemuRun.run(image.machine(), ElfWriter.write(image.image()), WitnessImage.END, LIMIT);
    return judge(image, printed);
  }

  Verdict judge(WitnessImage image, QemuRun.Printed printed) {
    Map<Integer, Report> reports = Report.all(printed.output());
    List<String> findings = new ArrayList<>();
    Map<String, Integer> matched = new TreeMap<>();
    Map<String, Integer> kinds = new TreeMap<>();
    if (!printed.ended()) {
      findings.add(image.machine().text() + ": the run did not reach its end line");
    }
    for (WitnessCase one : image.cases()) {
      Report report = reports.get(one.index());
      if (report == null) {
        findings.add(one.text() + "\n    machine: no report");
        continue;
      }
      Comparison comparison = Comparison.of(one, report);
      kinds.merge(comparison.closest().kind(), 1, Integer::sum);
      if (!comparison.agrees()) {
        Optional<Deviation> known = deviation(comparison);
        known.ifPresentOrElse(
            deviation -> matched.merge(deviation.id(), 1, Integer::sum),
            () -> findings.add(comparison.text()));
      }
    }
    return new Verdict(image.size(), kinds, matched, findings);
  }

  private Optional<Deviation> deviation(Comparison comparison) {
    Map<String, String> facts = Facts.of(comparison);
    return deviations.stream().filter(known -> known.matches(facts)).findFirst();
  }

  /** The known deviations that a whole run should have met and did not. */
  public List<String> stale(Verdict verdict) {
    return deviations.stream()
        .filter(known -> !known.rare() && !verdict.deviations().containsKey(known.id()))
        .map(Deviation::id)
        .toList();
  }
}
