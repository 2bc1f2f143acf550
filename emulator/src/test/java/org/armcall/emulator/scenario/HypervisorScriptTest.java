// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Upkeep;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.emulator.word.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hypervisor does besides its handler: it protects, maintains and arms. */
final class HypervisorScriptTest {
  private static final String TABLES =
      """
      tables:
        - format: short
          at: 0x40040000
          map: [{from: 0x40000000, to: 0x40000000, size: 0x100000, rights: kernel-all}]
        - format: stage2-4k
          at: 0x40060000
          map:
            - {from: 0x40008000, to: 0x40008000, rights: guest-all}
            - {from: 0x40009000, to: 0x40009000, rights: guest-all}
            - {from: 0x4000a000, to: 0x4000a000, rights: guest-all}
            - {from: 0x40040000, to: 0x40040000, size: 0x8000, rights: guest-all}
      """;

  /**
   * A guest with something stale of each kind: a translation of 0x40009000 with the right to write,
   * an instruction at 0x4000a000 that it has fetched, a word at 0x4000a100 that it has read, and an
   * instruction at 0x4000a200 that it has written and not cleaned. The second half of the program
   * looks at each.
   */
  private static final String GUEST =
      """
      armcall: scenario 1
      name: stale
      platform: armv8a-el3-el2-a64
      controls: [HCR_EL2.TSC=1]
      coherence: {tlb: %s, instructions: sticky, data: sticky}
      memory: [{at: 0x40000000, size: 0x100000}]
      """
          + TABLES
          + """
          cpus:
            - start: {at: guest, isa: a32}
          code:
            - at: 0x40008000
              isa: a32
              text: |
                guest: ldr r7, =0x40009000
                       ldr r8, =0x4000a100
                       ldr r5, =0x4000a000
                       ldr r6, =0x4000a200
                       ldr r9, =0xe3a04002   // mov r4, #2
                       mov r0, #1
                       str r0, [r7]
                       ldr r1, [r8]
                       str r9, [r6]
                       blx r5
                       mov r0, #2
                       str r0, [r7]
                       ldr r0, [r7]
                       ldr r1, [r8]
                       blx r5
                       blx r6
                idle:  b idle
            - at: 0x4000a000
              isa: a32
              text: |
                mov r3, #1
                bx lr
            - {at: 0x4000a100, isa: a32, text: .word 1}
            - at: 0x4000a200
              isa: a32
              text: |
                mov r4, #1
                bx lr
          devices:
            - name: dma
              does: [{write: 0x4000a000, word: 0xe3a03002}, {write: 0x4000a100, word: 2}]
            - name: hv
              does: [{protect: 0x40009000}%s]
          handler: {level: el2, policy: iss-zero}
          schedule: cpu0*12 dma*2 hv*2 cpu0*16
          """;

  private static ScenarioRun run(String text) {
    return ScenarioRunner.run(ScenarioReader.parse("s.yaml", text), MachineListener.NONE);
  }

  private static List<Long> seen(String tlb, String maintenance) {
    String action = maintenance.equals("none") ? "" : ", {maintain: " + maintenance + "}";
    List<Word> registers = run(GUEST.formatted(tlb, action)).registers().get(0);
    return List.of(0, 3, 1, 4).stream().map(number -> registers.get(number).value()).toList();
  }

  /**
   * What the second store left, and what the second fetch, the second read and the fetch of what
   * was written in the cache find: 2 where the new is seen, 1 where the old is; a store that is
   * refused leaves 1.
   */
  @ParameterizedTest
  @CsvSource({
    "none, 2, 1, 1, 1",
    "tlb, 1, 1, 1, 1",
    "instructions, 2, 2, 1, 1",
    "data, 2, 1, 2, 2"
  })
  void eachMaintenanceEndsItsOwnStalenessAndNoOther(
      String maintenance, long stored, long fetched, long read, long cleaned) {
    assertEquals(List.of(stored, fetched, read, cleaned), seen("sticky", maintenance));
  }

  @Test
  void withoutStaleTranslationsProtectionHoldsAtOnce() {
    assertEquals(List.of(1L, 1L, 1L, 1L), seen("coherent", "none"));
  }

