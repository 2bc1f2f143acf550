// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/** A part of PSTATE that an instruction writes directly. */
public enum PstateField {
  /** Sets bits of DAIF; the value is the mask. */
  DAIF_SET,
  /** Clears bits of DAIF. */
  DAIF_CLEAR,
  /** Which SP A64 uses: 0 or 1. */
  SP_SELECT,
  /** AArch32 data endianness: 1 is big. */
  ENDIANNESS,
  /** AArch32 CPS: sets A, I, F (bits 2 to 0). */
  AIF_SET,
  /** AArch32 CPS: clears A, I, F. */
  AIF_CLEAR,
  /** AArch32 CPS: the mode's five bits. */
  MODE
}
