// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A trace that grows too large, or finds no room, ends the run with one line and is not kept. */
final class TraceLimitTest {
  private static final Path FULL = Path.of("/dev/full");

  private static final String LOOP =
      """
      armcall: scenario 1
      name: loop
      platform: armv8a-el3-el2-a64
      controls: [HCR.TSC=1]
      memory: [{at: 0x40000000, size: 0x10000}]
      cpus: [{start: {at: 0x40008000, isa: a64}, registers: {x0: 0x84000000}}]
      code: [{at: 0x40008000, isa: a64, text: "smc #1\\nb . - 4"}]
      handler: {level: el2, policy: syndrome-immediate}
      schedule: cpu0*1000000
      limit: 5000
      """;

  @TempDir Path temporary;

  static boolean hasFullDevice() {
    return Files.isWritable(FULL);
  }

  @Test
  void aTraceOfTooManyEventsIsNotKept() {
    Scenario loop = ScenarioReader.parse("loop.yaml", LOOP);
    Path trace = temporary.resolve("trace.ndjson");
    CommandException full =
        assertThrows(
            CommandException.class,
            () ->
                Emulation.of(
                    "loop.yaml", loop, Optional.of(Emulation.Place.of(trace)), false, 1000));
    assertEquals(ExitCode.ENGINE, full.exitCode());
    assertEquals(
        "loop.yaml: its trace would have more than 1000 events; give the scenario a 'limit:' below"
            + " 5000 turns",
        full.getMessage());
    assertFalse(Files.exists(trace));
  }

  @Test
  void aTraceOfJustSoManyEventsIsKept() throws IOException {
    Scenario loop = ScenarioReader.parse("loop.yaml", LOOP);
    Path trace = temporary.resolve("trace.ndjson");
    Emulation.of("loop.yaml", loop, Optional.of(Emulation.Place.of(trace)), false);
    long events = Files.readAllLines(trace).size() - 1;
    Path again = temporary.resolve("again.ndjson");
    Emulation.of("loop.yaml", loop, Optional.of(Emulation.Place.of(again)), false, events);
    assertEquals(-1, Files.mismatch(trace, again));
  }

  /** More than one buffer, so that the disk is full in the middle of the run. */
  @Test
  @EnabledIf("hasFullDevice")
  void aFullDiskIsOneLine() throws IOException {
    Path loop = Files.writeString(temporary.resolve("loop.yaml"), LOOP);
    CommandRun run = CommandRun.of("emulate", loop.toString(), "--out", FULL.toString());
    assertEquals(ExitCode.ENGINE, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("armcall: --out /dev/full cannot be written: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(Files.exists(FULL));
  }
}
