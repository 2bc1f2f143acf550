// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.MemoryKind.DEVICE;
import static org.armcall.emulator.memory.MemoryKind.NON_CACHEABLE;
import static org.armcall.emulator.memory.MemoryKind.WRITE_BACK;
import static org.armcall.emulator.memory.MemoryKind.WRITE_THROUGH;

/** Decodes cacheability. Reserved encodings, which are UNPREDICTABLE, are Non-cacheable here. */
final class Attributes {
  private Attributes() {}

  /** Two bits as IRGN and NMRR have them (DecodeSDFAttr). */
  static MemoryKind ofTwoBits(long bits) {
    return switch ((int) bits & 3) {
      case 0 -> NON_CACHEABLE;
      case 2 -> WRITE_THROUGH;
      default -> WRITE_BACK;
    };
  }

  /** An attribute of MAIR (S1DecodeMemAttrs, DecodeLDFAttr). */
  static MemoryKind ofMair(long mair, int index) {
    int attribute = (int) (mair >>> (8 * index)) & 0xff;
    if (attribute >> 4 == 0) {
      return DEVICE;
    }
    int inner = attribute & 0xf;
    if (inner == 0 || inner == 4) {
      return NON_CACHEABLE;
    }
    return (inner & 4) != 0 ? WRITE_BACK : WRITE_THROUGH;
  }

  /** MemAttr[3:0] of a stage-2 descriptor (S2DecodeMemAttrs). */
  static MemoryKind ofStageTwo(int attribute) {
    if (attribute >> 2 == 0) {
      return DEVICE;
    }
    return switch (attribute & 3) {
      case 2 -> WRITE_THROUGH;
      case 3 -> WRITE_BACK;
      default -> NON_CACHEABLE;
    };
  }

  /**
   * TEX, C and B of a short descriptor with SCTLR.TRE = 0 (AArch32.DefaultTEXDecode).
   *
   * @param texcb TEX[2:0]:C:B
   */
  static MemoryKind ofTex(int texcb) {
    if ((texcb & 0x10) != 0) {
      return ofTwoBits(texcb);
    }
    return switch (texcb) {
      case 0b00000, 0b00001, 0b01000 -> DEVICE;
      case 0b00010 -> WRITE_THROUGH;
      case 0b00011, 0b00111 -> WRITE_BACK;
      default -> NON_CACHEABLE;
    };
  }

  /**
   * The same with SCTLR.TRE = 1 (AArch32.RemappedTEXDecode).
   *
   * @param remap NMRR above PRRR
   */
  static MemoryKind ofRemap(int texcb, long remap) {
    int shift = 2 * (texcb & 7);
    // PRRR.TR: 00 Strongly-ordered, 01 Device, 10 Normal.
    if ((remap >>> shift & 3) < 2) {
      return DEVICE;
    }
    return ofTwoBits(remap >>> (32 + shift));
  }
}
