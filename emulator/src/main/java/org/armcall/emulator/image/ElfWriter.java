// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes an image as an ELF executable: the header, a program header for each segment, and the
 * bytes; no sections, no symbols (System V ABI, chapters 4 and 5).
 */
public final class ElfWriter {
  private static final int EXECUTABLE = 2;
  private static final int LOAD = 1;
  private static final int READ_WRITE_EXECUTE = 7;

  /** Version 5 of the ABI of 32-bit Arm (IHI 0044, e_flags). */
  private static final int EF_ARM_EABI_VER5 = 0x05000000;

  private ElfWriter() {}

  /** The bytes of the file, little-endian. */
  public static byte[] write(Image image) {
    boolean wide = image.machine() == ImageMachine.AARCH64;
    int header = wide ? 64 : 52;
    int programHeader = wide ? 56 : 32;
    int contents = header + programHeader * image.segments().size();
    int size = contents;
    for (Segment segment : image.segments()) {
      size = Math.addExact(size, segment.bytes().length);
    }
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    identify(file, image.machine());
    file.putShort((short) EXECUTABLE);
    file.putShort((short) image.machine().elfMachine());
    file.putInt(1);
    word(file, wide, image.entry());
    word(file, wide, image.segments().isEmpty() ? 0 : header);
    word(file, wide, 0);
    file.putInt(wide ? 0 : EF_ARM_EABI_VER5);
    file.putShort((short) header);
    file.putShort((short) programHeader);
    file.putShort((short) image.segments().size());
    file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    int offset = contents;
    for (Segment segment : image.segments()) {
      programHeader(file, wide, segment, offset);
      offset += segment.bytes().length;
    }
    for (Segment segment : image.segments()) {
      file.put(segment.bytes());
    }
    return file.array();
  }

  private static void identify(ByteBuffer file, ImageMachine machine) {
    file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) machine.elfClass(), 1, 1});
    file.put(new byte[9]);
  }

  private static void programHeader(ByteBuffer file, boolean wide, Segment segment, int offset) {
    file.putInt(LOAD);
    if (wide) {
      file.putInt(READ_WRITE_EXECUTE);
    }
    word(file, wide, offset);
    word(file, wide, segment.address());
    word(file, wide, segment.address());
    word(file, wide, segment.bytes().length);
    word(file, wide, segment.size());
    if (!wide) {
      file.putInt(READ_WRITE_EXECUTE);
    }
    word(file, wide, 1);
  }

  private static void word(ByteBuffer file, boolean wide, long value) {
    if (wide) {
      file.putLong(value);
    } else if (value >>> 32 == 0) {
      file.putInt((int) value);
    } else {
      throw new IllegalArgumentException(
          "0x" + Long.toHexString(value) + " does not fit a 32-bit image");
    }
  }
}
