// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.DataCache;
import org.armcall.emulator.memory.InstructionView;
import org.armcall.emulator.memory.PhysicalMemory;
import org.armcall.emulator.memory.Tlb;
import org.armcall.emulator.memory.Walker;

/**
 * What the processors of a machine share: memory, its views, and the exclusive marks and events.
 */
final class Bus {
  /** The size of what an exclusive mark covers, as a power of two. */
  private static final int GRANULE = 4;

  private static final long NO_MARK = -1;

  final PhysicalMemory memory;
  final DataCache data;
  final InstructionView instructions;
  final Walker walker;
  final List<Tlb> tlbs = new ArrayList<>();
  private final long[] marks;
  private final boolean[] events;
  private int marked;

  Bus(PhysicalMemory memory, Coherence coherence, int processors) {
    this.memory = memory;
    data = new DataCache(memory, coherence);
    instructions = new InstructionView(data, coherence);
    walker = new Walker(data);
    marks = new long[processors];
    events = new boolean[processors];
    java.util.Arrays.fill(marks, NO_MARK);
    for (int number = 0; number < processors; number++) {
      tlbs.add(new Tlb(walker, coherence));
    }
  }

  /** Changes whenever something that a processor remembers may be out of date. */
  long version() {
    return memory.tableVersion();
  }

  /** Makes everything that processors remember out of date. */
  void forget() {
    memory.touchTables();
  }

  /** Marks a place for an exclusive store. */
  void mark(int cpu, long physical) {
    clearMark(cpu);
    marks[cpu] = physical >>> GRANULE;
    marked++;
  }

  void clearMark(int cpu) {
    if (marks[cpu] != NO_MARK) {
      marks[cpu] = NO_MARK;
      marked--;
    }
  }

  boolean hasMark(int cpu, long physical) {
    return marks[cpu] == physical >>> GRANULE;
  }

  /** A store: the marks of other processors on the place are gone. */
  void stored(int cpu, long physical) {
    if (marked == 0) {
      return;
    }
    for (int other = 0; other < marks.length; other++) {
      if (other != cpu && marks[other] == physical >>> GRANULE) {
        clearMark(other);
        // The clearing of the global monitor is an event (DDI 0487 B2.12.2, D1.6.1).
        sendEvent(other);
      }
    }
  }

  /** Sets the event register of a processor. */
  void sendEvent(int cpu) {
    events[cpu] = true;
  }

  /** Sets that of every processor. */
  void sendEvents() {
    java.util.Arrays.fill(events, true);
  }

  /** Clears the event register of a processor; says whether it was set. */
  boolean takeEvent(int cpu) {
    boolean was = events[cpu];
    events[cpu] = false;
    return was;
  }
}
