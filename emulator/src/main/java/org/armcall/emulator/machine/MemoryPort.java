// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.MachineEvent.Translated.By;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.ByteOrder;
import org.armcall.emulator.memory.ExternalAbortException;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.Mapped;
import org.armcall.emulator.memory.MemoryKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.Tlb;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.memory.WalkRecord;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;

/** A processor's way to memory: fetches, loads and stores with the current level's regime. */
@SuppressWarnings("ReferenceEquality") // a regime is the same object until a register changes
final class MemoryPort {
  private static final int PAGE = 4096;
  private static final int PAGE_BITS = 12;
  private static final int REMEMBERED = 64;

  private final Cpu cpu;
  private final Bus bus;
  private final Tlb tlb;
  private final Regimes regimes;
  private final Aborts aborts;
  private final WalkListener listener;
  private final Remembered[] reads = new Remembered[REMEMBERED];
  private final Remembered[] writes = new Remembered[REMEMBERED];

  /** How the pages were translated that were fetched from last; only where somebody hears of it. */
  private final Map<Long, WalkRecord> fetches = new LinkedHashMap<>();

  /** A page that an access was let into; good as long as nothing that it depends on changes. */
  private record Remembered(
      long page, TranslationRegime regime, boolean privileged, long version, Mapped mapped) {}

  MemoryPort(Cpu cpu, Bus bus, Regimes regimes, Aborts aborts) {
    this.cpu = cpu;
    this.bus = bus;
    this.tlb = bus.tlbs.get(cpu.number);
    this.regimes = regimes;
    this.aborts = aborts;
    listener =
        new WalkListener() {
          @Override
          public void descriptor(
              Stage stage, int level, long virtual, long address, Word descriptor) {}

          @Override
          public void relied(long virtual, String what, long bits, Origin origin) {
            cpu.relied(what, bits, origin);
          }
        };
  }

  WalkListener listener() {
    return listener;
  }

  private boolean privileged() {
    return cpu.status.level != ExceptionLevel.EL0;
  }

  /** Where an instruction is; takes the abort if it cannot be fetched. */
  Mapped fetchable(long address) {
    TranslationRegime regime = regimes.current();
    Access access = Access.of(Access.Kind.FETCH, privileged());
    if (!cpu.hears()) {
      return fetchable(address, tlb.translate(regime, address, access, listener));
    }
    WalkRecord.Listener seen = new WalkRecord.Listener(listener);
    Translation found = tlb.translate(regime, address, access, seen);
    remember(WalkRecord.of(regime, address, found, seen.read()));
    return fetchable(address, found);
  }

  /** A TLB that answers with what it was told before says nothing of what it read then. */
  private void remember(WalkRecord now) {
    long page = now.virtual() >>> PAGE_BITS;
    WalkRecord before = fetches.get(page);
    boolean told = before != null && now.read().isEmpty() && before.leadsWhere(now, PAGE_BITS);
    fetches.remove(page);
    fetches.put(page, told ? before : now);
    if (fetches.size() > REMEMBERED) {
      fetches.remove(fetches.keySet().iterator().next());
    }
  }

  /** Tells how the address of an instruction was translated that is about to execute. */
  void tellFetched(long address, int bytes) {
    WalkRecord first = fetches.get(address >>> PAGE_BITS);
    if (first != null) {
      cpu.tell(new MachineEvent.Translated(cpu.number, By.FETCH, first.at(address, PAGE_BITS)));
    }
    long second = address + 2 & 0xffffffffL;
    WalkRecord other = fetches.get(second >>> PAGE_BITS);
    if (bytes == 4 && cpu.status.isa == InstructionSet.T32 && other != null && other != first) {
      cpu.tell(new MachineEvent.Translated(cpu.number, By.FETCH, other.at(second, PAGE_BITS)));
    }
  }

  private Mapped fetchable(long address, Translation found) {
    if (found instanceof Mapped mapped) {
      return mapped;
    }
    aborts.instruction((Fault) found, address);
    throw Abandoned.NOW;
  }

  /** The bytes of an instruction; takes the abort if nothing answers. */
  Word fetch(Mapped mapped, long address, int bytes) {
    try {
      return bus.instructions.fetch(mapped.address(address), bytes, mapped.space());
    } catch (ExternalAbortException nothing) {
      aborts.instruction(Fault.ofAccess(FaultKind.EXTERNAL), address);
      throw Abandoned.NOW;
    }
  }

  /** A data read in the current endianness. */
  Word load(Word address, int bytes) {
    long at = address(address, "the address of a load");
    if (crosses(at, bytes)) {
      return loadAcross(at, bytes);
    }
    Mapped mapped = accessible(at, bytes, false);
    return ordered(read(mapped, at, bytes), bytes);
  }

  /** A data write in the current endianness. */
  void store(Word address, int bytes, Word value) {
    long at = address(address, "the address of a store");
    Word ordered = ordered(value.low(8 * bytes), bytes);
    if (crosses(at, bytes)) {
      // Both pages are tried before either is written.
      accessible(at, bytes, true);
      accessible(wrapped(at + bytes - 1 & -PAGE), 1, true);
      for (int index = 0; index < bytes; index++) {
        long byteAt = wrapped(at + index);
        write(accessible(byteAt, 1, true), byteAt, 1, ordered.bits(8 * index + 7, 8 * index));
      }
      return;
    }
    write(accessible(at, bytes, true), at, bytes, ordered);
  }

  /** Takes the alignment fault of an access that has to be aligned, if it is not. */
  void aligned(Word address, int bytes, boolean write) {
    alignedOnly(address(address, "the address of an access"), bytes, write);
  }

