// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.isa.Step;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** The state of one processor, and who is told of what it does. */
final class Cpu {
  /** IT blocks of more than one instruction are UNDEFINED: the bit of SCTLR. */
  static final int ITD = 7;

  /** SETEND is UNDEFINED. */
  static final int SED = 8;

  final int number;
  final Platform platform;
  final Fill fill;
  final Behaviour behaviour;
  final MachineListener listener;
  final Registers general;
  final SystemRegisters system;
  final ProcessStatus status = new ProcessStatus();
  final Levels levels;

  /** The address of the instruction that executes. */
  long pc;

  /** The address of the next one; an instruction that goes elsewhere writes it. */
  long next;

  /**
   * Whether the instruction that executes has been ended by an exception or an exception return.
   */
  boolean gone;

  /** The size in bytes of the instruction that executes. */
  int size = 4;

  /** What it does. */
  Step executing = core -> {};

  private final List<MachineEvent> held = new ArrayList<>();
  private boolean holding;

  /** Is told of every exception that is taken. */
  Handling handling;

  /** The row of {@link BankMap} of the current mode; of no use in AArch64. */
  byte[] row = BankMap.row(Mode.SVC);

  Cpu(int number, Platform platform, Fill fill, Behaviour behaviour, MachineListener listener) {
    this.number = number;
    this.platform = platform;
    this.fill = fill;
    this.behaviour = behaviour;
    this.listener = listener;
    boolean aarch64 =
        platform.widestOf(ExceptionLevel.EL1).orElseThrow()
            == org.armcall.model.platform.ExecutionState.AARCH64;
    general = new Registers(number, aarch64, fill);
    boolean banks =
        platform.has(ExceptionLevel.EL3)
            && platform.widestOf(ExceptionLevel.EL3).orElseThrow()
                == org.armcall.model.platform.ExecutionState.AARCH32;
    system = new SystemRegisters(number, banks, fill);
    levels = new Levels(platform, system);
  }

  boolean hears() {
    return listener != MachineListener.NONE;
  }

  /** Tells the listener; callers ask {@link #hears} first where making the event costs. */
  void tell(MachineEvent event) {
    if (holding) {
      held.add(event);
    } else {
      listener.heard(event);
    }
  }

  /** What is told meanwhile, kept from the listener. */
  List<MachineEvent> withheld(Runnable what) {
    holding = true;
    try {
      what.run();
      return List.copyOf(held);
    } finally {
      held.clear();
      holding = false;
    }
  }

  /** Reports a reliance on the unreliable bits of a word. */
  void relied(String what, Word word, long mask) {
    long bits = word.unreliable() & mask;
    if (bits != 0) {
      relied(what, bits, word.origin());
    }
  }

  void relied(String what, long bits, Origin origin) {
    if (hears()) {
      tell(new MachineEvent.Relied(new Reliance(number, pc, what, bits, origin)));
    }
  }

  boolean decide(Truth truth, String what) {
    if (!truth.reliable()) {
      relied(what, -1, truth.origin());
    }
    return truth.value();
  }

  /** Whether ITD or SED of SCTLR or HSCTLR is 1; ARMv7 has neither. */
  boolean disables(int bit) {
    return !platform.isArmv7() && (control(narrowControl()) >>> bit & 1) != 0;
  }

  private SystemRegister narrowControl() {
    boolean host = status.level == ExceptionLevel.EL0 && levels.e2h() && levels.tge();
    return status.level == ExceptionLevel.EL2 || host
        ? SystemRegister.SCTLR_EL2
        : SystemRegister.SCTLR_EL1;
  }

  /** The Security state that executes. */
  SecurityState security() {
    return levels.security(status.level);
  }

  boolean isSecure() {
    return security() == SecurityState.SECURE;
  }

  /** A system register in the copy of the Security state that executes. */
  Word read(SystemRegister register) {
    return system.get(register, levels.el3Narrow() && isSecure());
  }

  long control(SystemRegister register) {
    return read(register).value();
  }

  /** Writes a register of a report, such as a syndrome, in the copy of the current state. */
  void report(SystemRegister register, Word value) {
    system.report(register, levels.el3Narrow() && isSecure(), value);
  }

  /** X0 to X30, or R0 to R14 of the current mode. */
  List<Word> registers() {
    boolean wide = status.aarch64();
    List<Word> all = new ArrayList<>();
    for (int register = 0; register < (wide ? 31 : 15); register++) {
      all.add(wide ? general.wide(register) : general.narrow(row, register));
    }
    return all;
  }

  /** Changes to a mode of AArch32 or AArch64; the instruction set is set apart. */
  void mode(ExceptionLevel level, Mode mode) {
    status.level = level;
    status.mode = mode;
    row = BankMap.row(mode);
  }
}
