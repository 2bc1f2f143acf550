// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.LegacyPsci;
import org.armcall.model.psci.PsciFunction;

/**
 * A number that an interface outside the convention has with an immediate of zero. The convention
 * leaves 0 to 0x0100ffff to all of them together, and they overlap: who gets such a call depends on
 * who takes it.
 *
 * @param owner whose interface
 * @param id the number
 * @param name what the owner calls it
 * @param psci the function of PSCI 0.1, if it is one
 */
public record LegacyClaim(String owner, FunctionId id, String name, Optional<PsciFunction> psci) {
  private static final List<PsciFunction> PSCI_0_1 =
      List.of(
          PsciFunction.CPU_SUSPEND,
          PsciFunction.CPU_OFF,
          PsciFunction.CPU_ON,
          PsciFunction.MIGRATE);

  /** The numbers that are known, by number. */
  public static final List<LegacyClaim> KNOWN = known();

  /** Those who have that number. */
  public static List<LegacyClaim> of(FunctionId id) {
    return KNOWN.stream().filter(claim -> claim.id.equals(id)).toList();
  }

  /** Who has what there, as the end of a sentence. */
  public String text() {
    return owner + (owner.contains(" and ") ? " have " : " has ") + name + " there";
  }

  private static List<LegacyClaim> known() {
    List<LegacyClaim> claims = new ArrayList<>();
    claims.addAll(psci("Xen", LegacyPsci.XEN));
    // arch/arm64/include/asm/virt.h of Linux, by HVC only.
    claims.addAll(
        inARow(
            "the stub of Linux at EL2",
            0,
            "HVC_SET_VECTORS",
            "HVC_SOFT_RESTART",
            "HVC_RESET_VECTORS",
            "HVC_FINALISE_EL2",
            "HVC_GET_ICH_VTR_EL2"));
    // drivers/firmware/qcom/qcom_scm-legacy.c of Linux: r0 = 1, r1 a context, r2 a command.
    claims.addAll(inARow("Qualcomm's firmware", 1, "the legacy call by a command buffer"));
    // _MC_FASTCALL_H_ of the MobiCore driver.
    claims.addAll(inARow("MobiCore", 3, "MC_SMC_N_YIELD", "MC_SMC_N_SIQ"));
    // inc/vmapi/hf/abi.h of Hafnium; it came later, and has its numbers here all the same.
    claims.addAll(inARow("Hafnium", 0xff03, "HF_INTERRUPT_ENABLE", "HF_INTERRUPT_GET"));
    claims.addAll(
        inARow(
            "Hafnium",
            0xff08,
            "HF_INTERRUPT_DEACTIVATE",
            "HF_INTERRUPT_RECONFIGURE",
            "HF_INTERRUPT_SEND_IPI"));
    claims.addAll(psci("KVM and U-Boot", LegacyPsci.KVM));
    return List.copyOf(claims);
  }

  private static List<LegacyClaim> psci(String owner, LegacyPsci numbers) {
    List<FunctionId> ids =
        List.of(numbers.cpuSuspend(), numbers.cpuOff(), numbers.cpuOn(), numbers.migrate());
    List<LegacyClaim> claims = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      PsciFunction function = PSCI_0_1.get(i);
      claims.add(
          new LegacyClaim(
              owner, ids.get(i), "PSCI 0.1 " + function.functionName(), Optional.of(function)));
    }
    return claims;
  }

  private static List<LegacyClaim> inARow(String owner, int first, String... names) {
    List<LegacyClaim> claims = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      claims.add(new LegacyClaim(owner, new FunctionId(first + i), names[i], Optional.empty()));
    }
    return claims;
  }
}
