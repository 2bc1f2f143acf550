// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.model.state.SecurityState;

/**
 * The TLB of one processor: filled by walks. A sticky one holds what it has until it is told to
 * drop it, whatever happens to the tables; a coherent one always answers as a walk would.
 *
 * <p>Stage 1 and stage 2 are held apart, as in the pseudocode (S1TLB, S2TLB); permissions are
 * checked at each access against the registers of that moment. Faults are never held.
 */
public final class Tlb {
  /**
   * What an invalidation means by "current".
   *
   * @param aarch64 the execution state of the instruction, which decides how its argument is read
   * @param security the Security state
   * @param vmid VTTBR.VMID
   * @param host HCR_EL2.{E2H, TGE} = {1, 1}: EL1 operations work on the EL2 and 0 regime
   */
  public record Scope(boolean aarch64, SecurityState security, int vmid, boolean host) {}

  /** An empty TLB. */
  public Tlb(Walker walker, Coherence coherence) {
    throw new UnsupportedOperationException("TLBs come next");
  }

  /** Both stages, from the TLB or by a walk. */
  public Translation translate(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    throw new UnsupportedOperationException("TLBs come next");
  }

  /**
   * TLBI. Other operations do nothing. An operation for every processor is the machine's to give to
   * every TLB.
   *
   * @param argument the instruction's register; 0 where it has none
   */
  public void invalidate(Maintenance operation, long argument, Scope scope) {
    throw new UnsupportedOperationException("TLBs come next");
  }

  /** Drops everything, as a reset does. */
  public void clear() {
    throw new UnsupportedOperationException("TLBs come next");
  }
}
