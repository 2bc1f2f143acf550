// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Origin;

/**
 * A program relied on bits that it may not rely on. Execution goes on with this machine's value.
 *
 * @param cpu the processor, or the one whose handler it was
 * @param pc the address of the instruction, or of the one that a handler handles
 * @param what what depended on them, for example {@code "cbz"}, {@code "the address of a load"}
 * @param bits the mask of the bits, where one word decided; -1 where several were mixed
 * @param origin where the bits came from
 */
public record Reliance(int cpu, long pc, String what, long bits, Origin origin) {
  /** One line for a person. */
  public String text() {
    return what
        + " at 0x"
        + Long.toHexString(pc)
        + " relies on "
        + String.join("; ", origin.sources());
  }
}
