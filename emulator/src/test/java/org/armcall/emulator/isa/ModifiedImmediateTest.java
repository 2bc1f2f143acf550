// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every constant that A32 and T32 can hold in 12 bits, and no other. */
final class ModifiedImmediateTest {
  /** Eight bits at every even rotation, turned bit by bit. */
  @Test
  void theConstantsOfA32AreEightBitsAtEvenRotations() {
    Set<Integer> expected = new HashSet<>();
    for (int low = 0; low < 256; low++) {
      for (int turn = 0; turn < 32; turn += 2) {
        expected.add((int) (((long) low << 32 | low) >>> turn));
      }
    }
    Set<Integer> decoded = new HashSet<>();
    for (int imm12 = 0; imm12 < 4096; imm12++) {
      ModifiedImmediate constant = ModifiedImmediate.a32(imm12);
      decoded.add(constant.value());
      assertEquals(imm12 >> 8 == 0, constant.carry().isEmpty());
      constant.carry().ifPresent(carry -> assertEquals(constant.value() < 0, carry));
      int again = ModifiedImmediate.encodeA32(constant.value()).orElseThrow();
      assertEquals(constant.value(), ModifiedImmediate.a32(again).value());
      assertTrue(again >> 8 <= imm12 >> 8, "the smallest rotation");
    }
    assertEquals(expected, decoded);
    assertTrue(ModifiedImmediate.encodeA32(0x101).isEmpty());
    assertTrue(ModifiedImmediate.encodeA32(0x1fe).isEmpty());
  }

  /** A byte in one of four patterns, or eight bits that begin with 1 at any place below bit 31. */
  @Test
  void theConstantsOfT32AreBytePatternsAndShiftedBytes() {
    Set<Integer> expected = new HashSet<>();
    for (int low = 0; low < 256; low++) {
      expected.add(low);
      expected.add(low << 16 | low);
      expected.add(low << 24 | low << 8);
      expected.add(low << 24 | low << 16 | low << 8 | low);
      for (int left = 1; left <= 24; left++) {
        expected.add(low << left);
      }
    }
    Set<Integer> decoded = new HashSet<>();
    for (int imm12 = 0; imm12 < 4096; imm12++) {
      ModifiedImmediate constant = ModifiedImmediate.t32(imm12);
      decoded.add(constant.value());
      if (!ModifiedImmediate.isUnpredictableT32(imm12)) {
        assertEquals(imm12, ModifiedImmediate.encodeT32(constant.value()).orElseThrow());
      }
    }
    assertEquals(expected, decoded);
    assertTrue(ModifiedImmediate.encodeT32(0x00ab00ac).isEmpty());
  }
}
