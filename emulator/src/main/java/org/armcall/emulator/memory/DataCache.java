// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * What data accesses see. If data is not coherent, a cacheable write stays above memory until it is
 * cleaned: to the point of unification (DC CVAU) for instruction fetch, to the point of coherency
 * (DC CVAC) for non-cacheable accesses and devices; and bytes that a cacheable access has read or
 * written are seen by cacheable accesses until they are invalidated, whatever happens to memory.
 *
 * <p>All processors share one: they are coherent with each other. Nothing is evicted below the
 * limit of lines, and bytes are cached one by one, so that what is stale is stale by a program's
 * own omission.
 */
public final class DataCache {
  /** A line of 64 bytes is what maintenance by address works on. */
  public static final int LINE = 64;

  /** Clean lines are dropped, which the architecture allows at any time, when there are as many. */
  private static final int MOST_LINES = 1 << 17;

  private final PhysicalMemory memory;
  private final boolean coherent;

  /** What processors wrote or read. */
  private final Map<Long, CacheLine> inner = new HashMap<>();

  /** What was cleaned to the point of unification, and no further. */
  private final Map<Long, CacheLine> unified = new HashMap<>();

  /** The caches above this memory, empty. */
  public DataCache(PhysicalMemory memory, Coherence coherence) {
    this.memory = memory;
    this.coherent = coherence.data();
  }

  /** The memory below: what devices and non-cacheable accesses see. */
  public PhysicalMemory memory() {
    return memory;
  }

  /**
   * A data read, little-endian.
   *
   * @param bytes 1, 2, 4 or 8
   * @throws ExternalAbortException if nothing answers
   */
  public Word read(long address, int bytes, MemoryKind kind, SecurityState space) {
    if (coherent || !kind.cacheable() || !memory.isMemory(address)) {
      return memory.read(address, bytes, space);
    }
    // Whoever may not reach the memory may not reach its cached bytes either.
    Word below = memory.read(address, bytes, space);
    Word word = Word.ZERO;
    for (int at = 0; at < bytes; at++) {
      Word value = cached(address + at, below.bits(8 * at + 7, 8 * at), space);
      word = word.withBits(8 * at + 7, 8 * at, value);
    }
    return word;
  }

  /**
   * A data write, little-endian.
   *
   * @param bytes 1, 2, 4 or 8
   * @throws ExternalAbortException if nothing answers
   */
  public void write(long address, int bytes, MemoryKind kind, SecurityState space, Word value) {
    if (coherent || !kind.cacheable() || !memory.isMemory(address)) {
      memory.write(address, bytes, space, value);
      return;
    }
    memory.read(address, bytes, space);
    memory.touchTables();
    boolean back = kind == MemoryKind.WRITE_BACK;
    if (!back) {
      memory.write(address, bytes, space, value);
    }
    for (int at = 0; at < bytes; at++) {
      long here = address + at;
      line(inner, here, space).put(offset(here), value.bits(8 * at + 7, 8 * at), back);
      if (!back) {
        line(unified, here, space).drop(offset(here));
      }
    }
  }

  /** What instruction fetch sees: memory and what was cleaned to the point of unification. */
  Word readForFetch(long address, int bytes, SecurityState space) {
    Word below = memory.read(address, bytes, space);
    if (coherent || unified.isEmpty()) {
      return below;
    }
    Word word = below;
    for (int at = 0; at < bytes; at++) {
      CacheLine line = unified.get(number(address + at));
      if (line != null && line.has(offset(address + at))) {
        word = word.withBits(8 * at + 7, 8 * at, line.get(offset(address + at)));
      }
    }
    return word;
  }

  /**
   * DC maintenance of the line at a physical address; other operations do nothing, nor is anything
   * done where the address space does not reach memory. DC IVAC loses what was not cleaned.
   */
  public void maintain(Maintenance operation, long address, SecurityState space) {
    if (!memory.isMemory(address) || !memory.answers(address, 1, space)) {
      return;
    }
    long number = number(address);
    switch (operation) {
      case DC_CVAU -> cleanToUnification(number);
      case DC_CVAC -> cleanToCoherency(number);
      case DC_CIVAC -> {
        cleanToCoherency(number);
        inner.remove(number);
      }
      case DC_IVAC -> {
        inner.remove(number);
        unified.remove(number);
      }
      default -> {
        return;
      }
    }
    memory.touchTables();
  }

  /** Every line goes back to memory, and is read from there again. */
  public void cleanAndInvalidate() {
    Set<Long> lines = new TreeSet<>(inner.keySet());
    lines.addAll(unified.keySet());
    lines.forEach(this::cleanToCoherency);
    inner.clear();
    memory.touchTables();
  }

  private void cleanToUnification(long number) {
    CacheLine line = inner.get(number);
    if (line == null) {
      return;
    }
    long base = number * LINE;
    for (int at = 0; at < LINE; at++) {
      if (line.isDirty(at)) {
        line(unified, base, line.space()).put(at, line.get(at), true);
      }
    }
    line.clean();
  }

  private void cleanToCoherency(long number) {
    cleanToUnification(number);
    CacheLine line = unified.remove(number);
    if (line == null) {
      return;
    }
    for (int at = 0; at < LINE; at++) {
      if (line.isDirty(at)) {
        memory.write(number * LINE + at, 1, line.space(), line.get(at));
      }
    }
  }

  private Word cached(long address, Word below, SecurityState space) {
    CacheLine line = line(inner, address, space);
    int offset = offset(address);
    if (!line.has(offset)) {
      CacheLine outer = unified.get(number(address));
      boolean above = outer != null && outer.has(offset);
      line.put(offset, above ? outer.get(offset) : below, false);
    }
    return line.get(offset);
  }

  /** A guest that touches line after line must not take the host's memory. */
  private CacheLine line(Map<Long, CacheLine> cache, long address, SecurityState space) {
    if (cache.size() >= MOST_LINES && !cache.containsKey(number(address))) {
      cache.values().removeIf(CacheLine::isClean);
      if (cache.size() >= MOST_LINES) {
        throw new MemoryLimitException((long) MOST_LINES * LINE, address);
      }
    }
    return cache.computeIfAbsent(number(address), number -> new CacheLine(space));
  }

  private static long number(long address) {
    return address / LINE;
  }

  private static int offset(long address) {
    return (int) address & LINE - 1;
  }
}
