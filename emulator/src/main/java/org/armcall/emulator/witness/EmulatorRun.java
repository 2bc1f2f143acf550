// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.util.List;
import org.armcall.emulator.image.Image;
import org.armcall.emulator.image.Segment;
import org.armcall.emulator.machine.Ending;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.MachineBuilder;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.machine.Start;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** This project's emulator as a machine that runs one image, as QEMU does. */
final class EmulatorRun {
  private static final long MEMORY = 64L << 20;
  private static final long TURNS_AT_ONCE = 20_000;

  private EmulatorRun() {}

  /**
   * What a run printed.
   *
   * @param output what was on the serial line
   * @param ended whether the end line was there
   * @param why why it stopped, in one sentence
   * @param nanoseconds from the first character to the last
   */
  record Printed(String output, boolean ended, String why, long nanoseconds) {}

  /** The serial line. */
  private static final class Line {
    private final StringBuilder output = new StringBuilder();
    private long first;
    private long last;

    void put(int character) {
      last = System.nanoTime();
      if (output.length() == 0) {
        first = last;
      }
      output.append((char) character);
    }

    Printed printed(boolean ended, String why) {
      return new Printed(output.toString(), ended, why, last - first);
    }
  }

  /**
   * Runs an image.
   *
   * @param end the line that ends the run
   * @param limit the most turns
   */
  static Printed run(
      WitnessMachine machine, Image image, String end, long limit, MachineListener listener) {
    Line line = new Line();
    Machine built =
        Machine.of(machine.platform())
            .ram(MachineBuilder.RAM, MEMORY)
            .uart(line::put)
            .listener(listener)
            .build();
    for (Segment segment : image.segments()) {
      built.memory().load(segment.address(), segment.bytes());
    }
    built.processor(0).start(start(machine, image.entry()));
    long turns = 0;
    int looked = 0;
    while (turns < limit) {
      Ending ending =
          built
              .run(
                  new Schedule.Listed(List.of(new Schedule.Turn("cpu0", TURNS_AT_ONCE))),
                  TURNS_AT_ONCE)
              .ending();
      turns += TURNS_AT_ONCE;
      if (line.output.indexOf(end, Math.max(0, looked - end.length())) >= 0) {
        return line.printed(true, ending.text());
      }
      looked = line.output.length();
      if (!(ending instanceof Ending.LimitReached) && !(ending instanceof Ending.ScheduleEnded)) {
        return line.printed(false, ending.text());
      }
    }
    return line.printed(false, "more than " + limit + " turns");
  }

  /** Where reset leaves a processor: at its highest level, Secure where there is EL3. */
  private static Start start(WitnessMachine machine, long entry) {
    return switch (machine.driver()) {
      case EL3 -> new Start(entry, Mode.EL3H, InstructionSet.A64, SecurityState.SECURE);
      case EL2 -> new Start(entry, Mode.EL2H, InstructionSet.A64, SecurityState.NONSECURE);
      case HYP, MON ->
          machine.hasEl3()
              ? new Start(entry, Mode.SVC, InstructionSet.A32, SecurityState.SECURE)
              : new Start(entry, Mode.HYP, InstructionSet.A32, SecurityState.NONSECURE);
    };
  }
}
