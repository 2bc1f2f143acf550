// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.isa.Transfer;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * Instruction and data aborts and alignment faults of PC and SP: where they go and what they report
 * (pseudocode AArch64.InstructionAbort, AArch64.DataAbort, AArch32.TakePrefetchAbortException,
 * AArch32.TakeDataAbortException; DDI 0487 D24.2.40, G8.2.35, G8.2.75).
 */
final class Aborts {
  private static final int DEBUG_EVENT = 0x22;
  private static final int CACHE_MAINTENANCE = 1 << 8;
  private static final int ON_WALK = 1 << 7;
  private static final int WRITE = 1 << 6;

  /** Bits 24:10, 8 and 6 of an instruction abort's ISS, without FnV. */
  private static final int RESERVED_INSTRUCTION = 0x1fff800 | 0x140;

  /** What depends on ISV, VNCR and SET of a data abort's ISS. */
  private static final int RESERVED_DATA = 0x0fff800;

  private static final int VALID = 1 << 24;

  /** Bits 13:11 where ISV is 1. */
  private static final int RESERVED_DESCRIBED = 0x3800;

  /** HSR has an SRT of four bits, and no SF. */
  private static final int RESERVED_IN_HSR = 1 << 20 | 1 << 15;

  private static final int DOMAIN = 0xf0;
  private static final Origin UNKNOWN_DOMAIN = Origin.of("DFSR.Domain of such a fault is UNKNOWN");

  private final Cpu cpu;
  private final Exceptions exceptions;

  Aborts(Cpu cpu, Exceptions exceptions) {
    this.cpu = cpu;
    this.exceptions = exceptions;
  }

  /** A fetch that failed. */
  void instruction(Fault fault, long address) {
    abort(fault, address, Cause.INSTRUCTION_ABORT, 0);
  }

  /**
   * A load or store that failed.
   *
   * @param write whether it wrote
   */
  void data(Fault fault, long address, boolean write) {
    abort(fault, address, Cause.DATA_ABORT, write ? WRITE : 0);
  }

  /** Maintenance by address, or an address translation instruction, that failed: WnR is 1. */
  void maintenance(Fault fault, long address) {
    abort(fault, address, Cause.DATA_ABORT, WRITE | CACHE_MAINTENANCE);
  }

  /** PC is not aligned for its instruction set. */
  void pcAlignment() {
    ExceptionLevel target = exceptions.generalTarget();
    if (cpu.levels.narrow(target) && target != EL2) {
      Fault fault = Fault.ofAccess(FaultKind.ALIGNMENT);
      abort(fault, cpu.pc, Cause.INSTRUCTION_ABORT, 0);
      return;
    }
    int word =
        SyndromeLayout.EC.insert(ExceptionClass.PC_ALIGNMENT.code()) | SyndromeLayout.IL.insert(1);
    long address = cpu.pc;
    exceptions.take(
        target,
        Cause.PC_ALIGNMENT,
        Exceptions.VECTOR_PREFETCH,
        Mode.ABT,
        PartialWord.defined(word).withReserved(0x1ffffff));
    faultAddress(target, Cause.INSTRUCTION_ABORT, Word.of(address));
  }

  /**
   * SP is not aligned to 16 bytes (pseudocode AArch64.SPAlignmentFault); no address is reported.
   */
  void stackAlignment() {
    int word =
        SyndromeLayout.EC.insert(ExceptionClass.SP_ALIGNMENT.code()) | SyndromeLayout.IL.insert(1);
    exceptions.take(
        exceptions.generalTarget(),
        Cause.SP_ALIGNMENT,
        Exceptions.VECTOR_DATA,
        Mode.ABT,
        PartialWord.defined(word).withReserved(0x1ffffff));
  }

  /** BKPT that an AArch32 level takes: a prefetch abort that reports a debug event. */
  void breakpoint32(ExceptionLevel target) {
    long address = cpu.pc;
    if (target != EL2) {
      // FS 0b00010, or STATUS 0b100010 in the long format.
      exceptions.take(
          target,
          Cause.BREAKPOINT,
          Exceptions.VECTOR_PREFETCH,
          Mode.ABT,
          PartialWord.whollyUnknown());
      cpu.report(SystemRegister.IFSR32_EL2, Word.of(isLong() ? 1 << 9 | DEBUG_EVENT : 0x2));
    } else {
      boolean lower = cpu.status.level != EL2;
      exceptions.take(
          target,
          Cause.BREAKPOINT,
          Exceptions.VECTOR_PREFETCH,
          Mode.ABT,
          syndrome(instructionClass(lower), DEBUG_EVENT, RESERVED_INSTRUCTION));
    }
    Word unknown =
        new Word(
            cpu.fill.bits(address) & 0xffffffffL,
            0xffffffffL,
            Origin.of("the fault address of a BKPT is UNKNOWN"));
    faultAddress(target, Cause.INSTRUCTION_ABORT, unknown);
  }

