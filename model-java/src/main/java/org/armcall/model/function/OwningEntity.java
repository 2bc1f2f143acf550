// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.function;

/** Who owns a function identifier (DEN0028 section 6, tables 6-1 and 6-2). */
public enum OwningEntity {
  ARM_ARCHITECTURE("Arm Architecture calls"),
  CPU_SERVICE("CPU service calls"),
  SILICON_PROVIDER("SiP: silicon provider service calls"),
  OEM("OEM service calls"),
  STANDARD_SECURE("Standard Secure service calls (PSCI, SDEI, TRNG, FF-A and others)"),
  STANDARD_HYPERVISOR("Standard Hypervisor service calls"),
  VENDOR_HYPERVISOR("Vendor specific Hypervisor service calls"),
  VENDOR_EL3("Vendor specific EL3 monitor service calls"),
  TRUSTED_APPLICATION("Trusted Application calls"),
  TRUSTED_OS("Trusted OS calls"),
  LEGACY("calls of existing APIs before the convention (PSCI 0.1 and others)"),
  TRUSTED_OS_YIELDING("Trusted OS yielding calls"),
  RESERVED_YIELDING("reserved for expansion of Trusted OS yielding calls"),
  RESERVED("reserved");

  private static final OwningEntity[] BY_NUMBER = values();

  private final String meaning;

  OwningEntity(String meaning) {
    this.meaning = meaning;
  }

  /** Who it is, in words. */
  public String meaning() {
    return meaning;
  }

  static OwningEntity of(FunctionId id) {
    return id.isFast() ? fast(FunctionId.OWNER.extract(id.value())) : yielding(id.value());
  }

  private static OwningEntity fast(int number) {
    if (number <= VENDOR_EL3.ordinal()) {
      return BY_NUMBER[number];
    }
    if (number == 48 || number == 49) {
      return TRUSTED_APPLICATION;
    }
    return number >= 50 ? TRUSTED_OS : RESERVED;
  }

  private static OwningEntity yielding(int value) {
    if (value <= 0x0100_ffff) {
      return LEGACY;
    }
    if (value < 0x0200_0000) {
      return RESERVED;
    }
    return value <= 0x1fff_ffff ? TRUSTED_OS_YIELDING : RESERVED_YIELDING;
  }
}
