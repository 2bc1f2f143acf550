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
   */
  record Printed(String output, boolean ended, String why) {}

  /**
   * Runs an image.
   *
   * @param end the line that ends the run
   * @param limit the most turns
   */
  static Printed run(
      WitnessMachine machine, Image image, String end, long limit, MachineListener listener) {
    StringBuilder output = new StringBuilder();
    Machine built =
        Machine.of(machine.platform())
            .ram(MachineBuilder.RAM, MEMORY)
            .uart(character -> output.append((char) character))
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
      if (output.indexOf(end, Math.max(0, looked - end.length())) >= 0) {
        return new Printed(output.toString(), true, ending.text());
      }
      looked = output.length();
      if (!(ending instanceof Ending.LimitReached) && !(ending instanceof Ending.ScheduleEnded)) {
        return new Printed(output.toString(), false, ending.text());
      }
    }
    return new Printed(output.toString(), false, "more than " + limit + " turns");
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
