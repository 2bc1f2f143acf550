// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.armcall.emulator.image.ElfWriter;
import org.junit.jupiter.api.Test;

/**
 * Random calls on QEMU do what the model allows, but for the known deviations.
 *
 * <p>The seed is printed; {@code -Darmcall.seed=N} runs the same cases again. {@code
 * -Darmcall.witness.images=N} runs more.
 */
final class QemuWitnessTest {
  private static final int CASES_PER_IMAGE = 300;
  private static final int IMAGES_PER_MACHINE = 3;
  private static final int LEAST_CASES = 3000;
  private static final int SHOWN = 20;

  @Test
  void everyCaseIsAllowedOrAKnownDeviation() throws Exception {
    String version = assumeQemu();
    long seed = seed();
    long start = System.nanoTime();
    Witness witness = new Witness(version);
    Verdict whole = Verdict.NONE;
    int expected = 0;
    for (WitnessMachine machine : WitnessMachine.values()) {
      for (int number = 0; number < images(machine); number++) {
        long own = seed + 1000L * machine.ordinal() + number;
        whole = whole.and(witness.run(WitnessImage.random(machine, own, CASES_PER_IMAGE)));
        expected += CASES_PER_IMAGE;
      }
    }
    print(version, seed, whole, (System.nanoTime() - start) / 1e9);
    assertEquals(
        "",
        whole.findings().stream().limit(SHOWN).collect(Collectors.joining("\n")),
        whole.findings().size() + " cases that nothing explains; -Darmcall.seed=" + seed);
    assertEquals(expected, whole.cases());
    assertTrue(expected >= LEAST_CASES);
    assertEquals(List.of(), witness.stale(whole), "deviations that no case met: stale?");
    assertTrue(
        whole.kinds().keySet().containsAll(List.of("taken", "undefined", "skipped", "nop", "any")));
  }

  /** The machine with most states has the most images. */
  private static int images(WitnessMachine machine) {
    int images = Integer.getInteger("armcall.witness.images", IMAGES_PER_MACHINE);
    return machine == WitnessMachine.A64_EL3 ? 3 * images : images;
  }

  private static void print(String version, long seed, Verdict whole, double seconds) {
    System.out.printf(
        "witness: %d cases on %s and on the emulator in %.1f s, seed %d%n"
            + "  closest outcome %s%n  both machines %s%n  known deviations of QEMU %s%n",
        whole.cases(),
        version,
        seconds,
        seed,
        new TreeMap<>(whole.kinds()),
        new TreeMap<>(whole.pairs()),
        new TreeMap<>(whole.deviations()));
  }

  private static long seed() {
    Long given = Long.getLong("armcall.seed");
    return given != null ? given : new SecureRandom().nextInt(1_000_000) * 100_000L;
  }

  /** The version line. */
  static String assumeQemu() {
    for (WitnessMachine machine : WitnessMachine.values()) {
      Optional<String> version = Witness.version(machine);
      if (version.isEmpty()) {
        System.out.println("witness: SKIPPED, " + machine.program() + " is not installed");
      }
      assumeTrue(
          version.isPresent(), machine.program() + " is not installed: the witness did not run");
    }
    return Witness.version(WitnessMachine.A64_EL3).orElseThrow();
  }

  @Test
  void aSeedAlwaysMakesTheSameImage() {
    for (WitnessMachine machine : WitnessMachine.values()) {
      WitnessImage one = WitnessImage.random(machine, 7, 50);
      WitnessImage two = WitnessImage.random(machine, 7, 50);
      assertEquals(one.cases(), two.cases());
      assertEquals(
          HexFormat.of().formatHex(ElfWriter.write(one.image())),
          HexFormat.of().formatHex(ElfWriter.write(two.image())));
    }
  }

  /** What the generator is asked for is in its cases. */
  @Test
  void theEdgesAreReached() {
    Map<String, Integer> seen = new TreeMap<>();
    for (WitnessMachine machine : WitnessMachine.values()) {
      for (WitnessCase one : WitnessImage.random(machine, 11, 400).cases()) {
        String machineName = machine.text();
        seen.merge(machineName + " " + one.space(), 1, Integer::sum);
        seen.merge(machineName + " isa " + one.instruction().isa().text(), 1, Integer::sum);
        if (one.straddles()) {
          seen.merge(machineName + " on two pages", 1, Integer::sum);
        }
        if (one.straddles() && one.controls().translation().high()) {
          seen.merge("on two pages of the upper half", 1, Integer::sum);
        }
        seen.merge("format " + one.controls().translation().stageOne(), 1, Integer::sum);
        seen.merge("EL" + one.state().level().number(), 1, Integer::sum);
        seen.merge("IT " + one.state().it().position(), 1, Integer::sum);
      }
    }
    for (WitnessMachine machine : WitnessMachine.values()) {
      assertTrue(seen.getOrDefault(machine.text() + " on two pages", 0) >= 5, seen::toString);
      assertTrue(seen.containsKey(machine.text() + " STAGE1"), seen::toString);
    }
    for (Regime.Format format : Regime.Format.values()) {
      assertTrue(seen.getOrDefault("format " + format, 0) >= 10, seen::toString);
    }
    assertTrue(seen.getOrDefault("on two pages of the upper half", 0) >= 5, seen::toString);
  }
}
