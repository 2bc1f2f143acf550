// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

/**
 * How a {@link ReferenceHypervisor} offers the firmware's functions to its guest.
 *
 * @param psci who carries out PSCI
 * @param smc what becomes of a trapped SMC with immediate zero
 */
public record Offered(PsciSource psci, TrappedSmc smc) {

  /** Who carries out PSCI that a guest asks for. */
  public enum PsciSource implements Setting {
    /** The firmware at EL3, which the hypervisor calls by an SMC of its own. */
    SHIM,
    /** The hypervisor: what the guest powers on and off is none of the firmware's business. */
    OWN
  }

  /** What becomes of an SMC that was trapped to EL2. */
  public enum TrappedSmc implements Setting {
    /** It is answered as an HVC would be. */
    EMULATED,
    /** It is passed to the firmware, whatever the function; entry points are the hypervisor's. */
    FORWARDED
  }
}
