// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.guest.Shown;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handler's view of its guest's code: through stage 2, protected, and in another space. */
final class GuestViewTest {
  private static final String HEAD =
      """
      armcall: scenario 1
      name: view
      platform: %s
      memory: [{at: 0x40000000, size: 0x100000}]
      """;

  /** Stage 2 leads from the guest's page to another; smc #0 is where a walk of stage 1 ends. */
  private static final String BEHIND_STAGE_TWO =
      HEAD
          + """
          controls: [HCR.TSC=1]
          tables:
            - format: %s
              at: 0x40060000
              map: [{from: 0x40008000, to: 0x4000c000, size: 0x4000, rights: guest-all}]
          cpus: [{start: {at: 0x40008000, isa: a32}}]
          code:
            - {at: 0x4000c000, runs-at: 0x40008000, isa: a32, text: "smc #1\\nb ."}
            - {at: 0x40008000, isa: a32, text: "smc #0"}
          handler: {level: el2, policy: memory-immediate, options: {regime: %s}}
          schedule: cpu0*9
          expect: {decisions: [{result: recovered, immediate: 1}], reliance: false}
          """;

  /** IMM-CALLER-REGIME: the short cuts are about stage 1; stage 2 is the hypervisor's own. */
  @ParameterizedTest
  @CsvSource({
    "armv7a-virt, stage2-lpae, el1",
    "armv7a-virt, stage2-lpae, 'off'",
    "armv8a-el3-el2-a64, stage2-4k, el1",
    "armv8a-el3-el2-a64, stage2-16k, 'off'",
    "armv8a-el3-a32, stage2-lpae, el1"
  })
  void whoeverTakesAShortCutInStageOneStillWalksStageTwo(
      String platform, String format, String regime) {
    Shown.holds(BEHIND_STAGE_TWO.formatted(platform, format, '"' + regime + '"'));
  }

  /**
   * With HSCTLR.EE descriptors of stage 2 are big-endian (DDI 0406C B3.6.8): a block of 1 GB at
   * level 1 that maps 0x40000000 to itself, byte by byte 00 00 00 00 40 00 07 fd.
   */
  @Test
  void theDescriptorsOfStageTwoAreInTheByteOrderOfTheHypervisor() {
    Shown.holds(
        HEAD.formatted("armv7a-virt")
            + """
            registers: {HCR_EL2: 0x80001, VTCR_EL2: 0x80000040, VTTBR_EL2: 0x40060000, SCTLR_EL2: 0x2000000}
            cpus: [{start: {at: 0x40008000, isa: a32}}]
            code:
              - {at: 0x40008000, isa: a32, text: "smc #1\\nb ."}
              - {at: 0x40060008, isa: a32, text: ".word 0\\n.word 0xfd070040"}
            handler: {level: el2, policy: memory-immediate, options: {regime: el1}}
            schedule: cpu0*9
            expect: {decisions: [{result: recovered, immediate: 1}], reliance: false}
            """);
  }

  /** A page that was protected at the trap refuses the guest's store, and the guest goes on. */
  @ParameterizedTest
  @CsvSource({"at-trap, 0x11", "never, 0x22"})
  void aPageProtectedAtTheTrapKeepsWhatItHas(String protection, String left) {
    Shown.holds(
        HEAD.formatted("armv7a-virt")
            + """
            controls: [HCR.TSC=1]
            tables:
              - format: stage2-lpae
                at: 0x40060000
                map: [{from: 0x40008000, to: 0x40008000, rights: guest-all}]
            cpus: [{start: {at: 0x40008000, isa: a32}, registers: {r1: 0x40008100, r2: 0x22}}]
            code:
              - at: 0x40008000
                isa: a32
                text: |
                  smc #1
                  str r2, [r1]
                  ldr r3, [r1]
                  idle: b idle
              - {at: 0x40008100, isa: a32, text: ".word 0x11"}
            handler: {level: el2, policy: memory-immediate, options: {protection: %s}}
            schedule: cpu0*20
            expect:
              decisions: [{result: recovered, immediate: 1}]
              cpus: [{at: 0x4000800c, registers: {r3: %s}}]
            """
                .formatted(protection, left));
  }

  /**
   * IMM-PROTECTED-MEMORY, whoever translates: what is Secure does not answer by another mapping.
   */
  @ParameterizedTest
  @CsvSource({"nonsecure, unavailable", "caller, 'recovered, immediate: 1'"})
  void anAddressTranslatedByAtIsReadInTheSpaceOfTheChoice(String space, String result) {
    Shown.holds(
        HEAD.formatted("armv8a-el3-el2-a64").replace("}]", ", owner: secure}]")
            + """
            security: secure
            cpus: [{start: {at: 0x40008000, isa: a32}}]
            code: [{at: 0x40008000, isa: a32, text: "smc #1\\nb ."}]
            handler:
              level: el3
              policy: memory-immediate
              options: {translation: at-instruction, space: %s}
            schedule: cpu0*9
            expect: {decisions: [{result: %s}]}
            """
                .formatted(space, result));
  }

  /** Of each read the guest's address and the physical one are told, and where it was from. */
  @Test
  void aReadIsToldWithBothItsAddressesAndItsAlias() {
    List<String> reads = new ArrayList<>();
    List<String> provenance = new ArrayList<>();
    String text =
        HEAD.formatted("armv7a-virt")
            + """
            controls: [HCR.TSC=1]
            tables:
              - format: short
                at: 0x40040000
                map: [{from: 0x8000, to: 0x40009000, rights: kernel-all}]
            cpus: [{start: {at: 0x8004, isa: t32}}]
            code: [{at: 0x40009004, runs-at: 0x8004, isa: t32, text: "smc #1\\nb ."}]
            handler:
              level: el2
              policy: memory-immediate
              options: {second-half: adjacent, recheck: false, alias: noncacheable}
            schedule: cpu0*9
            """;
    ScenarioRunner.run(
        ScenarioReader.parse("view.yaml", text),
        event -> {
          if (event instanceof MachineEvent.Fetched fetched) {
            reads.add(String.format("%x %x", fetched.virtual(), fetched.physical()));
          } else if (event instanceof MachineEvent.Decided decided) {
            provenance.add(decided.provenance().orElseThrow());
          }
        });
    assertEquals(List.of("8004 40009004", "8006 40009006"), reads);
    assertEquals(List.of("fetch at 0x40009004, noncacheable"), provenance);
  }
}
