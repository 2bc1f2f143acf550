// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.state.Mode;

/**
 * Exception returns (DDI 0487 D1.5, G1.13; pseudocode AArch64.ExceptionReturn,
 * AArch32.ExceptionReturn, IllegalExceptionReturn, SetPSTATEFromPSR).
 *
 * <p>PSTATE.SS is SPSR.SS wherever an AArch64 level returns: a debugger that steps has set it, and
 * nobody else does.
 */
final class Returns {
  private static final long STEP = 1L << 21;
  private static final long ILLEGAL = 1L << 20;
  private static final long SMALL = 0xffffffffL;

  /** All that a return restores but the flags, which keep their standing. */
  private static final long LAYOUT = 0x0e3fffffL;

  private final Cpu cpu;

  Returns(Cpu cpu) {
    this.cpu = cpu;
  }

  /** ERET of the current AArch64 level, or of Hyp mode. */
  void fromLevel() {
    ExceptionLevel level = cpu.status.level;
    SystemRegister link =
        level == EL1
            ? SystemRegister.ELR_EL1
            : level == EL2 ? SystemRegister.ELR_EL2 : SystemRegister.ELR_EL3;
    SystemRegister saved =
        level == EL1
            ? SystemRegister.SPSR_EL1
            : level == EL2 ? SystemRegister.SPSR_EL2 : SystemRegister.SPSR_EL3;
    to(cpu.system.get(link), cpu.system.get(saved));
  }

  /** Any exception return: to that address with that SPSR. */
  void to(Word target, Word spsr) {
    cpu.relied("the address of an exception return", target, -1);
    cpu.relied("the state of an exception return", spsr, LAYOUT);
    ProcessStatus status = cpu.status;
    ExceptionLevel from = status.level;
    ExecutionState fromState = status.isa.executionState();
    long bits = spsr.value();
    Optional<Mode> mode = ModeBits.mode((int) bits & 0x1f);
    boolean illegal = mode.isEmpty() || isIllegal(mode.get());
    boolean wide = status.isa == InstructionSet.A64;
    if (wide) {
      status.step = (bits & STEP) != 0;
    }
    status.it = 0;
    status.branchType = 0;
    if (illegal) {
      // ARMv7 has no PSTATE.IL: a reserved mode is UNPREDICTABLE, and this machine stays.
      status.illegal = !cpu.platform.isArmv7();
    } else {
      change(mode.get(), bits);
    }
    status.flags(spsr);
    if (status.isa == InstructionSet.A64) {
      status.masks = (int) (bits >>> 6) & 0xf;
    } else {
      restoreNarrow(bits);
    }
    cpu.next = address(target.value(), bits);
    cpu.gone = true;
    if (cpu.hears()) {
      cpu.tell(
          new MachineEvent.Returned(
              cpu.number,
              from,
              fromState,
              status.level,
              status.isa.executionState(),
              cpu.next,
              spsr,
              illegal,
              status.saved().value(),
              cpu.registers()));
    }
  }

  private void change(Mode mode, long bits) {
    ProcessStatus status = cpu.status;
    boolean wide = status.isa == InstructionSet.A64;
    status.illegal = (bits & ILLEGAL) != 0 && !cpu.platform.isArmv7();
    cpu.mode(ModeBits.level(mode, cpu.levels.securePl1IsEl3()), mode);
    if (mode.executionState() == ExecutionState.AARCH64) {
      status.branchType = cpu.platform.has(Feature.BRANCH_TARGET) ? (int) (bits >>> 10) & 3 : 0;
      status.isa = InstructionSet.A64;
      return;
    }
    if (wide) {
      cpu.general.leavingAarch64();
    }
    // Which of the two restoreNarrow says.
    status.isa = InstructionSet.A32;
  }

  private void restoreNarrow(long bits) {
    ProcessStatus status = cpu.status;
    status.isa = (bits & 0x20) != 0 ? InstructionSet.T32 : InstructionSet.A32;
    status.saturation(bits);
    status.bigEndian = (bits & 0x200) != 0;
    status.masks = (int) (bits >>> 6) & 7;
    status.it = status.isa == InstructionSet.T32 ? restoredIt(bits) : 0;
  }

  /** RestoredITBits: a reserved value, and one that ITD forbids, are taken for zero. */
  private int restoredIt(long bits) {
    int it = ProcessStatus.itOf(bits);
    boolean reserved = it != 0 && ((it & 0xf) == 0 || it >>> 4 == 0xf);
    boolean disabled = (it & 7) != 0 && cpu.disables(Cpu.ITD);
    return reserved || disabled ? 0 : it;
  }

  /**
   * Where it goes on. After an illegal return that asked for AArch32, the bits of the address that
   * AArch32 does not have are UNKNOWN; this machine keeps them.
   */
  private long address(long target, long bits) {
    ProcessStatus status = cpu.status;
    boolean unknown = status.illegal && (bits & 0x10) != 0 && (bits & ILLEGAL) == 0;
    if (status.isa == InstructionSet.A64) {
      return BranchTargets.untagged(cpu, unknown ? target & ~3L : target);
    }
    return status.isa == InstructionSet.T32 ? target & SMALL & ~1L : target & SMALL & ~3L;
  }

  /** IllegalExceptionReturn. */
  private boolean isIllegal(Mode mode) {
    if (!exists(mode)) {
      return true;
    }
    ExceptionLevel to = ModeBits.level(mode, cpu.levels.securePl1IsEl3());
    ExceptionLevel from = cpu.status.level;
    if (to.isAbove(from) || (from == EL3 && to != EL3 && cpu.levels.isReservedWorld())) {
      return true;
    }
    boolean narrow = mode.executionState() == ExecutionState.AARCH32;
    boolean fromNarrow = cpu.status.isa != InstructionSet.A64;
    if (fromNarrow && !narrow) {
      return true;
    }
    if (to == EL0) {
      // With EL1 in AArch64 (as it counts under a host) EL0 may be in either.
      if (cpu.levels.narrow(EL1) && !narrow) {
        return true;
      }
    } else if (cpu.levels.narrow(to) != narrow) {
      return true;
    }
    return to == EL1 && cpu.levels.tge();
  }

  /** ELFromSPSR and BadMode: whether this machine has such a mode now. */
  private boolean exists(Mode mode) {
    boolean secureWithoutEl2 =
        cpu.levels.has(EL3)
            && cpu.levels.security(EL1) == org.armcall.model.state.SecurityState.SECURE
            && !cpu.levels.el2Enabled();
    return switch (mode) {
      case MON -> cpu.levels.el3Narrow();
      case HYP, EL2T, EL2H -> cpu.levels.has(EL2) && !secureWithoutEl2;
      case EL3T, EL3H -> cpu.levels.has(EL3) && !cpu.levels.el3Narrow();
      default -> true;
    };
  }
}
