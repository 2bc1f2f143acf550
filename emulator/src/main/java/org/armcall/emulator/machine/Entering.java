// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.Advance;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;

/**
 * Carries out an exception entry on the registers (DDI 0487 D1.3.1, G1.10; pseudocode
 * AArch64.TakeException, AArch32.EnterMode, AArch32.EnterHypMode, AArch32.EnterMonitorMode).
 */
final class Entering {
  private final Cpu cpu;
  private final FaultAddresses unknown;

  Entering(Cpu cpu) {
    this.cpu = cpu;
    unknown = new FaultAddresses(cpu);
  }

  /**
   * Takes the exception: everything but the fault address registers.
   *
   * @param syndrome what the level's syndrome register gets, where {@link ExceptionEntry#syndrome}
   *     says that there is one
   */
  void enter(ExceptionEntry entry, Cause cause, Word syndrome) {
    ProcessStatus status = cpu.status;
    ExceptionLevel from = status.level;
    InstructionSet fromIsa = status.isa;
    long address = cpu.pc;
    long returnAddress = address + entry.returnOffset();
    if (fromIsa != InstructionSet.A64) {
      returnAddress &= 0xffffffffL;
    }
    boolean step = entry.singleStep() == Advance.KEPT && status.step;
    int branchType = entry.branchType() == SavedBranchType.KEPT ? status.branchType : 0;
    Word saved = status.saved(savedIt(entry), branchType, step);
    Word back = Word.of(returnAddress);
    if (entry.targetState() == ExecutionState.AARCH64) {
      toAarch64(entry, saved, back, syndrome);
    } else {
      toAarch32(entry, cause, saved, returnAddress, syndrome);
    }
    status.it = 0;
    status.branchType = 0;
    status.step = false;
    status.illegal = false;
    cpu.gone = true;
    if (cpu.hears()) {
      cpu.tell(
          new MachineEvent.Entered(
              cpu.number,
              cause,
              from,
              fromIsa,
              address,
              entry,
              entry.syndrome().isPresent() ? Optional.of(syndrome) : Optional.empty(),
              back,
              saved,
              cpu.next,
              status.saved().value()));
    }
    cpu.handling.entered(entry, cause, address, syndrome);
  }

  private int savedIt(ExceptionEntry entry) {
    int it = cpu.status.it;
    // An A64 caller, of which nothing is said, has none.
    return switch (entry.it().orElse(Advance.KEPT)) {
      case KEPT -> it;
      case CLEARED -> 0;
      case ADVANCED -> advance(it);
    };
  }

  /** ITAdvance. */
  static int advance(int it) {
    return (it & 7) == 0 ? 0 : (it & 0xe0) | (it << 1 & 0x1f);
  }

  private void toAarch64(ExceptionEntry entry, Word saved, Word back, Word syndrome) {
    ProcessStatus status = cpu.status;
    if (status.isa != InstructionSet.A64) {
      cpu.general.enteringAarch64();
    }
    ExceptionLevel target = entry.target();
    SystemRegister vectors;
    switch (target) {
      case EL3 -> {
        cpu.system.report(SystemRegister.SPSR_EL3, false, saved);
        cpu.system.report(SystemRegister.ELR_EL3, false, back);
        cpu.system.report(SystemRegister.ESR_EL3, false, syndrome);
        vectors = SystemRegister.VBAR_EL3;
      }
      case EL2 -> {
        cpu.system.report(SystemRegister.SPSR_EL2, false, saved);
        cpu.system.report(SystemRegister.ELR_EL2, false, back);
        cpu.system.report(SystemRegister.ESR_EL2, false, syndrome);
        vectors = SystemRegister.VBAR_EL2;
      }
      default -> {
        cpu.system.report(SystemRegister.SPSR_EL1, false, saved);
        cpu.system.report(SystemRegister.ELR_EL1, false, back);
        cpu.system.report(SystemRegister.ESR_EL1, false, syndrome);
        vectors = SystemRegister.VBAR_EL1;
      }
    }
    unknown.after(target);
    status.isa = InstructionSet.A64;
    status.masks = 0xf;
    status.bigEndian = false;
    cpu.mode(target, entry.targetMode());
    Word base = cpu.system.get(vectors);
    if (base.unreliable() != 0) {
      cpu.relied("the vector of an exception", base, -1);
    }
    cpu.next = (base.value() & ~0x7ffL) + entry.vectorOffset();
  }

