// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import org.armcall.model.state.Mode;

/** Fields of SPSR (DDI 0487 C5.2.18, G8.2.128). */
final class Status {
  /** IT[7:2] in bits 15:10, IT[1:0] in 26:25. */
  static final long IT = 0x0600_fc00L;

  private Status() {}

  /** M[4:0] of the mode. */
  static int mode(Mode mode) {
    return switch (mode) {
      case USR -> 0x10;
      case FIQ -> 0x11;
      case IRQ -> 0x12;
      case SVC -> 0x13;
      case MON -> 0x16;
      case ABT -> 0x17;
      case HYP -> 0x1a;
      case UND -> 0x1b;
      case SYS -> 0x1f;
      case EL0 -> 0x0;
      case EL1T -> 0x4;
      case EL1H -> 0x5;
      case EL2T -> 0x8;
      case EL2H -> 0x9;
      case EL3T -> 0xc;
      case EL3H -> 0xd;
    };
  }

  static long withIt(long status, int it) {
    return status & ~IT | (it & 0xfcL) << 8 | (it & 3L) << 25;
  }
}