  /** A read that marks the place for this processor. */
  Word loadExclusive(Word address, int bytes) {
    long at = address(address, "the address of a load");
    alignedOnly(at, bytes, false);
    Mapped mapped = accessible(at, bytes, false);
    Word value = ordered(read(mapped, at, bytes), bytes);
    bus.mark(cpu.number, mapped.address(at));
    return value;
  }

  /** A write if the mark is still there; 0 if it wrote. */
  Word storeExclusive(Word address, int bytes, Word value) {
    long at = address(address, "the address of a store");
    alignedOnly(at, bytes, true);
    Mapped mapped = accessible(at, bytes, true);
    boolean own = bus.hasMark(cpu.number, mapped.address(at));
    bus.clearMark(cpu.number);
    if (!own) {
      return Word.of(1);
    }
    write(mapped, at, bytes, ordered(value.low(8 * bytes), bytes));
    return Word.ZERO;
  }

  void clearExclusive() {
    bus.clearMark(cpu.number);
  }

  /** Takes the event that waits for this processor, if one does. */
  boolean takeEvent() {
    return bus.takeEvent(cpu.number);
  }

  /** SEVL, or SEV, which every processor hears. */
  void sendEvent(boolean everywhere) {
    if (everywhere) {
      bus.sendEvents();
    } else {
      bus.sendEvent(cpu.number);
    }
  }

  private Word loadAcross(long at, int bytes) {
    accessible(at, bytes, false);
    Word word = Word.ZERO;
    for (int index = 0; index < bytes; index++) {
      long byteAt = wrapped(at + index);
      Word one = read(accessible(byteAt, 1, false), byteAt, 1);
      word = word.withBits(8 * index + 7, 8 * index, one);
    }
    return ordered(word, bytes);
  }

  private long address(Word address, String what) {
    if (address.unreliable() != 0) {
      cpu.relied(what, address, -1);
    }
    return wrapped(address.value());
  }

  private long wrapped(long address) {
    return cpu.status.isa == InstructionSet.A64 ? address : address & 0xffffffffL;
  }

  private static boolean crosses(long at, int bytes) {
    return (at & PAGE - 1) + bytes > PAGE;
  }

  /** The page of a load or store; takes the abort if there is none. */
  private Mapped accessible(long at, int bytes, boolean write) {
    boolean aligned = (at & bytes - 1) == 0;
    if (!aligned && (control() >>> 1 & 1) != 0) {
      fail(Fault.ofAccess(FaultKind.ALIGNMENT), at, write);
    }
    TranslationRegime regime = regimes.current();
    boolean privileged = privileged();
    Remembered[] table = write ? writes : reads;
    int index = (int) (at >>> 12) & REMEMBERED - 1;
    Remembered known = table[index];
    Mapped mapped;
    if (known != null
        && known.page == at >>> 12
        && known.regime == regime
        && known.privileged == privileged
        && known.version == bus.version()) {
      mapped = known.mapped;
    } else {
      mapped = translate(at, write);
      if (mapped.bits() >= 12) {
        table[index] = new Remembered(at >>> 12, regime, privileged, bus.version(), mapped);
      }
    }
    if (!aligned && mapped.memory() == MemoryKind.DEVICE) {
      fail(Fault.ofAccess(FaultKind.ALIGNMENT), at, write);
    }
    return mapped;
  }

  private Mapped translate(long at, boolean write) {
    Access.Kind kind = write ? Access.Kind.WRITE : Access.Kind.READ;
    Translation found =
        tlb.translate(regimes.current(), at, Access.of(kind, privileged()), listener);
    if (found instanceof Mapped mapped) {
      return mapped;
    }
    aborts.data((Fault) found, at, write);
    throw Abandoned.NOW;
  }

  private void alignedOnly(long at, int bytes, boolean write) {
    if ((at & bytes - 1) != 0) {
      fail(Fault.ofAccess(FaultKind.ALIGNMENT), at, write);
    }
  }

  private void fail(Fault fault, long at, boolean write) {
    aborts.data(fault, at, write);
    throw Abandoned.NOW;
  }

  private Word read(Mapped mapped, long at, int bytes) {
    try {
      return bus.data.read(mapped.address(at), bytes, mapped.memory(), mapped.space());
    } catch (ExternalAbortException nothing) {
      aborts.data(Fault.ofAccess(FaultKind.EXTERNAL), at, false);
      throw Abandoned.NOW;
    }
  }

  private void write(Mapped mapped, long at, int bytes, Word value) {
    long physical = mapped.address(at);
    try {
      bus.data.write(physical, bytes, mapped.memory(), mapped.space(), value);
    } catch (ExternalAbortException nothing) {
      aborts.data(Fault.ofAccess(FaultKind.EXTERNAL), at, true);
      throw Abandoned.NOW;
    }
    bus.stored(cpu.number, physical);
  }

  private Word ordered(Word word, int bytes) {
    return bytes > 1 && isBigEndian() ? ByteOrder.reversed(word, bytes) : word;
  }

  /** SCTLR_ELx.SA, for EL0 SA0. */
  boolean checksStack() {
    return (control() >>> (privileged() ? 3 : 4) & 1) != 0;
  }

  private boolean isBigEndian() {
    if (cpu.status.isa != InstructionSet.A64) {
      return cpu.status.bigEndian;
    }
    // SCTLR_ELx.EE, for EL0 E0E.
    return (control() >>> (privileged() ? 25 : 24) & 1) != 0;
  }

  /** SCTLR of the current regime. */
  private long control() {
    SystemRegister register =
        switch (regimes.kind(cpu.status.level)) {
          case EL10, EL30 -> SystemRegister.SCTLR_EL1;
          case EL2, EL20 -> SystemRegister.SCTLR_EL2;
          case EL3 -> SystemRegister.SCTLR_EL3;
        };
    return cpu.control(register);
  }
}