  private void abort(Fault fault, long address, Cause cause, int accessBits) {
    ExceptionLevel level = cpu.status.level;
    boolean external =
        fault.kind() == FaultKind.EXTERNAL || fault.kind() == FaultKind.EXTERNAL_ON_WALK;
    ExceptionLevel target = target(fault, external);
    boolean instruction = cause == Cause.INSTRUCTION_ABORT;
    boolean lower = target != level;
    boolean narrow = cpu.levels.narrow(target);
    boolean register = !narrow || target == EL2;
    PartialWord syndrome = PartialWord.whollyUnknown();
    if (register) {
      int iss =
          fault.status()
              | accessBits
              | (fault.onWalk() && fault.stage() == Stage.TWO ? ON_WALK : 0);
      boolean alignmentOfFetch = instruction && fault.kind() == FaultKind.ALIGNMENT;
      ExceptionClass reason =
          alignmentOfFetch
              ? ExceptionClass.PC_ALIGNMENT
              : instruction ? instructionClass(lower) : dataClass(lower);
      syndrome =
          alignmentOfFetch
              ? syndrome(reason, 0, 0x1ffffff)
              : instruction
                  ? syndrome(reason, iss, RESERVED_INSTRUCTION)
                  : describes(fault, accessBits)
                      ? described(reason, iss, narrow)
                      : syndrome(reason, iss, RESERVED_DATA);
    }
    boolean fromNarrow = cpu.status.isa != InstructionSet.A64;
    boolean toMonitor = narrow && target == EL3 && external && toEl3(true);
    exceptions.take(
        target,
        cause,
        instruction ? Exceptions.VECTOR_PREFETCH : Exceptions.VECTOR_DATA,
        toMonitor ? Mode.MON : Mode.ABT,
        syndrome);
    if (!register) {
      status32(fault, cause, accessBits, external);
    }
    faultAddress(target, cause, Word.of(fromNarrow ? address & 0xffffffffL : address));
    if (target == EL2) {
      intermediate(fault);
    }
  }

  /**
   * Whether ISV is 1: a fault of stage 2 that is neither on a walk of stage 1 nor an external abort
   * (pseudocode AArch64.FaultSyndrome), of an instruction whose access can be described.
   */
  private boolean describes(Fault fault, int accessBits) {
    boolean external =
        fault.kind() == FaultKind.EXTERNAL || fault.kind() == FaultKind.EXTERNAL_ON_WALK;
    return fault.stage() == Stage.TWO
        && !fault.onWalk()
        && !external
        && (accessBits & CACHE_MAINTENANCE) == 0
        && cpu.executing.transfer().isPresent();
  }

  /** ISV, SAS, SSE, SRT, SF and AR; IL is the length of the instruction then. */
  private PartialWord described(ExceptionClass reason, int iss, boolean narrow) {
    Transfer transfer = cpu.executing.transfer().orElseThrow();
    boolean from32 = cpu.status.isa != InstructionSet.A64;
    int register =
        from32 && !narrow
            ? BankMap.index(cpu.status.mode, transfer.register())
            : transfer.register();
    int word =
        SyndromeLayout.EC.insert(reason.code())
            | SyndromeLayout.IL.insert(cpu.size == 2 ? 0 : 1)
            | VALID
            | transfer.size() << 22
            | (transfer.signExtended() ? 1 << 21 : 0)
            | register << 16
            | (transfer.wide() ? 1 << 15 : 0)
            | (transfer.ordered() ? 1 << 14 : 0)
            | iss;
    return PartialWord.defined(word)
        .withReserved(narrow ? RESERVED_DESCRIBED | RESERVED_IN_HSR : RESERVED_DESCRIBED);
  }

