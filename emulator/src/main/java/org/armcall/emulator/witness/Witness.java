// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.armcall.emulator.image.ElfWriter;
import org.armcall.emulator.machine.MachineListener;

/** Runs images under QEMU and on the emulator, and holds every report against the model. */
public final class Witness {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Turns that a case may take on the emulator; most of them print. */
  private static final long TURNS_PER_CASE = 20_000;

  private final List<Deviation> deviations;
  private final String version;

  /**
   * A witness that knows the deviations of the data file.
   *
   * @param version the version line of QEMU
   */
  public Witness(String version) {
    this.version = version;
    deviations = Deviation.known();
  }

  /** The version line of the QEMU that runs the machine; empty where it is not installed. */
  public static Optional<String> version(WitnessMachine machine) {
    return QemuRun.version(machine.program());
  }

  /** Runs the image on both and judges every case. */
  public Verdict run(WitnessImage image) throws IOException, InterruptedException {
    CompletableFuture<EmulatorRun.Printed> emulated =
        CompletableFuture.supplyAsync(() -> emulate(image));
    QemuRun.Printed printed =
        QemuRun.run(image.machine(), ElfWriter.write(image.image()), WitnessImage.END, LIMIT);
    try {
      return new Judgement(image, deviations).of(printed, emulated.join());
    } catch (CompletionException e) {
      throw new IllegalStateException("the emulator on " + image.machine().text(), e.getCause());
    }
  }

  static EmulatorRun.Printed emulate(WitnessImage image) {
    return EmulatorRun.run(
        image.machine(),
        image.image(),
        WitnessImage.END,
        TURNS_PER_CASE * image.size(),
        MachineListener.NONE);
  }

  /**
   * The known deviations that a whole run should have met and did not, as far as they were seen
   * with the version that runs.
   */
  public List<String> stale(Verdict verdict) {
    return deviations.stream()
        .filter(known -> known.wasSeenWith(version))
        .map(Deviation::id)
        .filter(id -> !verdict.deviations().containsKey(id))
        .toList();
  }
}
