// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class ImageBuilderTest {
  @Test
  void piecesOfNeighbouringBlocksBecomeOneSegment() {
    ImageBuilder builder = new ImageBuilder();
    builder.putInt(0x40201ffeL, 0x44332211);
    builder.putLong(0x40210008L, 0x8877665544332211L);
    Image image = builder.build(ImageMachine.ARM, 0x40201ffeL);
    assertEquals(2, image.segments().size());
    Segment first = image.segments().get(0);
    assertEquals(0x40201000L, first.address());
    assertEquals(0x40203000L, first.end());
    assertEquals(0x22, first.bytes()[0xfff]);
    assertEquals(0x33, first.bytes()[0x1000]);
    Segment second = image.segments().get(1);
    assertEquals(0x40210000L, second.address());
    assertEquals((byte) 0x88, second.bytes()[15]);
    assertEquals(0, second.bytes()[7]);
  }

  @Test
  void noByteIsPutTwice() {
    ImageBuilder builder = new ImageBuilder();
    builder.putInt(0x1000, 0);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> builder.put(0x1003, new byte[] {1}));
    assertEquals("two pieces of the image overlap at 0x1003", refused.getMessage());
  }
}
