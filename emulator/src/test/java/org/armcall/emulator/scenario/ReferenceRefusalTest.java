// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.armcall.emulator.firmware.TrustedOs;
import org.armcall.model.convention.HintHandling;
import org.armcall.model.convention.SmcccVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference handlers in scenario files: what is read, and what is refused, with its line. */
final class ReferenceRefusalTest {
  private static final String TEXT =
      """
      armcall: scenario 1
      name: reference
      platform: %s
      memory: [{at: 0x40000000, size: 0x1000}]
      cpus:
        - start: {at: 0x40000000, isa: a64}
      %s
      """;

  private static Scenario read(String platform, String rest) {
    return ScenarioReader.parse("s.yaml", TEXT.formatted(platform, rest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "handler: {level: el3, policy: reference-hypervisor}"
            + "| 7: handler.level: reference-hypervisor sits at el2",
        "handler: {level: el2, policy: reference-firmware}"
            + "| 7: handler.level: reference-firmware sits at el3",
        "handlers: [{level: el2, policy: function-id}, {level: el2, policy: reference-hypervisor}]"
            + "| 7: handlers[1].level: el2 has a handler already",
        "handler: {level: el2, policy: function-id, callee: xen}"
            + "| 7: handler.callee: only reference-hypervisor and reference-firmware have one",
        "handler: {level: el2, policy: reference-hypervisor, callee: vmware}"
            + "| 7: handler.callee: there is no implementation 'vmware'; the presets are xen,"
            + " kvm-guest, pkvm-host, jailhouse, bao, hafnium, qemu, tf-a, reference",
        "handler: {level: el2, policy: reference-hypervisor, version: pre}"
            + "| 7: handler.version: it is one of 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, not"
            + " 'pre'",
        "handler: {level: el2, policy: reference-hypervisor, options: {psci: own, smc: forwarded}}"
            + "| 7: handler.options.smc: forwarded passes PSCI on too, and psci: own says that it"
            + " is not",
        "handler: {level: el3, policy: reference-firmware, options: {psci: own}}"
            + "| 7: handler.options.psci: there is no such field; here are trusted-os",
        "'  - {power: \"off\", start: {at: 0, isa: a64}}'"
            + "| 7: cpus[1].start: a processor that is off has none: CPU_ON says where it starts",
      })
  void whatItCannotUseIsRefusedWithItsLine(String rest, String message) {
    String refused =
        assertThrows(ScenarioException.class, () -> read("armv8a-el3-el2-a64", rest)).getMessage();
    assertEquals("s.yaml:" + message, refused);
  }

  @Test
  void aShimNeedsFirmware() {
    String rest = "handler: {level: el2, policy: reference-hypervisor, options: {psci: shim}}";
    assertEquals(
        "s.yaml:7: handler.options.psci: armv8a-el2-a64 has no EL3 to ask; write psci: own",
        assertThrows(ScenarioException.class, () -> read("armv8a-el2-a64", rest)).getMessage());
  }

  @Test
  void oneHandlerOrAListOfThemAndTheFirstProcessorIsOn() {
    String both =
        "handler: {level: el2, policy: function-id}\nhandlers: [{level: el3, policy: function-id}]";
    assertEquals(
        "s.yaml:8: handlers: a scenario has 'handler' or 'handlers', not both",
        assertThrows(ScenarioException.class, () -> read("armv8a-el3-el2-a64", both)).getMessage());
    String off = TEXT.formatted("armv8a-el2-a64", "").replace("start: {at", "power: \"off\"  #");
    assertEquals(
        "s.yaml:6: cpus[0].power: cpu0 is on: somebody has to start the others",
        assertThrows(ScenarioException.class, () -> ScenarioReader.parse("s.yaml", off))
            .getMessage());
  }

  @Test
  void anotherVersionOfTheReferenceIsWhatItsDocumentsSay() {
    ReferencePlan.Role role = new ReferencePlan.AtEl3(TrustedOs.NONE);
    ReferencePlan old = new ReferencePlan(role, "reference", Optional.of(SmcccVersion.V1_2));
    assertEquals(HintHandling.COMPARED, old.implementation().policy().hint());
    assertEquals(SmcccVersion.V1_2, old.implementation().policy().version());
    ReferencePlan xen = new ReferencePlan(role, "xen", Optional.of(SmcccVersion.V1_2));
    assertEquals(5, xen.implementation().policy().identityOwner());
    assertEquals(SmcccVersion.V1_2, xen.implementation().deviations().get(0).policy().version());
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Scenario scenario =
        read(
            "armv8a-el3-el2-a64",
            """
              - power: "off"
            handlers:
              - {level: el3, policy: reference-firmware, version: "1.1", options: {trusted-os: fixed}}
              - {level: el2, policy: reference-hypervisor, callee: bao, options: {smc: forwarded}}
            """
                .indent(0));
    assertEquals(scenario, ScenarioReader.parse("w.yaml", ScenarioWriter.write(scenario)));
    Scenario mixed =
        read(
            "armv8a-el3-el2-a64",
            "handlers: [{level: el3, policy: reference-firmware}, {level: el2, policy: iss-zero}]");
    assertEquals(mixed, ScenarioReader.parse("w.yaml", ScenarioWriter.write(mixed)));
  }
}
