// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.armcall.emulator.firmware.ReferenceFirmware;
import org.armcall.emulator.firmware.TrustedOs;
import org.armcall.emulator.hypervisor.Offered;
import org.armcall.emulator.hypervisor.Offered.PsciSource;
import org.armcall.emulator.hypervisor.Offered.TrappedSmc;
import org.armcall.emulator.hypervisor.ReferenceHypervisor;
import org.armcall.emulator.hypervisor.Setting;
import org.armcall.model.convention.Smc32Immediate;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.traces.callee.CalleeFile;

/** Reads a reference hypervisor or firmware of a scenario. */
record ReferenceReader(Fields fields, Platform platform, ExceptionLevel level) {

  /** The plan; empty where the policy is another's. */
  Optional<ReferencePlan> plan(String policy) {
    boolean hypervisor = policy.equals(ReferenceHypervisor.NAME);
    if (!hypervisor && !policy.equals(ReferenceFirmware.NAME)) {
      for (String field : List.of("callee", "version")) {
        if (fields.has(field)) {
          throw fields.refuse(
              field,
              "only " + ReferenceHypervisor.NAME + " and " + ReferenceFirmware.NAME + " have one");
        }
      }
      return Optional.empty();
    }
    ReferencePlan.Role role = hypervisor ? atEl2() : atEl3();
    if (role.level() != level) {
      throw fields.refuse("level", policy + " sits at el" + role.level().number());
    }
    ReferencePlan plan = new ReferencePlan(role, callee(), version());
    if (plan.implementation().policy().smc32Immediate() == Smc32Immediate.FROM_MEMORY) {
      throw fields.refuse(
          "callee",
          plan.callee()
              + " reads the immediate of an SMC from AArch32 in guest memory, which the reference"
              + " hypervisor never does; the policy memory-immediate does");
    }
    return Optional.of(plan);
  }

  private String callee() {
    String callee = fields.text("callee").orElse(ReferencePlan.REFERENCE);
    if (!CalleeFile.PRESETS.contains(callee)) {
      throw fields.refuse(
          "callee",
          "there is no implementation '"
              + callee
              + "'; the presets are "
              + String.join(", ", CalleeFile.PRESETS));
    }
    return callee;
  }

  /** Of before the convention there is no table of functions that it could have. */
  private Optional<SmcccVersion> version() {
    SmcccVersion[] known =
        Arrays.stream(SmcccVersion.values())
            .filter(version -> version != SmcccVersion.PRE_SMCCC)
            .toArray(SmcccVersion[]::new);
    return fields.oneOf("version", ScenarioReader.words(known, SmcccVersion::text));
  }

  private ReferencePlan.Role atEl2() {
    Optional<Fields> options = fields.mapping("options", List.of("psci", "smc"));
    boolean firmware = platform.has(ExceptionLevel.EL3);
    PsciSource psci =
        options
            .flatMap(each -> each.oneOf("psci", Setting.words(PsciSource.class)))
            .orElse(firmware ? PsciSource.SHIM : PsciSource.OWN);
    TrappedSmc smc =
        options
            .flatMap(each -> each.oneOf("smc", Setting.words(TrappedSmc.class)))
            .orElse(TrappedSmc.EMULATED);
    if (psci == PsciSource.SHIM && !firmware) {
      throw options.get().refuse("psci", platform.name() + " has no EL3 to ask; write psci: own");
    }
    if (psci == PsciSource.OWN && smc == TrappedSmc.FORWARDED) {
      throw options
          .get()
          .refuse("smc", "forwarded passes PSCI on too, and psci: own says that it is not");
    }
    return new ReferencePlan.AtEl2(new Offered(psci, smc));
  }

  private ReferencePlan.Role atEl3() {
    return new ReferencePlan.AtEl3(
        fields
            .mapping("options", List.of("trusted-os"))
            .flatMap(
                each ->
                    each.oneOf(
                        "trusted-os", ScenarioReader.words(TrustedOs.values(), TrustedOs::word)))
            .orElse(TrustedOs.NONE));
  }
}
