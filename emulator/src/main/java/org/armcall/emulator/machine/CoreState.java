// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.isa.Core;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;

/** What instructions see of the registers, the flags, the memory and the status of a processor. */
abstract class CoreState implements Core {
  final Cpu cpu;
  final Parts parts;

  CoreState(Cpu cpu, Parts parts) {
    this.cpu = cpu;
    this.parts = parts;
  }

  /** X0 to X30, or R0 to R14 of the current mode. */
  List<Word> registers() {
    List<Word> all = new ArrayList<>();
    for (int number = 0; number < (cpu.status.aarch64() ? 31 : 15); number++) {
      all.add(register(number));
    }
    return all;
  }

  @Override
  public InstructionSet isa() {
    return cpu.status.isa;
  }

  @Override
  public long pc() {
    return cpu.pc;
  }

  @Override
  public Word register(int number) {
    return cpu.status.isa == InstructionSet.A64
        ? cpu.general.wide(number)
        : cpu.general.narrow(cpu.row, number);
  }

  @Override
  public void register(int number, Word value) {
    if (cpu.status.isa == InstructionSet.A64) {
      cpu.general.wide(number, value);
    } else {
      cpu.general.narrow(cpu.row, number, value);
    }
  }

  private ExceptionLevel stackLevel() {
    return cpu.status.mode.usesOwnStackPointer() ? cpu.status.level : EL0;
  }

  @Override
  public Word stackPointer() {
    return cpu.general.stackPointer(stackLevel());
  }

  @Override
  public Word stackPointerAsBase() {
    Word pointer = stackPointer();
    if (parts.memory().checksStack()) {
      cpu.relied("the alignment of SP", pointer, 0xf);
      if ((pointer.value() & 0xf) != 0) {
        parts.aborts().stackAlignment();
        throw Abandoned.NOW;
      }
    }
    return pointer;
  }

  @Override
  public void stackPointer(Word value) {
    cpu.general.stackPointer(stackLevel(), value);
  }

  @Override
  public Word banked(Mode mode, int number) {
    return parts.modes().banked(mode, number);
  }

  @Override
  public void banked(Mode mode, int number, Word value) {
    parts.modes().banked(mode, number, value);
  }

  @Override
  public Truth negative() {
    return cpu.status.negative;
  }

  @Override
  public Truth zero() {
    return cpu.status.zero;
  }

  @Override
  public Truth carry() {
    return cpu.status.carry;
  }

  @Override
  public Truth overflow() {
    return cpu.status.overflow;
  }

  @Override
  public void flags(Truth negative, Truth zero, Truth carry, Truth overflow) {
    cpu.status.negative = negative;
    cpu.status.zero = zero;
    cpu.status.carry = carry;
    cpu.status.overflow = overflow;
  }

  @Override
  public void aligned(Word address, int bytes, boolean write) {
    parts.memory().aligned(address, bytes, write);
  }

  @Override
  public Word load(Word address, int bytes) {
    return parts.memory().load(address, bytes);
  }

  @Override
  public void store(Word address, int bytes, Word value) {
    parts.memory().store(address, bytes, value);
  }

  @Override
  public Word loadExclusive(Word address, int bytes) {
    return parts.memory().loadExclusive(address, bytes);
  }

  @Override
  public Word storeExclusive(Word address, int bytes, Word value) {
    return parts.memory().storeExclusive(address, bytes, value);
  }

  @Override
  public void clearExclusive() {
    parts.memory().clearExclusive();
  }

  @Override
  public Word cpsr() {
    return parts.modes().cpsr();
  }

  @Override
  public void cpsr(Word value, int mask) {
    parts.status32().cpsr(value, mask);
  }

  @Override
  public Word spsr() {
    return parts.modes().spsr();
  }

  @Override
  public void spsr(Word value, int mask) {
    parts.modes().spsr(value, mask);
  }

  @Override
  public Word spsr(Mode mode) {
    return parts.modes().spsr(mode);
  }

  @Override
  public void spsr(Mode mode, Word value) {
    parts.modes().spsr(mode, value);
  }
}
