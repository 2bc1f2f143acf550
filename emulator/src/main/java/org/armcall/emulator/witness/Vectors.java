// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

/**
 * Where the handlers of an image are.
 *
 * @param el1 the AArch64 vectors of EL1
 * @param el2 the AArch64 vectors of EL2
 * @param pl1 the AArch32 vectors of EL1
 * @param hyp the AArch32 vectors of EL2
 */
record Vectors(long el1, long el2, long pl1, long hyp) {}
