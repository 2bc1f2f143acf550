// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** 4 KiB of memory that was touched: its bytes, and a mark for each bit that is unreliable. */
final class Page {
  static final int BITS = 12;
  static final int SIZE = 1 << BITS;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, java.nio.ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

  /** Address of the first byte, divided by the size; -1 for a page that is none. */
  final long number;

  /** Tables were read from it: a write to it makes what was translated out of date. */
  boolean watched;

  /** Most pages need none: a reference for each byte would be four times the page. */
  private static final Origin[] NO_ORIGINS = new Origin[0];

  private final Region region;
  private final byte[] bytes;
  private final byte[] marks;

  /** Where each marked byte came from; a byte without one was never written. */
  private Origin[] origins = NO_ORIGINS;

  private boolean hasOrigins;

  private Page(long number, Region region, int size) {
    this.number = number;
    this.region = region;
    this.bytes = new byte[size];
    this.marks = new byte[size];
  }

  /** A page that no address is in. */
  static Page none() {
    return new Page(-1, Region.NOWHERE, 0);
  }

  /** A page that was never written, with the values that this machine gives such bytes. */
  static Page unwritten(long number, Region region, LongUnaryOperator fill) {
    Page page = new Page(number, region, SIZE);
    for (int offset = 0; offset < SIZE; offset += 8) {
      LONGS.set(page.bytes, offset, fill.applyAsLong((number << BITS) + offset));
    }
    Arrays.fill(page.marks, (byte) 0xff);
    return page;
  }

  boolean isOpenTo(SecurityState space) {
    return region.isOpenTo(space);
  }

  Word read(int offset, int size) {
    long value = raw(bytes, offset, size);
    long unreliable = raw(marks, offset, size);
    return unreliable == 0 ? Word.of(value) : new Word(value, unreliable, origin(offset, size));
  }

  void write(int offset, int size, Word word) {
    put(bytes, offset, size, word.value());
    long unreliable = word.unreliable();
    put(marks, offset, size, unreliable);
    if (unreliable != 0 || hasOrigins) {
      if (!hasOrigins) {
        hasOrigins = true;
        origins = new Origin[SIZE];
      }
      Arrays.fill(origins, offset, offset + size, word.origin());
    }
  }

  private Origin origin(int offset, int size) {
    Origin origin = Origin.NONE;
    boolean fresh = false;
    for (int at = offset; at < offset + size; at++) {
      if (marks[at] == 0) {
        continue;
      }
      if (hasOrigins && origins[at] != null) {
        origin = origin.and(origins[at]);
      } else if (!fresh) {
        fresh = true;
        origin =
            origin.and(
                Origin.of(
                    String.format(
                        Locale.ROOT, "memory at 0x%x was never written", (number << BITS) + at)));
      }
    }
    return origin;
  }

  private static long raw(byte[] from, int offset, int size) {
    return switch (size) {
      case 1 -> from[offset] & 0xffL;
      case 2 -> (short) SHORTS.get(from, offset) & 0xffffL;
      case 4 -> (int) INTS.get(from, offset) & 0xffff_ffffL;
      case 8 -> (long) LONGS.get(from, offset);
      default ->
          throw new IllegalArgumentException("an access has 1, 2, 4 or 8 bytes, not " + size);
    };
  }

  private static void put(byte[] to, int offset, int size, long value) {
    switch (size) {
      case 1 -> to[offset] = (byte) value;
      case 2 -> SHORTS.set(to, offset, (short) value);
      case 4 -> INTS.set(to, offset, (int) value);
      case 8 -> LONGS.set(to, offset, value);
      default ->
          throw new IllegalArgumentException("an access has 1, 2, 4 or 8 bytes, not " + size);
    }
  }
}
