// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what an image holds, in any order and in pieces, and refuses to write a byte twice.
 *
 * <p>Pieces are gathered in blocks of 4 KiB; a run of blocks becomes one segment.
 */
public final class ImageBuilder {
  private static final int BLOCK = 4096;

  /** The bytes of a block and which of them were written. */
  private record Block(byte[] bytes, boolean[] written) {}

  private final Map<Long, Block> blocks = new TreeMap<>(Long::compareUnsigned);

  /**
   * Puts bytes at a physical address.
   *
   * @throws IllegalArgumentException if one of them was put before
   */
  public void put(long address, byte[] bytes) {
    for (int index = 0; index < bytes.length; index++) {
      long at = address + index;
      Block block =
          blocks.computeIfAbsent(
              at & -BLOCK, key -> new Block(new byte[BLOCK], new boolean[BLOCK]));
      int offset = (int) (at & (BLOCK - 1));
      if (block.written[offset]) {
        throw new IllegalArgumentException(
            "two pieces of the image overlap at 0x" + Long.toHexString(at));
      }
      block.written[offset] = true;
      block.bytes[offset] = bytes[index];
    }
  }

  /** Puts a little-endian number of 8 bytes. */
  public void putLong(long address, long value) {
    byte[] bytes = new byte[8];
    for (int index = 0; index < 8; index++) {
      bytes[index] = (byte) (value >>> 8 * index);
    }
    put(address, bytes);
  }

  /** Puts a little-endian number of 4 bytes. */
  public void putInt(long address, int value) {
    byte[] bytes = new byte[4];
    for (int index = 0; index < 4; index++) {
      bytes[index] = (byte) (value >>> 8 * index);
    }
    put(address, bytes);
  }

  /** The image; what was not put within a block is zero. */
  public Image build(ImageMachine machine, long entry) {
    List<Segment> segments = new ArrayList<>();
    byte[] run = new byte[0];
    long start = 0;
    for (Map.Entry<Long, Block> block : blocks.entrySet()) {
      if (run.length > 0 && start + run.length != block.getKey()) {
        segments.add(Segment.of(start, run));
        run = new byte[0];
      }
      if (run.length == 0) {
        start = block.getKey();
      }
      run = Arrays.copyOf(run, run.length + BLOCK);
      System.arraycopy(block.getValue().bytes, 0, run, run.length - BLOCK, BLOCK);
    }
    if (run.length > 0) {
      segments.add(Segment.of(start, run));
    }
    return new Image(machine, entry, segments);
  }
}
