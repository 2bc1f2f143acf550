// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.scenario.Expectation.EndingKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios that somebody wrote to break the emulator, or by mistake. */
final class HostileScenarioTest {
  private static String text(String platform, String cpu, String rest) {
    return """
        armcall: scenario 1
        name: hostile
        platform: %s
        controls: [HCR_EL2.TSC=1]
        cpus: [{start: {%s}}]
        """
            .formatted(platform, cpu)
        + rest.replace("\\n", "\n");
  }

  private static ScenarioRun run(String text) {
    return ScenarioRunner.run(ScenarioReader.parse("s.yaml", text), MachineListener.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0x40010003", "0x90000003"})
  void tablesThatLoopOrLeadOutsideMemoryAreOrdinaryFaults(String descriptor) {
    ScenarioRun run =
        run(
            text(
                "armv8a-el3-el2-a64",
                "at: 0x40008000, isa: a64",
                "memory: [{at: 0x40000000, size: 0x100000}]\n"
                    + "registers: {TTBR0_EL1: 0x40010000, TCR_EL1: 0x80000010, SCTLR_EL1: 1}\n"
                    + "code: [{at: 0x40010000, isa: a64, text: .quad "
                    + descriptor
                    + "}]\nlimit: 1000\n"));
    assertEquals(EndingKind.LIMIT, run.ending());
    assertEquals(0, run.calls().size());
  }

  @Test
  void anSmcInTheLastWordOfTheAddressSpaceIsRead() {
    ScenarioRun run =
        run(
            text(
                "armv8a-el3-el2-a64",
                "at: 0xfffffffc, isa: a32",
                "memory: [{at: 0xfffff000, size: 0x1000}]\n"
                    + "code: [{at: 0xfffffffc, isa: a32, text: 'smc #1'}]\n"
                    + "handler: {level: el2, policy: memory-immediate}\nschedule: cpu0*8\n"));
    assertEquals(1, run.decisions().get(0).decided().immediate().getAsInt());
  }

  @Test
  void halfAnSmcAtTheEndOfMemoryIsNoCall() {
    ScenarioRun run =
        run(
            text(
                "armv8a-el3-el2-a64",
                "at: 0x40000ffe, isa: t32",
                "memory: [{at: 0x40000000, size: 0x1000}]\n"
                    + "code: [{at: 0x40000ffe, isa: t32, text: .hword 0xf7f1}]\n"
                    + "handler: {level: el2, policy: memory-immediate}\nschedule: cpu0*8\n"));
    assertEquals(EndingKind.SCHEDULE, run.ending());
    assertEquals(0, run.calls().size());
  }

  @Test
  void whatIsNotModelledIsNamedWithItsAddress() {
    ScenarioRun run =
        run(
            text(
                "armv8a-el3-el2-a64",
                "at: 0x40000000, isa: a64",
                "memory: [{at: 0x40000000, size: 0x1000}]\n"
                    + "code: [{at: 0x40000000, isa: a64, text: .word 0x1e602800}]\n"));
    assertEquals(
        "not modelled: word 0x1e602800 (a64) at 0x40000000 on cpu0", run.run().ending().text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "armv8a-el1-a64|handler: {level: el2, policy: iss-zero}|armv8a-el1-a64 has neither EL2",
        "cortex-a53|security: realm|cortex-a53 has no rme",
        "armv8a-el3-el2-a64|devices: [{name: d, does: [{write: 0x40000000, half: 0x12345}]}]|"
            + "0x12345 has more than 16 bits",
        "armv8a-el3-el2-a64|tables: [{format: a64-4k, at: 0x40010000, map: [{from: 0x1000,"
            + " to: 0x2000, size: 0xfffff000, rights: kernel-all}]}]|that is too many pages",
        "armv8a-el3-el2-a64|tables: [{format: a64-4k, at: 0x400f0000, bits: 48, map: [{from: 0x0,"
            + " to: 0x0, size: 0x20000000, rights: kernel-all}, {from: 0x8000000000, to: 0x1000,"
            + " size: 0x20000000, rights: kernel-all}]}]|do not fit into memory there",
        "armv8a-el3-el2-a64|tables: [{format: a64-4k, at: 0x40010000, map: [{from: 0x40008000,"
            + " to: 0x40008000, rights: kernel-all}]}]\\n"
            + "devices: [{name: d, does: [{unmap: 0x70000000}]}]\\nschedule: d|"
            + "no tables map 0x70000000",
        "armv8a-el3-el2-a64|handler:\\n\tlevel: el2|found character '\\t(TAB)'",
        "armv8a-el3-el2-a64|schedule: [cpu0|s.yaml:",
      })
  void mistakesAreOneSentence(String platform, String rest, String problem) {
    String memory = "memory: [{at: 0x40000000, size: 0x100000}]\n";
    String message =
        assertThrows(
                ScenarioException.class,
                () -> run(text(platform, "at: 0x40000000, isa: a64", memory + rest + "\n")))
            .getMessage();
    assertTrue(message.contains(problem), message);
    assertEquals(1, message.lines().count(), message);
  }
}
