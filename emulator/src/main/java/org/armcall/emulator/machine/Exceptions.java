// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.Advance;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.model.syndrome.Syndromes;

/**
 * The exceptions that are no calls: UNDEFINED, Illegal Execution state, Branch Target, PC alignment
 * and breakpoint instructions. Aborts are in {@link Aborts}, traps in {@link Trapping}.
 *
 * <p>All of them return to the instruction; nothing has advanced.
 */
final class Exceptions {
  /** The vectors of an AArch32 mode, and of Hyp mode for exceptions taken from itself. */
  static final int VECTOR_UNDEFINED = 0x04;

  static final int VECTOR_PREFETCH = 0x0c;
  static final int VECTOR_DATA = 0x10;
  private static final int VECTOR_HYP = 0x14;

  private final Cpu cpu;
  private final Entering entering;

  Exceptions(Cpu cpu, Entering entering) {
    this.cpu = cpu;
    this.entering = entering;
  }

  /** The instruction is UNDEFINED. */
  void undefined() {
    general(Cause.UNDEFINED, Syndromes.plain(ExceptionClass.UNKNOWN_REASON));
  }

  /** PSTATE.IL is set. */
  void illegalState() {
    general(Cause.ILLEGAL_STATE, Syndromes.plain(ExceptionClass.ILLEGAL_STATE));
  }

  /** PSTATE.BTYPE does not suit the instruction of a guarded page. */
  void branchTarget() {
    general(Cause.BRANCH_TARGET, Syndromes.branchTarget(new BranchType(cpu.status.branchType)));
  }

  /** BRK and BKPT; pseudocode AArch64.SoftwareBreakpoint, AArch32.SoftwareBreakpoint. */
  void breakpoint(int comment, int size) {
    boolean debugToEl2 =
        cpu.levels.el2Enabled()
            && (cpu.levels.tge() || (cpu.system.value(SystemRegister.MDCR_EL2) >>> 8 & 1) != 0);
    ExceptionLevel target = target(debugToEl2);
    boolean from32 = cpu.status.isa != InstructionSet.A64;
    if (cpu.levels.narrow(target)) {
      // A debug event: status 0b00010 in the short format, 0b100010 in the long one.
      new Aborts(cpu, this).breakpoint32(target);
      return;
    }
    ExceptionClass reason = from32 ? ExceptionClass.BKPT32 : ExceptionClass.BRK64;
    int word =
        SyndromeLayout.EC.insert(reason.code())
            | SyndromeLayout.IL.insert(size == 2 ? 0 : 1)
            | (comment & 0xffff);
    PartialWord syndrome = PartialWord.defined(word).withReserved(0x1ff0000);
    take(target, Cause.BREAKPOINT, VECTOR_PREFETCH, Mode.ABT, syndrome);
  }

  private void general(Cause cause, PartialWord syndrome) {
    take(generalTarget(), cause, VECTOR_UNDEFINED, Mode.UND, syndrome);
  }

  /** The level of a general exception (as in the model's rule ROU-UNDEF-TARGET). */
  ExceptionLevel generalTarget() {
    return target(cpu.status.level == EL0 && cpu.levels.tge());
  }

  /** The own level, EL1 for EL0; or EL2 for both if so routed. */
  ExceptionLevel target(boolean toEl2) {
    ExceptionLevel level = cpu.status.level;
    if (level.isAbove(EL1)) {
      return level;
    }
    if (toEl2) {
      return EL2;
    }
    return cpu.levels.securePl1IsEl3() ? EL3 : EL1;
  }

  /**
   * Takes an exception that returns to the instruction.
   *
   * @param own the vector where an AArch32 level takes it from itself
   * @param mode the mode where an AArch32 level other than Hyp takes it
   */
  void take(ExceptionLevel target, Cause cause, int own, Mode mode, PartialWord syndrome) {
    ExceptionEntry entry = entry(target, own, mode, syndrome);
    Word word = Word.ZERO;
    if (entry.syndrome().isPresent()) {
      String what = "the " + cause.text() + " at 0x" + Long.toHexString(cpu.pc);
      word = SyndromeWords.of(syndrome, entry, what, cpu, cpu.pc);
    }
    entering.enter(entry, cause, word);
  }

  ExceptionEntry entry(ExceptionLevel target, int own, Mode mode, PartialWord syndrome) {
    boolean wide = !cpu.levels.narrow(target);
    Mode targetMode = wide ? ModeBits.aarch64(target, true) : target == EL2 ? Mode.HYP : mode;
    boolean register = wide || target == EL2;
    boolean from32 = cpu.status.isa != InstructionSet.A64;
    return new ExceptionEntry(
        target,
        wide ? ExecutionState.AARCH64 : ExecutionState.AARCH32,
        targetMode,
        vector(target, wide, own),
        register ? Optional.of(syndrome) : Optional.empty(),
        0,
        from32 ? Optional.of(Advance.KEPT) : Optional.empty(),
        Advance.KEPT,
        cpu.status.branchType == 0 ? SavedBranchType.NOT_APPLICABLE : SavedBranchType.KEPT);
  }

  private int vector(ExceptionLevel target, boolean wide, int own) {
    ExceptionLevel level = cpu.status.level;
    if (!wide) {
      return target == EL2 && level != EL2 ? VECTOR_HYP : own;
    }
    if (target == level) {
      return cpu.status.mode.usesOwnStackPointer() ? 0x200 : 0x000;
    }
    return lowerNarrow(target) ? 0x600 : 0x400;
  }

  /** By the level immediately below the target. */
  private boolean lowerNarrow(ExceptionLevel target) {
    boolean own = cpu.status.isa != InstructionSet.A64;
    return switch (target) {
      case EL3 -> cpu.levels.narrow(cpu.levels.el2Enabled() ? EL2 : EL1);
      case EL2 ->
          (cpu.status.level == EL0 && cpu.levels.e2h() && cpu.levels.tge())
              ? own
              : cpu.levels.narrow(EL1);
      case EL1, EL0 -> cpu.status.level == EL0 ? own : cpu.levels.narrow(EL0);
    };
  }
}
