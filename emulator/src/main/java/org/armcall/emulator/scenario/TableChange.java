// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.DataCache;
import org.armcall.emulator.memory.MemoryKind;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.scenario.Scenario.Tables;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * Changes descriptors of a running machine: in memory, past every cache, as a device does; or as
 * the hypervisor does whose own tables they are, by stores that its processors' walks see.
 */
final class TableChange {
  /** S2AP[1] of a stage-2 descriptor (DDI 0487 D8.4): the guest may write. */
  private static final long WRITE = 1L << 7;

  private final Machine machine;
  private final Scenario scenario;

  TableChange(Machine machine, Scenario scenario) {
    this.machine = machine;
    this.scenario = scenario;
  }

  /** Makes the descriptor of a page invalid. */
  void unmap(int tables, long from) {
    Descriptor found = find(tables, from);
    write(found, 0);
  }

  /** Points the descriptor of a page elsewhere. */
  void remap(int tables, long from, long to) {
    Descriptor found = find(tables, from);
    int pageBits = scenario.tables().get(tables).format().pageBits();
    long address = (1L << (found.bytes() == 4 ? 32 : 48)) - (1L << pageBits);
    write(found, (found.value() & ~address) | (to & address));
  }

  /** The hypervisor takes the guest's right to write a page; what a TLB holds of it keeps it. */
  void protect(int tables, long from) {
    Descriptor found = find(tables, from, machine.data());
    store(found, found.value() & ~WRITE);
  }

  /** The hypervisor sets its mark in the descriptor of a page. */
  void arm(int tables, long from) {
    Descriptor found = find(tables, from, machine.data());
    store(found, found.value() | GuestMemory.ARMED_MARK);
  }

  private void store(Descriptor found, long value) {
    Word word = Word.of(value);
    machine
        .data()
        .write(found.at(), found.bytes(), MemoryKind.WRITE_BACK, SecurityState.NONSECURE, word);
  }

  private void write(Descriptor found, long value) {
    byte[] bytes = new byte[found.bytes()];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (value >>> (8 * at));
    }
    machine.memory().load(found.at(), bytes);
  }

  private Descriptor find(int tables, long from) {
    return find(tables, from, new DataCache(machine.memory(), Coherence.ALL));
  }

  private Descriptor find(int tables, long from, DataCache view) {
    Tables of = scenario.tables().get(tables);
    Descriptor found = new DescriptorSearch(machine, view, of.format(), of.level()).find(from);
    boolean isPage = found.level() == (of.format() == PageTables.Format.SHORT ? 2 : 3);
    if ((found.value() & 3) == 0) {
      throw new ScenarioException("no tables map " + Numbers.hex(from) + "; map it first");
    }
    if (!isPage) {
      throw new ScenarioException(
          "the descriptor of " + Numbers.hex(from) + " is that of a block; map it alone");
    }
    return found;
  }

  /**
   * A descriptor in memory.
   *
   * @param at its physical address
   * @param bytes its size
   * @param level of its table
   * @param value what it holds
   */
  record Descriptor(long at, int bytes, int level, long value) {}
}
