// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Every call of the guest is seen by the handler, on both machines. The rates are printed only. */
final class RoundTripsTest {
  private static final int COUNT = 200_000;

  @Test
  void theEmulatorMakesEveryRoundTrip() {
    RoundTrips.emulator(COUNT / 4);
    RoundTrips.Rate rate = RoundTrips.emulator(COUNT);
    assertEquals(COUNT, rate.trips());
    assertTrue(rate.perSecond() > 0);
    System.out.printf("round trips per second: emulator %,.0f%n", rate.perSecond());
  }

  @Test
  void qemuMakesEveryRoundTripOfTheSameImage() throws Exception {
    QemuWitnessTest.assumeQemu();
    RoundTrips.Rate rate = RoundTrips.qemu(COUNT);
    assertEquals(COUNT, rate.trips());
    System.out.printf("round trips per second: QEMU %,.0f%n", rate.perSecond());
  }

  @Test
  void noRoundTripsAreNoMeasurement() {
    assertThrows(IllegalArgumentException.class, () -> RoundTrips.image(0));
  }
}
