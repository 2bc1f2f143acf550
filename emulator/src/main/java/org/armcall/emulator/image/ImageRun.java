// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import java.util.List;
import java.util.function.Predicate;
import org.armcall.emulator.machine.Ending;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.MachineBuilder;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.machine.Start;
import org.armcall.emulator.memory.PhysicalMemory;
import org.armcall.model.platform.Platform;

/** Runs an image on this project's emulator, as a machine with a serial line would. */
public final class ImageRun {
  private static final long MEMORY = 64L << 20;
  private static final long TURNS_AT_ONCE = 2_000;

  private ImageRun() {}

  /**
   * What a run left behind.
   *
   * @param output what was on the serial line
   * @param ended whether the line that ends it was there
   * @param why why it stopped, in one sentence
   * @param memory the memory when it stopped
   */
  public record Ended(String output, boolean ended, String why, PhysicalMemory memory) {}

  /**
   * Runs an image until it has printed its last line.
   *
   * @param isEnd whether what was printed so far is all that there will be
   * @param limit the most turns
   */
  public static Ended run(
      Image image, Platform platform, Start start, Predicate<String> isEnd, long limit) {
    StringBuilder output = new StringBuilder();
    Machine machine =
        Machine.of(platform)
            .ram(MachineBuilder.RAM, MEMORY)
            .uart(character -> output.append((char) character))
            .build();
    for (Segment segment : image.segments()) {
      machine.memory().load(segment.address(), segment.bytes());
    }
    machine.processor(0).start(start);
    boolean wasEnd = false;
    for (long turns = 0; turns < limit; turns += TURNS_AT_ONCE) {
      Ending ending =
          machine
              .run(
                  new Schedule.Listed(List.of(new Schedule.Turn("cpu0", TURNS_AT_ONCE))),
                  TURNS_AT_ONCE)
              .ending();
      boolean goesOn =
          ending instanceof Ending.LimitReached || ending instanceof Ending.ScheduleEnded;
      boolean isEndNow = isEnd.test(output.toString());
      // What stands behind the last line, an exit call for example, is executed too.
      if (isEndNow && wasEnd || !goesOn) {
        return new Ended(output.toString(), isEndNow, ending.text(), machine.memory());
      }
      wasEnd = isEndNow;
    }
    return new Ended(output.toString(), false, "more than " + limit + " turns", machine.memory());
  }
}
