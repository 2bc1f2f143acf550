// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;

/** What branches and system instructions do that A32 and T32 both have (DDI 0487 F5.1, F6). */
final class SystemSteps {
  private SystemSteps() {}

  /** BL: the return address behind the instruction goes to LR; bit 0 is set in T32. */
  static Step branchWithLink(long distance) {
    return core -> {
      Word target = Word.of(Aarch32.read(core, Aarch32.PC).value() + distance & Word.mask(32));
      core.register(Aarch32.LR, returnAddress(core, 4));
      Aarch32.branch(core, target);
    };
  }

  /** BLX to a label: calls code of the other set. */
  static Step branchWithLinkExchange(long distance) {
    return core -> {
      boolean toT32 = core.isa() == InstructionSet.A32;
      long target = Aarch32.literalBase(core) + distance & Word.mask(32);
      core.register(Aarch32.LR, returnAddress(core, 4));
      core.branchExchange(Word.of(toT32 ? target | 1 : target));
    };
  }

  /** BLX to a register. */
  static Step branchWithLink(int register, int size) {
    return core -> {
      Word target = Aarch32.read(core, register);
      core.register(Aarch32.LR, returnAddress(core, size));
      core.branchExchange(target);
    };
  }

  private static Word returnAddress(Core core, int size) {
    long next = core.pc() + size & Word.mask(32);
    return Word.of(core.isa() == InstructionSet.A32 ? next : next | 1);
  }

  /** ERET: in Hyp mode to ELR_hyp, elsewhere to LR. */
  static Step exceptionReturn() {
    return core -> {
      if (Aarch32.inHyp(core)) {
        core.exceptionReturn();
      } else {
        core.exceptionReturn(Aarch32.read(core, Aarch32.LR));
      }
    };
  }

  /** SUBS PC, LR of T32. */
  static Step returnBehind(int distance) {
    return Aarch32.notInHyp(
        core ->
            core.exceptionReturn(Aarch32.read(core, Aarch32.LR).minus(Word.of(distance)).low(32)));
  }

  /** MRS. */
  static Step readStatus(boolean saved, int target) {
    return saved
        ? core -> core.register(target, core.spsr().low(32))
        : core -> core.register(target, core.cpsr().low(32));
  }

  /** MSR of a register; fields has a bit for each byte, from c to f. */
  static Step writeStatus(boolean saved, int fields, int source) {
    int mask = bytes(fields);
    return saved
        ? core -> core.spsr(Aarch32.read(core, source), mask)
        : core -> core.cpsr(Aarch32.read(core, source), mask);
  }

  /** MSR of a constant. */
  static Step writeStatus(boolean saved, int fields, Word value) {
    int mask = bytes(fields);
    return saved ? core -> core.spsr(value, mask) : core -> core.cpsr(value, mask);
  }

  private static int bytes(int fields) {
    int mask = 0;
    for (int index = 0; index < 4; index++) {
      mask |= ((fields >>> index & 1) * 0xff) << (8 * index);
    }
    return mask;
  }

  /** The register that the fields R, x and y name, if there is one. */
  static Optional<BankedRegister> banked(Fields f) {
    return BankedRegister.of(f.get('R'), f.get('x') << 4 | f.get('y'));
  }

  /** MRS of a banked register. */
  static Step readBanked(Fields f) {
    BankedRegister register = banked(f).orElseThrow();
    int target = f.get('d');
    return core -> core.register(target, register.read(core));
  }

  /** MSR of a banked register. */
  static Step writeBanked(Fields f) {
    BankedRegister register = banked(f).orElseThrow();
    int source = f.get('n');
    return core -> register.write(core, Aarch32.read(core, source));
  }

  /** Whether imod and the fields M, A, I, F and m of CPS go together. */
  static boolean isChangeOfState(int imod, Fields f) {
    boolean masks = f.is('A') || f.is('I') || f.is('F');
    boolean sensible = imod >= 2 ? masks : imod == 0 && f.is('M') && !masks;
    return sensible && (f.is('M') ? mode(f.get('m')).isPresent() : f.get('m') == 0);
  }

  /** CPS; what a level may not change, the processor does not. */
  static Step changeState(int imod, Fields f) {
    int masks = f.get('A') << 2 | f.get('I') << 1 | f.get('F');
    boolean changesMode = f.is('M');
    int mode = f.get('m');
    return core -> {
      if (imod == 2) {
        core.pstate(PstateField.AIF_CLEAR, masks);
      } else if (imod == 3) {
        core.pstate(PstateField.AIF_SET, masks);
      }
      if (changesMode) {
        core.pstate(PstateField.MODE, mode);
      }
    };
  }

  /** SETEND. */
  static Step endianness(int value) {
    return core -> core.pstate(PstateField.ENDIANNESS, value);
  }

  /** The mode of PSTATE.M, if there is one. */
  static Optional<Mode> mode(int bits) {
    return switch (bits) {
      case 0x10 -> Optional.of(Mode.USR);
      case 0x11 -> Optional.of(Mode.FIQ);
      case 0x12 -> Optional.of(Mode.IRQ);
      case 0x13 -> Optional.of(Mode.SVC);
      case 0x16 -> Optional.of(Mode.MON);
      case 0x17 -> Optional.of(Mode.ABT);
      case 0x1a -> Optional.of(Mode.HYP);
      case 0x1b -> Optional.of(Mode.UND);
      case 0x1f -> Optional.of(Mode.SYS);
      default -> Optional.empty();
    };
  }
}
