// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.model.state.SecurityState.NONSECURE;
import static org.armcall.model.state.SecurityState.SECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.junit.jupiter.api.Test;

/** Physical memory: regions, devices, and bytes that nobody wrote. */
class PhysicalMemoryTest {
  private static final long BASE = 0x8000_0000L;

  private static PhysicalMemory memory() {
    PhysicalMemory memory = new PhysicalMemory();
    memory.region(BASE, 0x4000);
    return memory;
  }

  @Test
  void bytesThatNobodyWroteAreUnreliableAndSayWhere() {
    Word word = memory().read(BASE + 0x100, 4, NONSECURE);
    assertEquals(0, word.value());
    assertEquals(0xffff_ffffL, word.unreliable());
    assertEquals(List.of("memory at 0x80000100 was never written"), word.origin().sources());
  }

  @Test
  void onlyTheBytesThatNobodyWroteAreUnreliable() {
    PhysicalMemory memory = memory();
    memory.write(BASE + 2, 1, NONSECURE, Word.of(0xab));
    Word word = memory.read(BASE, 4, NONSECURE);
    assertEquals(0x00ab_0000L, word.value());
    assertEquals(0xff00_ffffL, word.unreliable());
    assertEquals(List.of("memory at 0x80000000 was never written"), word.origin().sources());
  }

  @Test
  void theFillIsWhatThisMachineShows() {
    PhysicalMemory ones = new PhysicalMemory(address -> -1L, 1 << 20);
    ones.region(BASE, 0x1000);
    assertEquals(0xffff, ones.read(BASE + 6, 2, NONSECURE).value());
    ones.write(BASE, 1, NONSECURE, Word.of(0));
    assertEquals(0xff00, ones.read(BASE, 2, NONSECURE).value());
  }

  @Test
  void unreliableBitsAndTheirOriginAreKept() {
    PhysicalMemory memory = memory();
    Origin origin = Origin.of("ISS[24:0] is reserved");
    memory.write(BASE, 8, NONSECURE, new Word(0x1234, 0xf0, origin));
    assertEquals(new Word(0x34, 0xf0, origin), memory.read(BASE, 1, NONSECURE));
    assertEquals(Word.of(0x12), memory.read(BASE + 1, 1, NONSECURE));
    memory.write(BASE, 1, NONSECURE, Word.of(1));
    assertTrue(memory.read(BASE, 8, NONSECURE).isReliable());
  }

  @Test
  void outsideEveryRegionIsAnExternalAbort() {
    PhysicalMemory memory = memory();
    assertThrows(ExternalAbortException.class, () -> memory.read(BASE - 4, 4, NONSECURE));
    assertThrows(ExternalAbortException.class, () -> memory.read(BASE + 0x4000, 1, NONSECURE));
    // Half in, half out; nothing of a write is done then.
    long edge = BASE + 0x3ffe;
    assertThrows(ExternalAbortException.class, () -> memory.read(edge, 4, NONSECURE));
    assertThrows(ExternalAbortException.class, () -> memory.write(edge, 4, NONSECURE, Word.of(1)));
    assertFalse(memory.read(edge, 2, NONSECURE).isReliable());
  }

  @Test
  void secureMemoryIsNotThereForOthers() {
    PhysicalMemory memory = memory();
    memory.region(BASE + 0x4000, 0x1000, SECURE);
    memory.write(BASE + 0x4000, 4, SECURE, Word.of(7));
    assertEquals(7, memory.read(BASE + 0x4000, 4, SECURE).value());
    assertThrows(ExternalAbortException.class, () -> memory.read(BASE + 0x4000, 4, NONSECURE));
    assertFalse(memory.answers(BASE + 0x4000, 4, NONSECURE));
  }

  @Test
  void devicesAnswerByOffset() {
    PhysicalMemory memory = memory();
    long[] written = new long[2];
    memory.device(
        0x900_0000L,
        0x100,
        new Device() {
          @Override
          public Word read(long offset, int bytes) {
            return Word.of(offset);
          }

          @Override
          public void write(long offset, int bytes, Word value) {
            written[0] = offset;
            written[1] = value.value();
          }
        });
    assertEquals(0x18, memory.read(0x900_0018L, 4, NONSECURE).value());
    memory.write(0x900_0000L, 1, NONSECURE, Word.of('A'));
    assertEquals('A', written[1]);
  }

  @Test
  void regionsDoNotOverlap() {
    assertThrows(IllegalArgumentException.class, () -> memory().region(BASE + 0x3000, 0x2000));
    assertThrows(IllegalArgumentException.class, () -> memory().region(0x123, 0x1000));
    assertThrows(IllegalArgumentException.class, () -> memory().region(1L << 48, 0x1000));
  }

  @Test
  void touchedMemoryHasALimitAndReadMemoryHasNone() {
    PhysicalMemory memory = new PhysicalMemory(address -> 0, 2 * 4096);
    memory.region(0, 1L << 47);
    for (long at = 0; at < 1L << 40; at += 1L << 33) {
      memory.read(at, 8, NONSECURE);
    }
    memory.write(0, 1, NONSECURE, Word.ZERO);
    memory.write(1L << 40, 1, NONSECURE, Word.ZERO);
    MemoryLimitException limit =
        assertThrows(
            MemoryLimitException.class, () -> memory.write(0x5000, 1, NONSECURE, Word.ZERO));
    assertEquals(
        "the guest has touched 8 KiB of memory, which is the limit; 0x5000 is more",
        limit.getMessage());
  }

  @Property(tries = 300)
  @Label("reads give back what was written last, byte by byte, at any size and alignment")
  void readsAreTheLastWrites(@ForAll long seed) {
    Random random = new Random(seed);
    PhysicalMemory memory = memory();
    long[] values = new long[0x40];
    long[] marks = new long[0x40];
    java.util.Arrays.fill(marks, 0xff);
    // Around the border of two pages.
    long base = BASE + 0xfe0;
    for (int step = 0; step < 80; step++) {
      int bytes = 1 << random.nextInt(4);
      int at = random.nextInt(0x40 - bytes);
      if (random.nextBoolean()) {
        Word word = new Word(random.nextLong(), 1L << random.nextInt(64), Origin.of("test"));
        memory.write(base + at, bytes, NONSECURE, word);
        for (int index = 0; index < bytes; index++) {
          values[at + index] = word.value() >>> 8 * index & 0xff;
          marks[at + index] = word.unreliable() >>> 8 * index & 0xff;
        }
      } else {
        Word word = memory.read(base + at, bytes, NONSECURE);
        for (int index = 0; index < bytes; index++) {
          assertEquals(values[at + index], word.value() >>> 8 * index & 0xff);
          assertEquals(marks[at + index], word.unreliable() >>> 8 * index & 0xff);
        }
      }
    }
  }

  @Property
  @Label("reversed(reversed(word)) = word, and byte 0 becomes the last")
  void byteOrder(@ForAll long value, @ForAll long unreliable) {
    for (int bytes = 1; bytes <= 8; bytes *= 2) {
      Word word = new Word(value, unreliable, Origin.of("test")).low(8 * bytes);
      Word reversed = ByteOrder.reversed(word, bytes);
      assertEquals(word, ByteOrder.reversed(reversed, bytes));
      assertEquals(word.value() & 0xff, reversed.value() >>> 8 * (bytes - 1));
    }
  }
}
