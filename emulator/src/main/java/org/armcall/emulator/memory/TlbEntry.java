// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.model.state.SecurityState;

/**
 * What a TLB entry is found by (TLBContext of the pseudocode).
 *
 * @param stage of the leaf
 * @param kind the regime
 * @param security its Security state
 * @param vmid 0 outside the EL1 and 0 regime
 * @param asid -1 for an entry of every ASID
 * @param bits the size of the range is two to this power
 * @param page the input address without those bits
 */
record TlbEntry(
    Stage stage, RegimeKind kind, SecurityState security, int vmid, int asid, int bits, long page) {

  static TlbEntry one(TranslationRegime regime, int vmid, int asid, int bits, long address) {
    return new TlbEntry(
        Stage.ONE, regime.kind(), regime.security(), vmid, asid, bits, address >> bits);
  }

  static TlbEntry two(TranslationRegime regime, int bits, long ipa) {
    return new TlbEntry(
        Stage.TWO, RegimeKind.EL10, regime.security(), regime.vmid(), -1, bits, ipa >> bits);
  }

  /** Whether TLBI drops it (DDI 0487 D8.17, "TLB maintenance instructions"; G5.9 for AArch32). */
  boolean isDroppedBy(Maintenance operation, long argument, Tlb.Scope scope) {
    if (security != scope.security() && kind != RegimeKind.EL3) {
      return false;
    }
    return switch (operation) {
      case TLBI_VMALLE1, TLBI_VMALLE1_LOCAL -> stage == Stage.ONE && isGuest(scope);
      case TLBI_VAE1, TLBI_VAE1_LOCAL ->
          stage == Stage.ONE && isGuest(scope) && isAt(argument, scope);
      case TLBI_VMALLS12E1, TLBI_VMALLS12E1_LOCAL -> isGuest(scope);
      case TLBI_ALLE1, TLBI_ALLE1_LOCAL -> kind == RegimeKind.EL10;
      case TLBI_ALLE2, TLBI_ALLE2_LOCAL -> isHypervisor();
      case TLBI_VAE2, TLBI_VAE2_LOCAL -> isHypervisor() && isAt(argument, scope);
      case TLBI_ALLE3, TLBI_ALLE3_LOCAL -> kind == RegimeKind.EL3 || kind == RegimeKind.EL30;
      case TLBI_IPAS2E1, TLBI_IPAS2E1_LOCAL ->
          stage == Stage.TWO && isGuest(scope) && page == intermediate(argument, scope) >> bits;
      default -> false;
    };
  }

  private boolean isHypervisor() {
    return kind == RegimeKind.EL2 || kind == RegimeKind.EL20;
  }

  private boolean isGuest(Tlb.Scope scope) {
    if (scope.host()) {
      return kind == RegimeKind.EL20;
    }
    return (kind == RegimeKind.EL10 && vmid == scope.vmid()) || kind == RegimeKind.EL30;
  }

  private boolean isAt(long argument, Tlb.Scope scope) {
    long address = scope.aarch64() ? argument << 20 >> 8 : argument & 0xffff_f000L;
    int tag = scope.aarch64() ? (int) (argument >>> 48) : (int) argument & 0xff;
    return page == address >> bits && (asid < 0 || asid == tag || kind == RegimeKind.EL2);
  }

  private static long intermediate(long argument, Tlb.Scope scope) {
    long mask = scope.aarch64() ? (1L << 36) - 1 : (1L << 28) - 1;
    return (argument & mask) << Page.BITS;
  }
}
