// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.List;
import org.armcall.emulator.isa.Core;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/**
 * One processor of a {@link Machine}.
 *
 * <p>What is here sets it up and looks at it, without any check. Who executes on it is {@link
 * #core}.
 */
public final class Processor {
  private final Cpu cpu;
  private final Parts parts;
  private final Executing executing;

  Processor(Cpu cpu, Machine machine, Bus bus) {
    this.cpu = cpu;
    parts = new Parts(cpu, machine, bus);
    executing = new Executing(cpu, parts);
  }

  /** Its number, counted from 0. */
  public int number() {
    return cpu.number;
  }

  /** Brings it to where a run begins; sets SCR and HCR as such a beginning needs. */
  public void start(Start start) {
    Starting.at(cpu, start);
    parts.handling().leave();
  }

  /** Goes on at another address. */
  public void pc(long address) {
    cpu.pc = address;
    cpu.next = address;
  }

  /** The level that executes. */
  public ExceptionLevel level() {
    return cpu.status.level;
  }

  /** The mode that executes. */
  public Mode mode() {
    return cpu.status.mode;
  }

  /** The Security state that executes. */
  public SecurityState security() {
    return cpu.security();
  }

  /** PSTATE in the form of an SPSR. */
  public Word status() {
    return cpu.status.saved();
  }

  /** NZCV, N in bit 3. */
  public void nzcv(int flags) {
    cpu.status.flags(Word.of((long) flags << 28));
  }

  /** PSTATE.IT. */
  public void it(ItState state) {
    cpu.status.it = state.bits();
  }

  /** PSTATE.SS: whether a software step of the next instruction is active. */
  public void singleStep(boolean active) {
    cpu.status.step = active;
  }

  /** PSTATE.BTYPE. */
  public void branchType(int type) {
    cpu.status.branchType = type & 3;
  }

  /** PSTATE.IL. */
  public void illegalState(boolean illegal) {
    cpu.status.illegal = illegal;
  }

  /** D, A, I and F in bits 3 to 0. */
  public void masks(int daif) {
    cpu.status.masks = daif & 0xf;
  }

  /** PSTATE.E; AArch32. */
  public void bigEndian(boolean big) {
    cpu.status.bigEndian = big;
  }

  /** Sets or clears a control bit in the register that has it. */
  public void control(Control control, boolean value) {
    ControlBits.set(cpu, control, value);
  }

  /** A system register, in the copy of the current Security state, without any check. */
  public Word peek(SystemRegister register) {
    return parts.access().read(register);
  }

  /** Writes one, without any check. */
  public void poke(SystemRegister register, Word value) {
    parts.access().write(register, value);
  }

  /** The instruction set that executes. */
  public InstructionSet isa() {
    return cpu.status.isa;
  }

  /** The address of the next instruction. */
  public long pc() {
    return cpu.pc;
  }

  /** X0 to X30, or R0 to R14 of the current mode. */
  public List<Word> registers() {
    return cpu.registers();
  }

  /** One of them. */
  public Word register(int number) {
    return executing.register(number);
  }

  /** Writes one of them. */
  public void register(int number, Word value) {
    executing.register(number, value);
  }

  /** SP as A64 sees it now. */
  public Word stackPointer() {
    return executing.stackPointer();
  }

  /** Writes it. */
  public void stackPointer(Word value) {
    executing.stackPointer(value);
  }

  /** R8 to R14 of an AArch32 mode. */
  public Word banked(Mode mode, int number) {
    return cpu.general.narrow(BankMap.row(mode), number);
  }

  /** Writes one of them. */
  public void banked(Mode mode, int number, Word value) {
    cpu.general.narrow(BankMap.row(mode), number, value);
  }

  /** The processor as an instruction sees it. */
  public Core core() {
    return executing;
  }

  /** The live state as the model asks for it; the page is taken for one that is not guarded. */
  public ProcessorState state() {
    return parts.calls().state(false);
  }

  void powerOn(ExceptionLevel level) {
    parts.handling().powerOn(level);
  }

  void forget() {
    parts.handling().leave();
  }

  void handler(ExceptionLevel level, Handler handler) {
    parts.handling().handler(level, handler);
  }

  /** Whether a Java handler has the processor. */
  public boolean isHandling() {
    return parts.handling().isActive();
  }

  /** One turn: an instruction, an exception, or a step of a Java handler. */
  void step() {
    if (parts.handling().isActive()) {
      parts.handling().step();
      cpu.pc = cpu.next;
    } else {
      executing.step();
    }
  }
}
