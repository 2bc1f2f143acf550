// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.MemoryKind.DEVICE;
import static org.armcall.emulator.memory.MemoryKind.NON_CACHEABLE;
import static org.armcall.emulator.memory.MemoryKind.WRITE_BACK;
import static org.armcall.emulator.memory.MemoryKind.WRITE_THROUGH;
import static org.armcall.model.state.SecurityState.NONSECURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.junit.jupiter.api.Test;

/** What instruction fetch and data accesses see of one another (DDI 0487 B2.7, "Caches"). */
class ViewsTest {
  private static final long AT = 0x4000_0040L;
  private static final int OLD = 0x0111_1111;
  private static final int NEW = 0x0222_2222;

  private final PhysicalMemory memory = memory();

  private static PhysicalMemory memory() {
    PhysicalMemory memory = new PhysicalMemory();
    memory.region(0x4000_0000L, 0x1_0000);
    memory.write(AT, 4, NONSECURE, Word.of(OLD));
    return memory;
  }

  private static long read(DataCache data, MemoryKind kind) {
    return data.read(AT, 4, kind, NONSECURE).value();
  }

  private static long fetch(InstructionView view) {
    return view.fetch(AT, 4, NONSECURE).value();
  }

  private static void write(DataCache data, MemoryKind kind) {
    data.write(AT, 4, kind, NONSECURE, Word.of(NEW));
  }

  @Test
  void aRewrittenInstructionIsFetchedAsItWasUntilIcMaintenance() {
    Coherence coherence = new Coherence(true, false, true);
    DataCache data = new DataCache(memory, coherence);
    InstructionView view = new InstructionView(data, coherence);
    assertEquals(OLD, fetch(view));
    write(data, WRITE_BACK);
    assertEquals(NEW, read(data, WRITE_BACK));
    assertEquals(OLD, fetch(view));
    // Of another line: nothing.
    view.maintain(Maintenance.IC_IVAU, AT + InstructionView.LINE);
    view.maintain(Maintenance.DC_CVAU, AT);
    assertEquals(OLD, fetch(view));
    view.maintain(Maintenance.IC_IVAU, AT + InstructionView.LINE - 1);
    assertEquals(NEW, fetch(view));
  }

  @Test
  void whatWasNotFetchedIsNotStale() {
    Coherence coherence = new Coherence(true, false, true);
    DataCache data = new DataCache(memory, coherence);
    InstructionView view = new InstructionView(data, coherence);
    // The halves of a T32 instruction are fetched one by one.
    assertEquals(OLD & 0xffff, view.fetch(AT, 2, NONSECURE).value());
    write(data, WRITE_BACK);
    assertEquals((NEW & 0xffff_0000L) | (OLD & 0xffff), fetch(view));
    view.maintain(Maintenance.IC_IALLU, 0);
    assertEquals(NEW, fetch(view));
  }

  @Test
  void coherentInstructionsAreWhatMemoryIs() {
    DataCache data = new DataCache(memory, Coherence.ALL);
    InstructionView view = new InstructionView(data, Coherence.ALL);
    assertEquals(OLD, fetch(view));
    write(data, WRITE_BACK);
    assertEquals(NEW, fetch(view));
  }

  @Test
  void aCacheableWriteReachesFetchByCvauAndMemoryByCvac() {
    Coherence coherence = new Coherence(true, true, false);
    DataCache data = new DataCache(memory, coherence);
    InstructionView view = new InstructionView(data, coherence);
    write(data, WRITE_BACK);
    assertEquals(NEW, read(data, WRITE_BACK));
    assertEquals(OLD, read(data, NON_CACHEABLE));
    assertEquals(OLD, fetch(view));
    data.maintain(Maintenance.DC_CVAU, AT, NONSECURE);
    assertEquals(NEW, fetch(view));
    assertEquals(OLD, read(data, DEVICE));
    assertEquals(OLD, memory.read(AT, 4, NONSECURE).value());
    data.maintain(Maintenance.DC_CVAC, AT, NONSECURE);
    assertEquals(NEW, read(data, NON_CACHEABLE));
    assertEquals(NEW, memory.read(AT, 4, NONSECURE).value());
  }

  @Test
  void newCodeNeedsBothCleaningAndIcMaintenanceInThisOrder() {
    DataCache data = new DataCache(memory, Coherence.NONE);
    InstructionView view = new InstructionView(data, Coherence.NONE);
    assertEquals(OLD, fetch(view));
    write(data, WRITE_BACK);
    view.maintain(Maintenance.IC_IVAU, AT);
    assertEquals(OLD, fetch(view));
    data.maintain(Maintenance.DC_CVAU, AT, NONSECURE);
    assertEquals(OLD, fetch(view));
    view.maintain(Maintenance.IC_IVAU, AT);
    assertEquals(NEW, fetch(view));
  }

