// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;

/** Brings a processor to a level that it has not come from: after power-on, and further down. */
final class Arriving {
  /** M, C and I of SCTLR: MMU and caches. */
  private static final int[] TRANSLATION_AND_CACHES = {0, 2, 12};

  private Arriving() {}

  /** The processor is at that level of a handler in Java, and has executed nothing. */
  static void reset(Cpu cpu, ExceptionLevel level) {
    boolean narrow = cpu.levels.state(level) == ExecutionState.AARCH32;
    at(cpu, level, narrow ? narrowMode(level) : ModeBits.aarch64(level, true));
    cpu.next = cpu.pc;
  }

  private static void at(Cpu cpu, ExceptionLevel level, Mode mode) {
    ProcessStatus status = cpu.status;
    boolean narrow = mode.executionState() == ExecutionState.AARCH32;
    status.isa = narrow ? InstructionSet.A32 : InstructionSet.A64;
    status.masks = narrow ? 7 : 0xf;
    status.it = 0;
    status.branchType = 0;
    status.step = false;
    status.illegal = false;
    status.bigEndian = false;
    cpu.mode(level, mode);
  }

  private static Mode narrowMode(ExceptionLevel level) {
    return switch (level) {
      case EL3 -> Mode.MON;
      case EL2 -> Mode.HYP;
      default -> Mode.SVC;
    };
  }

  /**
   * An exception return to where a level is started.
   *
   * @throws Stop if the platform has no such start
   */
  static void enter(Cpu cpu, Parts parts, HandlerStep.Enter enter) {
    ExceptionLevel from = cpu.status.level;
    Mode mode = cpu.status.mode;
    try {
      Starting.at(cpu, enter.start());
    } catch (IllegalArgumentException impossible) {
      throw new Stop(new Ending.Faulted("cpu" + cpu.number, impossible.getMessage()));
    }
    Word status = cpu.status.saved();
    translationOff(cpu, cpu.status.level);
    cpu.general.forget();
    if (cpu.status.aarch64()) {
      cpu.general.wide(0, enter.register());
    } else {
      cpu.general.narrow(cpu.row, 0, enter.register());
    }
    at(cpu, from, mode);
    parts.leave().to(Word.of(enter.start().address()), status);
    parts.memory().clearExclusive();
  }

  private static void translationOff(Cpu cpu, ExceptionLevel level) {
    SystemRegister register =
        switch (level) {
          case EL3 -> SystemRegister.SCTLR_EL3;
          case EL2 -> SystemRegister.SCTLR_EL2;
          default -> SystemRegister.SCTLR_EL1;
        };
    boolean secure = cpu.levels.securePl1IsEl3();
    Word value = cpu.system.get(register, secure);
    for (int bit : TRANSLATION_AND_CACHES) {
      value = value.withBits(bit, bit, Word.ZERO);
    }
    cpu.system.set(register, secure, value);
  }
}
