// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.armcall.model.function.OwningEntity;

/** What kind of software an owner of claims is. */
public enum OwnerRole {
  STANDARD(
      OwningEntity.ARM_ARCHITECTURE,
      OwningEntity.STANDARD_SECURE,
      OwningEntity.STANDARD_HYPERVISOR),
  HYPERVISOR(OwningEntity.VENDOR_HYPERVISOR),
  FIRMWARE(OwningEntity.CPU_SERVICE, OwningEntity.VENDOR_EL3),
  TRUSTED_OS(
      OwningEntity.TRUSTED_APPLICATION, OwningEntity.TRUSTED_OS, OwningEntity.TRUSTED_OS_YIELDING),
  /** The maker of the machine; two of them are never on one machine. */
  SILICON(OwningEntity.CPU_SERVICE, OwningEntity.SILICON_PROVIDER, OwningEntity.OEM);

  private final Set<OwningEntity> entities;

  OwnerRole(OwningEntity first, OwningEntity... others) {
    this.entities = EnumSet.of(first, others);
  }

  /** The words that the registry's files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Whether numbers of that owning entity are its to use; the numbers of before 1.0 are anyone's.
   */
  public boolean mayUse(OwningEntity entity) {
    return entity == OwningEntity.LEGACY || entities.contains(entity);
  }
}
