// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files written by hand, whole, damaged and hostile. */
final class ElfReaderTest {
  private static void assertSame(Image expected, Image actual) {
    assertEquals(expected.machine(), actual.machine());
    assertEquals(expected.entry(), actual.entry());
    assertEquals(expected.segments().size(), actual.segments().size());
    for (int index = 0; index < expected.segments().size(); index++) {
      Segment left = expected.segments().get(index);
      Segment right = actual.segments().get(index);
      assertEquals(left.address(), right.address());
      assertEquals(left.size(), right.size());
      assertArrayEquals(left.bytes(), right.bytes());
    }
  }

  @Test
  void filesOfBothClassesAreRead() throws ElfException {
    assertSame(ElfWriterTest.wideImage(), ElfReader.read(ElfWriterTest.wide()));
    assertSame(ElfWriterTest.narrowImage(), ElfReader.read(ElfWriterTest.narrow()));
  }

  @Test
  void aHeaderThatIsNoSegmentIsPassedOver() throws ElfException {
    byte[] file = ElfWriterTest.narrow();
    file[52 + 32] = 4;
    assertEquals(1, ElfReader.read(file).segments().size());
  }

  /** Each row sets bytes of the 32-bit file: an offset, the bytes, and a part of the message. */
  @ParameterizedTest
  @CsvSource({
    "0, 7e, not an ELF file",
    "3, 47, not an ELF file",
    "5, 02, not a little-endian ELF file",
    "4, 02, ELF class 2 with machine 40 is neither",
    "18, 3e, ELF class 1 with machine 62 is neither",
    "16, 03, ELF type 3 is not an executable",
    "44, 0000, nothing to load",
    "44, ffff, 65535 program headers are more than 1024",
    "42, 1f, a program header of 31 bytes is too small",
    "28, 000000ff, the program headers are outside the file",
    "28, ffffff7f, the program headers are outside the file",
    "56, ffffffff, segment 0 is outside the file",
    "68, ffffffff, segment 0 is outside the file",
    "72, 03, segment 0 asks for 0x3 bytes of memory",
    "72, 04000080, segment 0 asks for 0x80000004 bytes of memory",
    "64, fdffffff, segment 0 is outside the address space",
  })
  void aFileThatContradictsItselfIsRefused(int offset, String hex, String message) {
    byte[] file = ElfWriterTest.narrow();
    byte[] patch = java.util.HexFormat.of().parseHex(hex);
    System.arraycopy(patch, 0, file, offset, patch.length);
    ElfException refused = assertThrows(ElfException.class, () -> ElfReader.read(file));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Property
  boolean aFileThatIsCutOffIsRefused(@ForAll @IntRange(min = 0, max = 121) int length) {
    byte[] file = Arrays.copyOf(ElfWriterTest.narrow(), length);
    try {
      ElfReader.read(file);
      return false;
    } catch (ElfException e) {
      return true;
    }
  }

  /** One message, whatever a byte is changed to; never another exception, never much memory. */
  @Property
  void aChangedByteIsReadOrRefused(
      @ForAll boolean wide, @ForAll @IntRange(min = 0, max = 119) int offset, @ForAll byte value) {
    byte[] file = wide ? ElfWriterTest.wide() : ElfWriterTest.narrow();
    file[offset] = value;
    try {
      for (Segment segment : ElfReader.read(file).segments()) {
        assertTrue(segment.bytes().length <= file.length);
      }
    } catch (ElfException e) {
      assertTrue(e.getMessage().length() > 0);
    }
  }
}
