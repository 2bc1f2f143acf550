// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.Decoded;
import org.armcall.emulator.isa.Instructions;
import org.armcall.emulator.isa.Step;
import org.armcall.emulator.memory.Mapped;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;

/**
 * Fetches and decodes. What was decoded at an address is remembered until something changes that it
 * depends on: a register of the regime, a table, the code, or maintenance.
 */
@SuppressWarnings("ReferenceEquality") // a regime is the same object until a register changes
final class Fetching {
  private static final int LINES = 4096;
  private static final int MOST_WORDS = 1 << 18;

  private final Cpu cpu;
  private final Bus bus;
  private final Regimes regimes;
  private final MemoryPort memory;
  private final Line[] lines = new Line[LINES];
  private final Map<InstructionSet, Map<Integer, Optional<Decoded>>> words =
      new EnumMap<>(InstructionSet.class);

  /**
   * A decoded instruction at an address.
   *
   * @param guarded whether its page is a guarded one
   * @param fetched the word with the standing of its bits
   */
  record Line(
      long pc,
      InstructionSet isa,
      TranslationRegime regime,
      boolean privileged,
      long version,
      boolean guarded,
      Word fetched,
      InstructionWord word,
      Step step,
      int size) {}

  Fetching(Cpu cpu, Bus bus, Regimes regimes, MemoryPort memory) {
    this.cpu = cpu;
    this.bus = bus;
    this.regimes = regimes;
    this.memory = memory;
    Arrays.stream(InstructionSet.values()).forEach(isa -> words.put(isa, new HashMap<>()));
  }

  /** The instruction at PC; takes the abort, or stops the machine, if there is none. */
  Line current() {
    Line line = lines[(int) (cpu.pc >>> 1) & LINES - 1];
    if (line != null
        && line.pc == cpu.pc
        && line.isa == cpu.status.isa
        && line.version == bus.version()
        && line.regime == regimes.current()
        && line.privileged == (cpu.status.level != ExceptionLevel.EL0)) {
      return line;
    }
    return fetch();
  }

  /** Takes the abort if there is no instruction at PC. */
  void probe() {
    word();
  }

  private record Found(Mapped mapped, Word fetched, int size) {}

  private Line fetch() {
    long pc = cpu.pc;
    InstructionSet isa = cpu.status.isa;
    Found found = word();
    Word fetched = found.fetched;
    int size = found.size;
    InstructionWord word = new InstructionWord(isa, size, (int) fetched.value());
    Optional<Decoded> decoded = decode(word);
    if (decoded.isEmpty()) {
      if (cpu.hears()) {
        cpu.tell(new MachineEvent.NotModelled(cpu.number, pc, word));
      }
      throw new Stop(new Ending.NotModelled(cpu.number, pc, word));
    }
    Line line =
        new Line(
            pc,
            isa,
            regimes.current(),
            cpu.status.level != ExceptionLevel.EL0,
            bus.version(),
            found.mapped.guarded(),
            fetched,
            word,
            decoded.get().step(),
            size);
    lines[(int) (pc >>> 1) & LINES - 1] = line;
    return line;
  }

  private Found word() {
    long pc = cpu.pc;
    InstructionSet isa = cpu.status.isa;
    Mapped mapped = memory.fetchable(pc);
    bus.memory.watch(mapped.address(pc));
    Word fetched;
    int size = 4;
    if (isa == InstructionSet.T32) {
      fetched = memory.fetch(mapped, pc, 2);
      size = Instructions.t32Size((int) fetched.value());
      if (size == 4) {
        long second = pc + 2 & 0xffffffffL;
        // The second halfword is an access of its own: it may be in another page.
        Mapped other = memory.fetchable(second);
        bus.memory.watch(other.address(second));
        Word low = memory.fetch(other, second, 2);
        fetched = fetched.shiftLeft(16).or(low);
      }
    } else {
      fetched = memory.fetch(mapped, pc, 4);
    }
    return new Found(mapped, fetched, size);
  }

  private Optional<Decoded> decode(InstructionWord word) {
    Map<Integer, Optional<Decoded>> known = words.get(word.isa());
    int key = word.size() == 2 ? word.bits() | 0x10000 : word.bits();
    Optional<Decoded> decoded = known.get(key);
    if (decoded == null) {
      if (known.size() >= MOST_WORDS) {
        known.clear();
      }
      decoded = Instructions.decode(word);
      known.put(key, decoded);
    }
    return decoded;
  }
}
