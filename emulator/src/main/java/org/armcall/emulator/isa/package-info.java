// SPDX-License-Identifier: Apache-2.0
/**
 * The instructions that the emulator executes: one table for each instruction set, from which
 * decoding, assembling, disassembling, execution and the documented list derive.
 */
package org.armcall.emulator.isa;
