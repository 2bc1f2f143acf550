// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.model.syndrome.Syndromes;

/**
 * Traps of WFI and WFE, of system registers and of System instructions: where they go and what they
 * report (pseudocode AArch64.CheckForWFxTrap, AArch32.CheckForWFxTrap, AArch64.SystemAccessTrap,
 * AArch64.AArch32SystemAccessTrap, AArch32.SystemAccessTrapSyndrome; DDI 0487 D24.2.40).
 */
final class Trapping {
  /** Bits 19:1 of the ISS of a trapped WFI or WFE. */
  private static final int RESERVED_OF_WAIT = 0xffffe;

  /** Bits 24:22 of the ISS of EC 0x18. */
  private static final int RESERVED_OF_SYSTEM = 7 << 22;

  private final Cpu cpu;
  private final Exceptions exceptions;

  Trapping(Cpu cpu, Exceptions exceptions) {
    this.cpu = cpu;
    this.exceptions = exceptions;
  }

  /** WFI, with its bits in SCTLR, HCR and SCR_EL3, and its TI. */
  private enum Wait {
    WFI(16, 13, 12, 0),
    WFE(18, 14, 13, 1);

    private final int allowed;
    private final int byEl2;
    private final int byEl3;
    private final int instruction;

    Wait(int allowed, int byEl2, int byEl3, int instruction) {
      this.allowed = allowed;
      this.byEl2 = byEl2;
      this.byEl3 = byEl3;
      this.instruction = instruction;
    }
  }

  /** Takes the trap of a WFI, if there is one. */
  void waitForInterrupt(InstructionWord word) {
    waits(Wait.WFI, word);
  }

  /** Takes the trap of a WFE that finds the event register clear, if there is one. */
  void waitForEvent(InstructionWord word) {
    waits(Wait.WFE, word);
  }

  private void waits(Wait wait, InstructionWord word) {
    ExceptionLevel level = cpu.status.level;
    boolean host = cpu.levels.e2h() && cpu.levels.tge();
    if (level == EL0 && !allowedByEl1(wait, host)) {
      byEl1(wait, word);
      return;
    }
    boolean guest = !level.isAbove(EL1) && cpu.levels.el2Enabled() && !host;
    if (guest && isSet(SystemRegister.HCR_EL2, wait.byEl2)) {
      take(EL2, Mode.HYP, wait, word);
      return;
    }
    // ARMv7 has no such bits in SCR; under AArch32 EL3 only Monitor mode is spared.
    boolean spared = cpu.levels.el3Narrow() ? cpu.status.mode == Mode.MON : level == EL3;
    boolean trapsToEl3 = cpu.levels.has(EL3) && !cpu.platform.isArmv7() && !spared;
    if (trapsToEl3 && isSet(SystemRegister.SCR_EL3, wait.byEl3)) {
      take(EL3, Mode.MON, wait, word);
    }
  }

  /** SCTLR.nTWI and nTWE of the regime; ARMv7 has neither. */
  private boolean allowedByEl1(Wait wait, boolean host) {
    SystemRegister register = host ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
    return cpu.platform.isArmv7() || (cpu.control(register) >>> wait.allowed & 1) != 0;
  }

  private boolean isSet(SystemRegister register, int bit) {
    return (cpu.system.value(register) >>> bit & 1) != 0;
  }

  /** To EL1, or with TGE to EL2; Hyp mode is told of an UNDEFINED instruction then. */
  private void byEl1(Wait wait, InstructionWord word) {
    ExceptionLevel target = exceptions.generalTarget();
    if (target == EL2 && cpu.levels.narrow(EL2)) {
      exceptions.take(
          target,
          Cause.WAIT,
          Exceptions.VECTOR_UNDEFINED,
          Mode.UND,
          Syndromes.plain(ExceptionClass.UNKNOWN_REASON));
    } else {
      take(target, Mode.UND, wait, word);
    }
  }

