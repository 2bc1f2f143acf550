// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** A processor without a program: its parts are told what to do. */
final class Bare {
  static final long HERE = 0x40001000L;

  final Cpu cpu;
  final Parts parts;
  final List<MachineEvent> events = new ArrayList<>();

  Bare(Platform platform, Mode mode, InstructionSet isa, SecurityState security) {
    this(platform, new Start(HERE, mode, isa, security), Fill.ONES, Behaviour.plainest());
  }

  Bare(Platform platform, Start start, Fill fill, Behaviour behaviour) {
    Machine machine = Machine.of(platform).ram(Machines.RAM, Machines.RAM_SIZE).build();
    Bus bus = new Bus(machine.memory(), Coherence.ALL, 1);
    cpu = new Cpu(0, platform, fill, behaviour, events::add);
    parts = new Parts(cpu, machine, bus);
    Starting.at(cpu, start);
    set(SystemRegister.VBAR_EL1, Machines.vectors(1));
    set(SystemRegister.VBAR_EL2, Machines.vectors(2));
    set(SystemRegister.VBAR_EL3, Machines.vectors(3));
  }

  /** Non-secure. */
  static Bare of(Platform platform, Mode mode, InstructionSet isa) {
    return new Bare(platform, mode, isa, SecurityState.NONSECURE);
  }

  /** Both copies of a banked register. */
  Bare set(SystemRegister register, long value) {
    cpu.system.set(register, false, Word.of(value));
    cpu.system.set(register, true, Word.of(value));
    return this;
  }

  /** Sets bits beside those that are set. */
  Bare also(SystemRegister register, long bits) {
    return set(register, cpu.system.value(register) | bits);
  }

  Word get(SystemRegister register) {
    return cpu.read(register);
  }

  /** The vector that it went to, from the base of that level. */
  long offset(int level) {
    return cpu.next - Machines.vectors(level);
  }
}
