// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

/**
 * A run of bytes that a loader puts into memory before the machine starts.
 *
 * @param address the physical address of the first byte
 * @param bytes the contents
 * @param size how many bytes of memory the segment takes; what is behind the contents is zero
 */
public record Segment(long address, byte[] bytes, long size) {
  /** Copies the contents; the size is not smaller than they are. */
  public Segment {
    if (size < bytes.length) {
      throw new IllegalArgumentException("a segment is not smaller than its contents");
    }
    bytes = bytes.clone();
  }

  /** A segment that has nothing behind its contents. */
  public static Segment of(long address, byte[] bytes) {
    return new Segment(address, bytes, bytes.length);
  }

  /** A copy of the contents. */
  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The address behind the last byte. */
  public long end() {
    return address + size;
  }
}
