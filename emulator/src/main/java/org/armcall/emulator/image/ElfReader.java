// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the loadable segments of an ELF executable (System V ABI, chapters 4 and 5).
 *
 * <p>Nothing of a file is believed: every offset and size is checked against the file, and what a
 * segment may ask of memory is limited.
 */
public final class ElfReader {
  /** More than any bare-metal image has: a limit for what a file may ask for. */
  public static final int MOST_SEGMENTS = 1024;

  /** The most memory that one segment may take, 1 GiB. */
  public static final long MOST_MEMORY = 1L << 30;

  private static final int LOAD = 1;

  private final ByteBuffer file;
  private final boolean wide;

  private ElfReader(ByteBuffer file, boolean wide) {
    this.file = file;
    this.wide = wide;
  }

  /**
   * The image in the file.
   *
   * @throws ElfException if the file is not a little-endian ELF executable of one of the machines,
   *     or contradicts itself
   */
  public static Image read(byte[] bytes) throws ElfException {
    if (bytes.length < 20 || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L') {
      throw new ElfException("not an ELF file");
    }
    if (bytes[3] != 'F' || bytes[5] != 1) {
      throw new ElfException(bytes[3] != 'F' ? "not an ELF file" : "not a little-endian ELF file");
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int elfMachine = Short.toUnsignedInt(file.getShort(18));
    ImageMachine machine =
        ImageMachine.of(bytes[4], elfMachine)
            .orElseThrow(
                () ->
                    new ElfException(
                        "ELF class "
                            + bytes[4]
                            + " with machine "
                            + elfMachine
                            + " is neither 32-bit Arm nor AArch64"));
    return new ElfReader(file, machine == ImageMachine.AARCH64).image(machine);
  }

  private Image image(ImageMachine machine) throws ElfException {
    if (file.limit() < (wide ? 64 : 52)) {
      throw new ElfException("the file ends inside its header");
    }
    int type = Short.toUnsignedInt(file.getShort(16));
    if (type != 2) {
      throw new ElfException("ELF type " + type + " is not an executable (2)");
    }
    long entry = word(24);
    long table = word(wide ? 32 : 28);
    int entrySize = Short.toUnsignedInt(file.getShort(wide ? 54 : 42));
    int count = Short.toUnsignedInt(file.getShort(wide ? 56 : 44));
    if (count == 0) {
      throw new ElfException("the file has no program headers, so nothing to load");
    }
    if (count > MOST_SEGMENTS) {
      throw new ElfException(count + " program headers are more than " + MOST_SEGMENTS);
    }
    if (entrySize < (wide ? 56 : 32)) {
      throw new ElfException("a program header of " + entrySize + " bytes is too small");
    }
    if (!inFile(table, (long) entrySize * count)) {
      throw new ElfException("the program headers are outside the file");
    }
    List<Segment> segments = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      int at = (int) table + index * entrySize;
      if (file.getInt(at) == LOAD) {
        segments.add(segment(index, at));
      }
    }
    return new Image(machine, entry, segments);
  }

  private Segment segment(int index, int at) throws ElfException {
    long offset = word(at + (wide ? 8 : 4));
    long address = word(at + (wide ? 24 : 12));
    long inFile = word(at + (wide ? 32 : 16));
    long inMemory = word(at + (wide ? 40 : 20));
    if (!inFile(offset, inFile)) {
      throw new ElfException("segment " + index + " is outside the file");
    }
    if (inMemory < inFile || inMemory > MOST_MEMORY) {
      throw new ElfException(
          "segment "
              + index
              + " asks for 0x"
              + Long.toHexString(inMemory)
              + " bytes of memory; allowed are its 0x"
              + Long.toHexString(inFile)
              + " bytes up to 0x"
              + Long.toHexString(MOST_MEMORY));
    }
    if (address < 0 || (!wide && address + inMemory > 1L << 32)) {
      throw new ElfException("segment " + index + " is outside the address space");
    }
    byte[] contents = Arrays.copyOfRange(file.array(), (int) offset, (int) (offset + inFile));
    return new Segment(address, contents, inMemory);
  }

  private boolean inFile(long offset, long size) {
    return offset >= 0 && size >= 0 && offset <= file.limit() && size <= file.limit() - offset;
  }

  private long word(int at) {
    return wide ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at));
  }
}