  private void toAarch32(
      ExceptionEntry entry, Cause cause, Word saved, long returnAddress, Word syndrome) {
    ProcessStatus status = cpu.status;
    boolean wasThumb = status.isa == InstructionSet.T32;
    Mode mode = entry.targetMode();
    if (status.mode == Mode.MON) {
      // An exception taken from Monitor mode, or to it, is taken in Secure state.
      clearNs();
    }
    boolean fromMonitor = mode == Mode.MON;
    cpu.mode(fromMonitor ? ExceptionLevel.EL3 : entry.target(), mode);
    spsr(mode, saved);
    long control;
    if (mode == Mode.HYP) {
      cpu.system.report(SystemRegister.ELR_EL2, false, Word.of(returnAddress));
      cpu.system.report(SystemRegister.ESR_EL2, false, syndrome.low(32));
      unknown.afterHyp(cause);
      control = cpu.control(SystemRegister.SCTLR_EL2);
      hypMasks();
    } else {
      long offset = linkOffset(cause, wasThumb);
      cpu.general.narrow(cpu.row, 14, Word.of((returnAddress + offset) & 0xffffffffL));
      control = cpu.control(SystemRegister.SCTLR_EL1);
      status.masks |= ProcessStatus.I;
      if (mode == Mode.MON) {
        status.masks |= ProcessStatus.A | ProcessStatus.F;
      } else if (mode == Mode.ABT) {
        status.masks |= ProcessStatus.A;
      }
    }
    status.isa = (control >>> 30 & 1) != 0 ? InstructionSet.T32 : InstructionSet.A32;
    status.bigEndian = (control >>> 25 & 1) != 0;
    cpu.next = vectors(mode, control) + entry.vectorOffset() & 0xffffffffL;
  }

  private void clearNs() {
    Word scr = cpu.system.get(SystemRegister.SCR_EL3);
    cpu.system.set(SystemRegister.SCR_EL3, false, scr.withBits(0, 0, Word.ZERO));
  }

  private void hypMasks() {
    long scr = cpu.levels.has(ExceptionLevel.EL3) ? cpu.system.value(SystemRegister.SCR_EL3) : 0;
    if ((scr & 8) == 0) {
      cpu.status.masks |= ProcessStatus.A;
    }
    if ((scr & 2) == 0) {
      cpu.status.masks |= ProcessStatus.I;
    }
    if ((scr & 4) == 0) {
      cpu.status.masks |= ProcessStatus.F;
    }
  }

  /** What the link register of a mode holds beyond the preferred return address (G1.12.3). */
  static int linkOffset(Cause cause, boolean thumb) {
    return switch (cause) {
      case CALL -> 0;
      // SP alignment is AArch64's alone.
      case DATA_ABORT, SP_ALIGNMENT -> 8;
      case INSTRUCTION_ABORT, PC_ALIGNMENT, BREAKPOINT -> 4;
      case UNDEFINED, ILLEGAL_STATE, BRANCH_TARGET, SYSTEM_REGISTER, WAIT -> thumb ? 2 : 4;
    };
  }

  private long vectors(Mode mode, long control) {
    if (mode != Mode.HYP && mode != Mode.MON && (control >>> 13 & 1) != 0) {
      return 0xffff0000L;
    }
    Word base =
        switch (mode) {
          case HYP -> cpu.read(SystemRegister.VBAR_EL2);
          case MON -> cpu.read(SystemRegister.VBAR_EL3);
          default -> cpu.read(SystemRegister.VBAR_EL1);
        };
    if (base.unreliable() != 0) {
      cpu.relied("the vector of an exception", base, 0xffffffffL);
    }
    return base.value() & 0xffffffe0L;
  }

  /** Writes SPSR of an AArch32 mode. */
  private void spsr(Mode mode, Word value) {
    cpu.system.report(spsrOf(mode), false, value);
  }

  /** Where SPSR of an AArch32 mode that has one is (DDI 0487 D1.20.1). */
  static SystemRegister spsrOf(Mode mode) {
    return switch (mode) {
      case HYP -> SystemRegister.SPSR_EL2;
      case MON -> SystemRegister.SPSR_EL3;
      case ABT -> SystemRegister.SPSR_ABT;
      case UND -> SystemRegister.SPSR_UND;
      case IRQ -> SystemRegister.SPSR_IRQ;
      case FIQ -> SystemRegister.SPSR_FIQ;
      default -> SystemRegister.SPSR_EL1;
    };
  }
}
