// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.psci;

import java.util.Optional;
import org.armcall.model.function.FunctionId;

/**
 * The numbers of PSCI 0.1, which each implementation chose and handed over in the device tree.
 *
 * @param cpuSuspend CPU_SUSPEND
 * @param cpuOff CPU_OFF
 * @param cpuOn CPU_ON
 * @param migrate MIGRATE
 */
public record LegacyPsci(
    FunctionId cpuSuspend, FunctionId cpuOff, FunctionId cpuOn, FunctionId migrate) {
  /** KVM and U-Boot: KVM_PSCI_FN_BASE of Linux, arch/arm64/include/uapi/asm/kvm.h. */
  public static final LegacyPsci KVM = from(0x95c1ba5e);

  /** Xen: PSCI_cpu_suspend to PSCI_migrate of xen/include/public/arch-arm.h. */
  public static final LegacyPsci XEN = from(0);

  /** Four numbers in a row: suspend, off, on, migrate. */
  public static LegacyPsci from(int base) {
    return new LegacyPsci(
        new FunctionId(base),
        new FunctionId(base + 1),
        new FunctionId(base + 2),
        new FunctionId(base + 3));
  }

  /** The function that has that number here, if any. */
  public Optional<PsciFunction> of(FunctionId id) {
    if (id.equals(cpuSuspend)) {
      return Optional.of(PsciFunction.CPU_SUSPEND);
    }
    if (id.equals(cpuOff)) {
      return Optional.of(PsciFunction.CPU_OFF);
    }
    if (id.equals(cpuOn)) {
      return Optional.of(PsciFunction.CPU_ON);
    }
    return id.equals(migrate) ? Optional.of(PsciFunction.MIGRATE) : Optional.empty();
  }
}
