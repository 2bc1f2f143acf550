// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.machine.MachineEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PSTATE at the start of a processor: written, read, refused where there is none, and in force. */
final class InitialStatusTest {
  private static final String START =
      """
      armcall: scenario 1
      name: start
      platform: PLATFORM
      memory: [{at: 0x40000000, size: 0x100000}]
      TABLES
      cpus:
        - start: {at: 0x40008000, isa: ISA, MORE}
      schedule: cpu0
      """;

  private static String text(String platform, String isa, String more) {
    return START
        .replace("PLATFORM", platform)
        .replace("ISA", isa)
        .replace("MORE", more)
        .replace("TABLES\n", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "armv8a-el3-el2-a64|a32|it: 0x08|it: IT blocks are of t32, not of a32",
        "armv8a-el3-el2-a64|t32|it: 0x10|it: PSTATE.IT 0x10 has no instruction left",
        "armv8a-el3-el2-a64|t32|it: 0xf8|it: an IT block with condition 0b1111",
        "armv8a-el3-el2-a64|t32|it: 256|it: it is a number from 0 to 255",
        "armv8a-el3-el2-a64|a64|nzcv: 16|nzcv: it is a number from 0 to 15",
        "armv7a-virt|a32|ss: true|ss: armv7a-virt has no AArch64, and so no software step",
        "armv9a-rme|t32|btype: 1|btype: PSTATE.BTYPE is of a64, not of t32",
        "cortex-a53|a64|btype: 1|btype: cortex-a53 has no bti",
        "armv9a-rme|a64|btype: 4|btype: it is a number from 0 to 3",
        "armv9a-rme|a64|masks: 16|masks: it is a number from 0 to 15",
        "armv9a-rme|t32|masks: 8|masks: it is a number from 0 to 7",
      })
  void whatThePlatformLacksIsRefused(String platform, String isa, String more, String problem) {
    String message =
        assertThrows(
                ScenarioException.class,
                () -> ScenarioReader.parse("s.yaml", text(platform, isa, more)))
            .getMessage();
    assertTrue(message.startsWith("s.yaml:6: cpus[0].start." + problem), message);
    assertEquals(1, message.lines().count());
  }

  @ParameterizedTest
  @CsvSource({"armv7a-virt,short", "cortex-a53,a64-4k", "armv9a-rme,stage2-4k"})
  void guardedPagesAreOfAarch64StageOneWithBti(String platform, String format) {
    String tables =
        "tables: [{format: "
            + format
            + ", at: 0x40040000, map: [{from: 0, to: 0, rights: guest-all, gp: true}]}]";
    String text = START.replace("TABLES", tables).replace("PLATFORM", platform);
    String message =
        assertThrows(ScenarioException.class, () -> ScenarioReader.parse("s.yaml", text))
            .getMessage();
    assertTrue(message.startsWith("s.yaml:5: tables[0].map[0].gp: guarded pages are"), message);
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (String more : List.of("nzcv: 0x9, it: 0x18, ss: true", "nzcv: 2, it: 0x8, masks: 2")) {
      Scenario scenario = ScenarioReader.parse("s.yaml", text("armv8a-el3-el2-a64", "t32", more));
      assertEquals(scenario, ScenarioReader.parse("again", ScenarioWriter.write(scenario)));
    }
    Scenario wide = ScenarioReader.parse("s.yaml", text("armv9a-rme", "a64", "btype: 3"));
    assertEquals(3, wide.processors().get(0).status().branchType().value());
    assertEquals(wide, ScenarioReader.parse("again", ScenarioWriter.write(wide)));
  }

  /** They are all set out of reset (DDI 0487, AArch64.TakeReset, AArch32.TakeReset). */
  @ParameterizedTest
  @CsvSource({"a64, 0xf, ''", "a32, 0x7, ''", "a64, 0x5, 'masks: 5'", "a32, 0x0, 'masks: 0'"})
  void interruptsAreMaskedUnlessItSaysOtherwise(String isa, String masks, String more) {
    String text = text("armv8a-el3-el2-a64", isa, more).replace(", }", "}");
    String code = "code: [{at: 0x40008000, isa: " + isa + ", text: nop}]\n";
    String expect = "expect: {cpus: [{masks: " + masks + "}]}\n";
    ScenarioRun run = ScenarioRunner.run(ScenarioReader.parse("s", text + code + expect), e -> {});
    assertEquals(List.of(), run.differences());
  }

  /** RET-EMULATED: what the guest sees of a handler that moves the PC only, and of a proper one. */
  @ParameterizedTest
  @CsvSource({"pc-only,0", "full,1"})
  void anOldItStateTakesTheFlagsFromTheNextInstruction(String skip, long reached)
      throws IOException {
    ScenarioRun run = ScenarioRunner.run(shipped("emulated-it", skip), event -> {});
    assertEquals(reached, run.registers().get(0).get(2).value());
  }

  @ParameterizedTest
  @CsvSource({"pc-only,2", "full,1"})
  void anOldBranchTypeMakesABranchTargetException(String skip, int entries) throws IOException {
    List<MachineEvent> entered = new ArrayList<>();
    ScenarioRunner.run(
        shipped("emulated-branch-type", skip),
        event -> {
          if (event instanceof MachineEvent.Entered) {
            entered.add(event);
          }
        });
    assertEquals(entries, entered.size());
  }

  @ParameterizedTest
  @CsvSource({"pc-only,1", "full,0"})
  void anOldStepIsStillActive(String skip, long step) throws IOException {
    List<Long> status = new ArrayList<>();
    ScenarioRunner.run(
        shipped("emulated-single-step", skip),
        event -> {
          if (event instanceof MachineEvent.Returned returned) {
            status.add(returned.status().bits(21, 21).value());
          }
        });
    assertEquals(List.of(step), status);
  }

  private static Scenario shipped(String name, String skip) throws IOException {
    String text = Files.readString(ShippedScenariosTest.DIRECTORY.resolve(name + ".yaml"));
    return ScenarioReader.parse(name, text.replace("skip: pc-only", "skip: " + skip));
  }
}
