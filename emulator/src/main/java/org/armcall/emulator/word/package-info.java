// SPDX-License-Identifier: Apache-2.0
/**
 * Words that remember which of their bits a program may rely on.
 *
 * <p>A machine gives every bit a value. The architecture does not define all of them: reserved
 * bits, UNKNOWN bits, registers and memory that nobody wrote. Those values go through moves,
 * arithmetic, memory and registers with a mark, and the mark is looked at where it matters: a
 * branch, an address, a dispatch.
 */
package org.armcall.emulator.word;
