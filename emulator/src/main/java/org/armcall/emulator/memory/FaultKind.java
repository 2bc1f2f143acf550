// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** Why an address has no translation, or an access is not done. */
public enum FaultKind {
  /** An invalid descriptor, or an address outside the tables' range. */
  TRANSLATION("translation fault"),
  /** The access flag is 0. */
  ACCESS_FLAG("access flag fault"),
  /** The permissions do not allow it. */
  PERMISSION("permission fault"),
  /** The domain is not accessible; short descriptors only. */
  DOMAIN("domain fault"),
  /** An output address is too large. */
  ADDRESS_SIZE("address size fault"),
  /** The address is not aligned. */
  ALIGNMENT("alignment fault"),
  /** Nothing answers at the physical address of the access. */
  EXTERNAL("external abort"),
  /** Nothing answers at the physical address of a descriptor. */
  EXTERNAL_ON_WALK("external abort on a translation table walk");

  private final String text;

  FaultKind(String text) {
    this.text = text;
  }

  /** The architecture's words. */
  public String text() {
    return text;
  }
}