  private ExceptionLevel target(Fault fault, boolean external) {
    if (toEl3(external)) {
      return EL3;
    }
    ExceptionLevel level = cpu.status.level;
    boolean guest = level == EL0 || level == EL1;
    boolean externalToEl2 = external && (cpu.system.value(SystemRegister.HCR_EL2) >>> 37 & 1) != 0;
    boolean toEl2 =
        guest
            && cpu.levels.el2Enabled()
            && (fault.stage() == Stage.TWO || (level == EL0 && cpu.levels.tge()) || externalToEl2);
    return exceptions.target(toEl2);
  }

  /** SCR.EA. */
  private boolean toEl3(boolean external) {
    return external
        && cpu.levels.has(EL3)
        && (cpu.system.value(SystemRegister.SCR_EL3) >>> 3 & 1) != 0;
  }

  private static ExceptionClass instructionClass(boolean lower) {
    return lower ? ExceptionClass.INSTRUCTION_ABORT_LOWER : ExceptionClass.INSTRUCTION_ABORT_SAME;
  }

  private static ExceptionClass dataClass(boolean lower) {
    return lower ? ExceptionClass.DATA_ABORT_LOWER : ExceptionClass.DATA_ABORT_SAME;
  }

  private static PartialWord syndrome(ExceptionClass reason, int iss, int reserved) {
    int word = SyndromeLayout.EC.insert(reason.code()) | SyndromeLayout.IL.insert(1) | iss;
    return PartialWord.defined(word).withReserved(reserved);
  }

  /** TTBCR.EAE of the state that has taken the abort. */
  private boolean isLong() {
    return (cpu.control(SystemRegister.TCR_EL1) >>> 31 & 1) != 0;
  }

  /** DFSR and IFSR. */
  private void status32(Fault fault, Cause cause, int accessBits, boolean external) {
    boolean instruction = cause == Cause.INSTRUCTION_ABORT;
    int word = (accessBits & WRITE) != 0 && !instruction ? 1 << 11 : 0;
    if ((accessBits & CACHE_MAINTENANCE) != 0) {
      word |= 1 << 13;
    }
    if (external) {
      word |= 1 << 12;
    }
    int open = 0;
    if (isLong()) {
      word |= 1 << 9 | fault.status();
    } else {
      // FS[4], bit 10, is 0 in all of these.
      word |= fault.shortStatus();
      if (!instruction) {
        word |= fault.domain().orElse(0) << 4;
        open = domainIsKnown(fault) ? 0 : DOMAIN;
      }
    }
    cpu.report(
        instruction ? SystemRegister.IFSR32_EL2 : SystemRegister.ESR_EL1,
        new Word(word, open, UNKNOWN_DOMAIN));
  }

  /** With LPAE the domain is UNKNOWN for a permission fault too (DDI 0406C B4.1.52, DFSR). */
  private static boolean domainIsKnown(Fault fault) {
    return fault.domain().isPresent() && fault.kind() != FaultKind.PERMISSION;
  }

  /** FAR_ELx, HDFAR and HIFAR, DFAR and IFAR. */
  private void faultAddress(ExceptionLevel target, Cause cause, Word address) {
    SystemRegister register =
        switch (target) {
          case EL2 -> SystemRegister.FAR_EL2;
          case EL3 -> cpu.levels.el3Narrow() ? SystemRegister.FAR_EL1 : SystemRegister.FAR_EL3;
          default -> SystemRegister.FAR_EL1;
        };
    if (!cpu.levels.narrow(target)) {
      cpu.report(register, address);
    } else if (cause == Cause.INSTRUCTION_ABORT) {
      // IFAR and HIFAR are bits 63:32.
      cpu.report(register, cpu.read(register).withBits(63, 32, address));
    } else {
      cpu.report(register, cpu.read(register).withBits(31, 0, address));
    }
  }

  /**
   * HPFAR: valid for translation, access flag and address size faults of stage 2, and on a stage-1
   * walk for permission faults too (pseudocode IPAValid); UNKNOWN otherwise.
   */
  private void intermediate(Fault fault) {
    boolean valid =
        fault.ipa().isPresent()
            && (fault.kind() == FaultKind.TRANSLATION
                || fault.kind() == FaultKind.ACCESS_FLAG
                || fault.kind() == FaultKind.ADDRESS_SIZE
                || (fault.kind() == FaultKind.PERMISSION && fault.onWalk()));
    if (valid) {
      long ipa = fault.ipa().orElse(0) >>> 12 << 4 & 0xfffffffff0L;
      cpu.report(SystemRegister.HPFAR_EL2, Word.of(ipa));
    }
  }
}
