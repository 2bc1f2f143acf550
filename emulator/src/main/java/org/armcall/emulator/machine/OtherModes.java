// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;

/**
 * Status and banked registers of the AArch32 modes as instructions name them.
 *
 * <p>A register that the current mode may not reach is UNPREDICTABLE, which must not open a way to
 * a higher level; it is UNDEFINED here (pseudocode BankedRegisterAccessValid, SPSRaccessValid).
 */
final class OtherModes {
  /** E, A, I, F and M. */
  private static final long USER_UNKNOWN = 0x3df;

  private static final Origin USER_STATUS =
      Origin.of("CPSR[9:6,4:0] is UNKNOWN where User mode reads it");

  private final Cpu cpu;
  private final Exceptions exceptions;

  OtherModes(Cpu cpu, Exceptions exceptions) {
    this.cpu = cpu;
    this.exceptions = exceptions;
  }

  Word banked(Mode mode, int number) {
    allow(mode);
    return cpu.general.narrow(BankMap.row(mode), number);
  }

  void banked(Mode mode, int number, Word value) {
    allow(mode);
    cpu.general.narrow(BankMap.row(mode), number, value);
  }

  /** CPSR as MRS reads it. */
  Word cpsr() {
    Word word = cpu.status.cpsr();
    return cpu.status.level == ExceptionLevel.EL0
        ? word.withUnreliable(USER_UNKNOWN, USER_STATUS)
        : word;
  }

  /** SPSR of the current mode; User and System mode have none. */
  Word spsr() {
    if (cpu.status.mode == Mode.USR || cpu.status.mode == Mode.SYS) {
      end();
    }
    return spsr(cpu.status.mode);
  }

  /** Writes the bits of it that the mask selects. */
  void spsr(Word value, int mask) {
    long selected = mask & 0xffffffffL;
    Word kept = spsr().and(Word.of(~selected));
    spsr(cpu.status.mode, kept.or(value.and(Word.of(selected))));
  }

  Word spsr(Mode mode) {
    allow(mode);
    return cpu.read(Entering.spsrOf(mode)).low(32);
  }

  void spsr(Mode mode, Word value) {
    allow(mode);
    cpu.report(Entering.spsrOf(mode), value.low(32));
  }

  private void allow(Mode mode) {
    if (cpu.status.isa != InstructionSet.A64 && !ModeBits.reaches(cpu.status, mode)) {
      end();
    }
  }

  private void end() {
    exceptions.undefined();
    throw Abandoned.NOW;
  }
}
