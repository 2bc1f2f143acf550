// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import org.armcall.emulator.image.ElfWriter;
import org.armcall.emulator.image.Image;
import org.armcall.emulator.image.ImageBuilder;
import org.armcall.emulator.image.ImageMachine;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.Program;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.model.instruction.InstructionSet;

/**
 * How many HVC round trips a second a machine makes: guest loop, trap, handler, return. The same
 * image runs on QEMU and on the emulator.
 */
public final class RoundTrips {
  private static final WitnessMachine MACHINE = WitnessMachine.A64_EL2;
  private static final String END = " round trips";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Instructions of a round trip, and room for the rest. */
  private static final long TURNS_PER_TRIP = 16;

  private static final long TURNS_BESIDE = 1_000_000;

  private RoundTrips() {}

  /**
   * A measurement.
   *
   * @param trips how many round trips were made
   * @param seconds the time from the start line to the end line; start-up does not count
   */
  public record Rate(long trips, double seconds) {
    /** Round trips per second. */
    public double perSecond() {
      return trips / seconds;
    }
  }

  /** The image of that many round trips, 1 to 2^31 - 1. */
  public static Image image(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one round trip, not " + count);
    }
    String constants =
        "        .equ    UART, 0x%x%n        .equ    COUNT, %d%n".formatted(Layout.UART, count);
    Program program =
        Assembler.assemble(
            InstructionSet.A64, Layout.CODE64, constants + DriverText.resource("roundtrips.s"));
    ImageBuilder builder = new ImageBuilder();
    builder.put(Layout.CODE64, program.bytes());
    return builder.build(ImageMachine.AARCH64, program.label("start"));
  }

  /** Whether QEMU is there to be measured. */
  public static boolean hasQemu() {
    return Witness.version(MACHINE).isPresent();
  }

  /** Measures QEMU. */
  public static Rate qemu(int count) throws IOException, InterruptedException {
    QemuRun.Printed printed = QemuRun.run(MACHINE, ElfWriter.write(image(count)), END, LIMIT);
    return rate(count, printed.output(), printed.ended(), "QEMU", printed.nanoseconds());
  }

  /** Measures the emulator with nobody listening; call it once before to warm up. */
  public static Rate emulator(int count) {
    EmulatorRun.Printed printed =
        EmulatorRun.run(
            MACHINE,
            image(count),
            END,
            TURNS_BESIDE + TURNS_PER_TRIP * count,
            MachineListener.NONE);
    return rate(count, printed.output(), printed.ended(), printed.why(), printed.nanoseconds());
  }

  private static Rate rate(int count, String output, boolean ended, String who, long nanoseconds) {
    int end = output.indexOf(END);
    if (!ended || end < 8) {
      throw new IllegalStateException("no end line: " + who);
    }
    long seen = HexFormat.fromHexDigitsToLong(output.substring(end - 8, end));
    if (seen != count) {
      throw new IllegalStateException(count + " calls were made, the handler has seen " + seen);
    }
    return new Rate(count, nanoseconds / 1e9);
  }
}