  @Test
  void aWriteBelowTheCacheIsNotSeenByCacheableReadsThatCameBefore() {
    DataCache data = new DataCache(memory, new Coherence(true, true, false));
    assertEquals(OLD, read(data, WRITE_BACK));
    write(data, NON_CACHEABLE);
    assertEquals(NEW, read(data, NON_CACHEABLE));
    assertEquals(OLD, read(data, WRITE_BACK));
    data.maintain(Maintenance.DC_IVAC, AT, NONSECURE);
    assertEquals(NEW, read(data, WRITE_BACK));
  }

  @Test
  void writeThroughReachesMemoryAtOnce() {
    DataCache data = new DataCache(memory, new Coherence(true, true, false));
    write(data, WRITE_THROUGH);
    assertEquals(NEW, memory.read(AT, 4, NONSECURE).value());
    assertEquals(NEW, read(data, WRITE_BACK));
  }

  @Test
  void invalidationWithoutCleaningLosesWhatWasWritten() {
    DataCache data = new DataCache(memory, new Coherence(true, true, false));
    write(data, WRITE_BACK);
    data.maintain(Maintenance.DC_IVAC, AT, NONSECURE);
    assertEquals(OLD, read(data, WRITE_BACK));
    write(data, WRITE_BACK);
    data.maintain(Maintenance.DC_CIVAC, AT, NONSECURE);
    assertEquals(NEW, memory.read(AT, 4, NONSECURE).value());
  }

  @Property(tries = 200)
  @Label("accesses of one cacheability alone see memory as if there were no cache")
  void oneAliasSeesNoCache(@ForAll MemoryKind kind, @ForAll long seed) {
    Random random = new Random(seed);
    DataCache cached = new DataCache(memory(), Coherence.NONE);
    PhysicalMemory plain = memory();
    for (int step = 0; step < 50; step++) {
      long at = AT - 16 + random.nextInt(100);
      int bytes = 1 << random.nextInt(4);
      if (random.nextBoolean()) {
        Word word =
            new Word(random.nextLong(), 1L << random.nextInt(64), Origin.of("test")).low(8 * bytes);
        cached.write(at, bytes, kind, NONSECURE, word);
        plain.write(at, bytes, NONSECURE, word);
      } else {
        Word expected = plain.read(at, bytes, NONSECURE);
        Word got = cached.read(at, bytes, kind, NONSECURE);
        assertEquals(expected.value(), got.value());
        assertEquals(expected.unreliable(), got.unreliable());
      }
    }
  }

  @Property(tries = 200)
  @Label("after cleaning to the point of coherency every view is the same")
  void cleaningMakesAllViewsOne(@ForAll long seed) {
    Random random = new Random(seed);
    DataCache data = new DataCache(memory(), Coherence.NONE);
    InstructionView view = new InstructionView(data, Coherence.NONE);
    for (int step = 0; step < 20; step++) {
      long at = AT + 4 * random.nextInt(16);
      if (random.nextInt(3) == 0) {
        view.fetch(at, 4, NONSECURE);
      } else {
        data.write(at, 4, WRITE_BACK, NONSECURE, Word.of(random.nextInt() & 0xffff_ffffL));
      }
    }
    data.maintain(Maintenance.DC_CVAC, AT, NONSECURE);
    view.maintain(Maintenance.IC_IVAU, AT);
    for (long at = AT; at < AT + 64; at += 4) {
      Word expected = data.read(at, 4, WRITE_BACK, NONSECURE);
      assertEquals(expected.value(), data.read(at, 4, NON_CACHEABLE, NONSECURE).value());
      assertEquals(expected.value(), view.fetch(at, 4, NONSECURE).value());
    }
  }

  /** A guest that touches a line and the next and the next does not take the host's memory. */
  @Test
  void linesThatNobodyCleansAreLimited() {
    PhysicalMemory large = new PhysicalMemory();
    large.region(0, 1L << 40);
    DataCache cache = new DataCache(large, Coherence.NONE);
    for (long at = 0; at < 1L << 18; at++) {
      cache.read(at << 6, 1, MemoryKind.WRITE_BACK, NONSECURE);
    }
    assertThrows(
        MemoryLimitException.class,
        () -> {
          for (long at = 0; at < 1L << 18; at++) {
            cache.write(at << 6, 1, MemoryKind.WRITE_BACK, NONSECURE, Word.of(1));
          }
        });
  }
}