  private static final String CALL =
      """
      armcall: scenario 1
      name: armed
      platform: armv8a-el3-el2-a64
      controls: [HCR_EL2.TSC=1]
      memory: [{at: 0x40000000, size: 0x100000}]
      """
          + TABLES
          + """
          cpus:
            - start: {at: 0x40008ffe, isa: t32}
          code:
            - at: 0x40008ffe
              isa: t32
              text: |
                smc #5
                idle: b idle
          devices:
            - name: hv
              does: [%s]
          handler:
            level: el2
            policy: memory-immediate
            options: {protection: armed, translation: %s, permission: read}
          schedule: hv*3 cpu0*20
          """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{arm: 0x40008000}, {arm: 0x40009000}|recovered",
        "{arm: 0x40008000}|unavailable",
        "{arm: 0x40009000}|unavailable",
        "{protect: 0x40008000}, {protect: 0x40009000}, {maintain: tlb}|unavailable",
      })
  void beforeBothPagesOfACallAreArmedNothingIsRead(String does, String result) {
    for (String translation : List.of("software", "at-instruction")) {
      ScenarioRun run = run(CALL.formatted(does, translation));
      assertEquals(1, run.decisions().size(), does);
      assertEquals(result, run.decisions().get(0).decided().result(), does);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{protect: 0x40008000, tables: 0}|.tables: this is done in tables of stage 2 only",
        "{arm: 0x40008000, tables: 0}|.tables: this is done in tables of stage 2 only",
        "{protect: 0x40008000, tables: 2}|.tables: it is a number from 0 to 1",
        "{protect: 0x50000000}|.protect: tables 1 do not map 0x50000000",
        "{arm: 0x50000000}|.arm: tables 1 do not map 0x50000000",
        "{protect: here}|.protect: 'here' is not a number",
        "{protect: 0x40008000, to: 0x40009000}|.to: this is no part of protect",
        "{protect: 0x40008000, maintain: tlb}|.maintain: this is no part of protect",
        "{maintain: caches}|.maintain: it is one of tlb, instructions, data, not 'caches'",
        "{maintain: tlb, tables: 1}|.tables: this is no part of maintain",
        "{protekt: 0x40008000}|.protekt: there is no such field",
        "{tables: 1}|.write: what is done? one of write, unmap, remap, protect, maintain, arm",
      })
  void aWrongActionIsNamedWithItsLine(String action, String message) {
    String text = CALL.formatted(action, "software");
    int line = text.substring(0, text.indexOf("does:")).split("\n", -1).length;
    String refusal =
        assertThrows(ScenarioException.class, () -> ScenarioReader.parse("s.yaml", text))
            .getMessage();
    assertTrue(refusal.startsWith("s.yaml:" + line + ": devices[0].does[0]" + message), refusal);
  }

  @Test
  void withoutTablesOfStageTwoThereIsNothingToProtect() {
    String text =
        """
        armcall: scenario 1
        name: bare
        platform: armv8a-el3-el2-a64
        memory: [{at: 0x40000000, size: 0x100000}]
        %s
        cpus: [{start: {at: 0x40000000, isa: a64}}]
        devices: [{name: hv, does: [{protect: 0x40000000}]}]
        """;
    String one = "tables: [{format: short, at: 0x40040000, map: []}]";
    assertTrue(refusal(text.formatted("")).contains("tables: this scenario has no tables"));
    assertTrue(refusal(text.formatted(one)).contains("protect: this is done in tables of stage 2"));
  }

  private static String refusal(String text) {
    return assertThrows(ScenarioException.class, () -> ScenarioReader.parse("s.yaml", text))
        .getMessage();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Scenario scenario =
        ScenarioReader.parse(
            "s.yaml",
            CALL.formatted(
                "{protect: 0x40008000}, {maintain: tlb}, {maintain: instructions},"
                    + " {maintain: data}, {arm: 0x40008000, tables: 1}",
                "software"));
    assertEquals(
        List.of(
            new Action.Protect(1, 0x40008000L),
            new Action.Maintain(Upkeep.TLB),
            new Action.Maintain(Upkeep.INSTRUCTIONS),
            new Action.Maintain(Upkeep.DATA),
            new Action.Arm(1, 0x40008000L)),
        scenario.devices().get(0).actions());
    assertEquals(scenario, ScenarioReader.parse("s.yaml", ScenarioWriter.write(scenario)));
  }
}
