// SPDX-License-Identifier: Apache-2.0
/**
 * The machine: processors with their registers and levels, exceptions taken and returned from,
 * several processors and devices under one schedule, and who hears of it.
 *
 * <p>What a call does is never decided here: {@link org.armcall.model.call.CallSemantics} says what
 * is allowed, a {@link Behaviour} takes one, and this package carries it out on the registers.
 */
package org.armcall.emulator.machine;
