// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Schedules as texts; there is no run in this, and so no scenario to print. */
final class ScheduleTextTest {
  @Property
  void aScheduleIsReadAsItIsWritten(@ForAll long seed) {
    Random random = new Random(seed);
    List<Schedule.Turn> turns = new ArrayList<>();
    for (int index = 0; index < random.nextInt(6); index++) {
      turns.add(new Schedule.Turn("cpu" + random.nextInt(3), 1 + random.nextInt(4)));
    }
    Schedule listed = new Schedule.Listed(turns);
    assertEquals(listed, Schedule.parse(listed.text()));
    Schedule seeded = new Schedule.Seeded(seed);
    assertEquals(seeded, Schedule.parse(seeded.text()));
  }

  @Test
  void aSeedHas64Bits() {
    assertEquals(new Schedule.Seeded(Long.MIN_VALUE), Schedule.parse("seed -9223372036854775808"));
    assertThrows(IllegalArgumentException.class, () -> Schedule.parse("seed 9223372036854775808"));
  }
}
