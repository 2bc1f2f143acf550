// SPDX-License-Identifier: Apache-2.0
/**
 * Memory as a program sees it: physical memory and devices, two stages of translation, and the
 * three places where what is seen may be out of date: TLBs, instruction fetch, data caches.
 *
 * <p>Sections named {@code AArch64.S1Walk} and the like are functions of the shared pseudocode of
 * DDI 0487 (as Arm publishes it in Sail); ARMv7 is DDI 0406C, chapter B3.
 */
package org.armcall.emulator.memory;
