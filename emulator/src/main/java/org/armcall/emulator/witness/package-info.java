// SPDX-License-Identifier: Apache-2.0
/**
 * A machine that other people wrote as a witness: random calls run on QEMU, one by one, and what it
 * did is compared with what the model allows and with what the emulator did.
 *
 * <p>An image holds a driver and a table of cases. The driver brings the processor into the state
 * of a case, one instruction executes, and the handlers report on the serial line what was taken.
 */
package org.armcall.emulator.witness;