  private void take(ExceptionLevel target, Mode mode, Wait wait, InstructionWord word) {
    int syndrome = header(ExceptionClass.WFX, word) | condition(word) | wait.instruction;
    exceptions.take(
        target,
        Cause.WAIT,
        Exceptions.VECTOR_UNDEFINED,
        mode,
        PartialWord.defined(syndrome).withReserved(RESERVED_OF_WAIT));
  }

  /**
   * Takes the trap of an access to a system register, or of a System instruction.
   *
   * @param verdict where to
   * @param word the instruction
   */
  void system(SystemVerdict verdict, InstructionWord word) {
    ExceptionLevel target =
        switch (verdict) {
          case TO_EL1 -> exceptions.generalTarget();
          case TO_EL2 -> EL2;
          case TO_EL3 -> EL3;
          case ALLOWED, UNDEFINED -> throw new IllegalArgumentException("no trap: " + verdict);
        };
    PartialWord syndrome =
        word.isa() == InstructionSet.A64 ? ofAarch64(word) : ofAarch32(word, target);
    exceptions.take(target, Cause.SYSTEM_REGISTER, Exceptions.VECTOR_UNDEFINED, Mode.UND, syndrome);
  }

  /** EC 0x18: Op0, Op2, Op1, CRn, Rt, CRm and the direction, which is 1 for a read. */
  private static PartialWord ofAarch64(InstructionWord word) {
    int bits = word.bits();
    int syndrome =
        header(ExceptionClass.SYS64, word)
            | (bits >>> 19 & 3) << 20
            | (bits >>> 5 & 7) << 17
            | (bits >>> 16 & 7) << 14
            | (bits >>> 12 & 0xf) << 10
            | (bits & 0x1f) << 5
            | (bits >>> 8 & 0xf) << 1
            | (bits >>> 21 & 1);
    return PartialWord.defined(syndrome).withReserved(RESERVED_OF_SYSTEM);
  }

  /**
   * EC 0x03 of MRC and MCR: Opc2, Opc1, CRn, Rt, CRm; EC 0x04 of MRRC and MCRR: Opc1, Rt2, Rt, CRm.
   * AArch64 is told the X register that Rt is.
   */
  private PartialWord ofAarch32(InstructionWord word, ExceptionLevel target) {
    int bits = word.bits();
    boolean narrow = cpu.levels.narrow(target);
    boolean pair = (bits >>> 24 & 0xf) == 0xc;
    int rt = register(bits >>> 12 & 0xf, narrow);
    int common = condition(word) | rt << 5 | (bits & 0xf) << 1 | (bits >>> 20 & 1);
    if (pair) {
      int rt2 = register(bits >>> 16 & 0xf, narrow);
      int syndrome =
          header(ExceptionClass.CP15_64, word) | common | (bits >>> 4 & 0xf) << 16 | rt2 << 10;
      return PartialWord.defined(syndrome).withReserved(narrow ? 0xc200 : 1 << 15);
    }
    int syndrome =
        header(ExceptionClass.CP15_32, word)
            | common
            | (bits >>> 5 & 7) << 17
            | (bits >>> 21 & 7) << 14
            | (bits >>> 16 & 0xf) << 10;
    return PartialWord.defined(syndrome).withReserved(narrow ? 1 << 9 : 0);
  }

  private int register(int number, boolean narrow) {
    return narrow ? number : BankMap.index(cpu.status.mode, number);
  }

  private static int header(ExceptionClass reason, InstructionWord word) {
    return SyndromeLayout.EC.insert(reason.code())
        | SyndromeLayout.IL.insert(word.size() == 2 ? 0 : 1);
  }

  /** ConditionSyndrome: CV=1 and the condition, which for A64 is AL. */
  private int condition(InstructionWord word) {
    int code =
        switch (word.isa()) {
          case A64 -> Condition.AL.code();
          case A32 -> word.bits() >>> 28;
          case T32 -> cpu.status.it == 0 ? Condition.AL.code() : cpu.status.it >>> 4;
        };
    return SyndromeLayout.CV.insert(1) | SyndromeLayout.COND.insert(code);
  }
}
