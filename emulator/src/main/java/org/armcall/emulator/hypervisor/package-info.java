// SPDX-License-Identifier: Apache-2.0
/**
 * What a hypervisor does with a call that reached it: how it finds the immediate, by what it
 * dispatches, and how it goes back.
 *
 * <p>Every choice is a value, the unwise ones too: they are what the scenarios show. A handler is a
 * machine of small steps, so that other processors and devices run between them, as they do between
 * the trap and the read on a real machine.
 */
package org.armcall.emulator.hypervisor;
