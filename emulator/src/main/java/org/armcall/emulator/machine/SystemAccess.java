// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.EnumSet;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;

/**
 * System registers as instructions access them: who may, and which register a name means (DDI 0487
 * D24, G8). Of the traps of single registers, those of HSTR, HCR.TIDCP, HCR.TID0 to TID3 and the
 * fine-grained ones are not modelled.
 */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
final class SystemAccess {
  /** Registers that nothing derived depends on: writing them is cheap. */
  private static final Set<SystemRegister> REPORTS =
      EnumSet.of(
          SystemRegister.ELR_EL1,
          SystemRegister.ELR_EL2,
          SystemRegister.ELR_EL3,
          SystemRegister.SPSR_EL1,
          SystemRegister.SPSR_EL2,
          SystemRegister.SPSR_EL3,
          SystemRegister.SPSR_ABT,
          SystemRegister.SPSR_UND,
          SystemRegister.SPSR_IRQ,
          SystemRegister.SPSR_FIQ,
          SystemRegister.ESR_EL1,
          SystemRegister.ESR_EL2,
          SystemRegister.ESR_EL3,
          SystemRegister.IFSR32_EL2,
          SystemRegister.FAR_EL1,
          SystemRegister.FAR_EL2,
          SystemRegister.FAR_EL3,
          SystemRegister.HPFAR_EL2,
          SystemRegister.PAR_EL1,
          SystemRegister.TPIDR_EL0,
          SystemRegister.TPIDR_EL1,
          SystemRegister.VBAR_EL1,
          SystemRegister.VBAR_EL2,
          SystemRegister.VBAR_EL3);

  private static final Set<SystemRegister> READ_ONLY =
      EnumSet.of(SystemRegister.MIDR_EL1, SystemRegister.MPIDR_EL1, SystemRegister.CURRENT_EL);

  /** What HCR.TVM and TRVM trap. */
  private static final Set<SystemRegister> VIRTUAL_MEMORY =
      EnumSet.of(
          SystemRegister.SCTLR_EL1,
          SystemRegister.TTBR0_EL1,
          SystemRegister.TTBR1_EL1,
          SystemRegister.TCR_EL1,
          SystemRegister.DACR32_EL2,
          SystemRegister.ESR_EL1,
          SystemRegister.IFSR32_EL2,
          SystemRegister.FAR_EL1,
          SystemRegister.MAIR_EL1,
          SystemRegister.CONTEXTIDR_EL1);

  private static final int TVM = 26;
  private static final int TRVM = 30;

  private static final boolean[] IS_REPORT = new boolean[SystemRegister.values().length];

  static {
    REPORTS.forEach(register -> IS_REPORT[register.ordinal()] = true);
  }

  private final Cpu cpu;

  SystemAccess(Cpu cpu) {
    this.cpu = cpu;
  }

  /**
   * What becomes of the access at the current level (access pseudocode of the registers; for the
   * traps AArch64.CheckSystemRegisterTraps and AArch64.CheckAArch32SystemAccessTraps).
   */
  SystemVerdict verdict(SystemRegister register, boolean write) {
    if (write && READ_ONLY.contains(register)) {
      return SystemVerdict.UNDEFINED;
    }
    if (cpu.status.isa != InstructionSet.A64) {
      return narrow(register, write);
    }
    ExceptionLevel level = cpu.status.level;
    if (register == SystemRegister.DAIF) {
      return ofMasks();
    }
    if (register == SystemRegister.SP_EL0 && !cpu.status.mode.usesOwnStackPointer()) {
      return SystemVerdict.UNDEFINED;
    }
    boolean ofAarch32 =
        register == SystemRegister.IFSR32_EL2 || register == SystemRegister.DACR32_EL2;
    ExceptionLevel lowest = ofAarch32 ? EL2 : register.lowest();
    if (lowest.isAbove(level)) {
      return lowest == EL2 && cpu.levels.nested() ? SystemVerdict.TO_EL2 : SystemVerdict.UNDEFINED;
    }
    return ofGuest(register, write);
  }

  /** DAIF, DAIFSet and DAIFClr: at EL0 SCTLR_EL1.UMA allows them, but not under a host. */
  SystemVerdict ofMasks() {
    boolean host = cpu.levels.e2h() && cpu.levels.tge();
    boolean allowed = !host && (cpu.system.value(SystemRegister.SCTLR_EL1) >>> 9 & 1) != 0;
    return cpu.status.level == EL0 && !allowed ? SystemVerdict.TO_EL1 : SystemVerdict.ALLOWED;
  }

  /** HCR.TVM and TRVM. */
  private SystemVerdict ofGuest(SystemRegister register, boolean write) {
    boolean trapped =
        cpu.status.level == EL1
            && VIRTUAL_MEMORY.contains(register)
            && cpu.levels.el2Enabled()
            && (cpu.system.value(SystemRegister.HCR_EL2) >>> (write ? TVM : TRVM) & 1) != 0;
    return trapped ? SystemVerdict.TO_EL2 : SystemVerdict.ALLOWED;
  }

  private SystemVerdict narrow(SystemRegister register, boolean write) {
    ExceptionLevel level = cpu.status.level;
    if (register == SystemRegister.TPIDR_EL0) {
      return SystemVerdict.ALLOWED;
    }
    if (level == EL0) {
      return SystemVerdict.UNDEFINED;
    }
    if (register.lowest() == EL3) {
      return ofSecure(register == SystemRegister.NSACR && !write);
    }
    if (register.lowest() == EL2) {
      return SystemVerdict.undefinedIf(
          level != EL2 && !cpu.levels.monitorOfNonsecure(cpu.status.mode));
    }
    return ofGuest(register, write);
  }

  /**
   * SCR, MVBAR, NSACR and ATS12NSO: of the Secure PL1 modes. At Secure EL1 whoever controls it is
   * asked: EL2 where it is enabled there, else EL3.
   *
   * @param readable whether Non-secure state may read it
   */
  SystemVerdict ofSecure(boolean readable) {
    if (cpu.status.level == EL3) {
      return SystemVerdict.ALLOWED;
    }
    if (cpu.status.level == EL1 && cpu.isSecure()) {
      return cpu.levels.el2Enabled() ? SystemVerdict.TO_EL2 : SystemVerdict.TO_EL3;
    }
    return SystemVerdict.undefinedIf(!readable);
  }

  Word read(SystemRegister register) {
    return switch (register) {
      case CURRENT_EL -> Word.of((long) cpu.status.level.number() << 2);
      case DAIF -> Word.of((long) cpu.status.masks << 6);
      case NZCV -> cpu.status.nzcv();
      case SPSEL -> Word.of(cpu.status.mode.usesOwnStackPointer() ? 1 : 0);
      case SP_EL0 -> cpu.general.stackPointer(EL0);
      case SP_EL1 -> cpu.general.stackPointer(EL1);
      case SP_EL2 -> cpu.general.stackPointer(EL2);
      case MIDR_EL1 -> virtual(register, SystemRegister.VPIDR_EL2);
      case MPIDR_EL1 -> virtual(register, SystemRegister.VMPIDR_EL2);
      // Without AArch32 EL3 a fixed value: CP10 and CP11 are for Non-secure state too.
      case NSACR -> cpu.levels.el3Narrow() ? cpu.system.get(register) : Word.of(0xc00);
      default -> cpu.system.get(redirected(register), secureCopy());
    };
  }

  private Word virtual(SystemRegister own, SystemRegister seen) {
    boolean guest = cpu.status.level == EL1 && cpu.levels.el2Enabled();
    return cpu.read(guest ? seen : own);
  }

  void write(SystemRegister register, Word value) {
    switch (register) {
      case DAIF -> {
        cpu.relied("DAIF that is written", value, 0x3c0);
        cpu.status.masks = (int) (value.value() >>> 6) & 0xf;
      }
      case NZCV -> cpu.status.flags(value);
      case SPSEL -> {
        cpu.relied("SPSel that is written", value, 1);
        select((value.value() & 1) != 0);
      }
      case SP_EL0 -> cpu.general.stackPointer(EL0, value);
      case SP_EL1 -> cpu.general.stackPointer(EL1, value);
      case SP_EL2 -> cpu.general.stackPointer(EL2, value);
      default -> store(redirected(register), value);
    }
  }

  /** Writes a stored register in the current state's copy. */
  void store(SystemRegister register, Word value) {
    if (IS_REPORT[register.ordinal()]) {
      cpu.system.report(register, secureCopy(), register.width() == 64 ? value : value.low(32));
      return;
    }
    cpu.relied("a control register that is written", value, -1);
    cpu.system.set(register, secureCopy(), value);
  }

  /**
   * Which copy of a banked register an access means. In Monitor mode, which is Secure, SCR.NS says
   * it (DDI 0406C B3.15.3, "Access to registers from Monitor mode").
   */
  private boolean secureCopy() {
    return cpu.levels.securePl1IsEl3();
  }

  /** PSTATE.SP. */
  void select(boolean own) {
    if (cpu.status.level != EL0) {
      cpu.mode(cpu.status.level, ModeBits.aarch64(cpu.status.level, own));
    }
  }

  /** With E2H, names of EL1 registers mean those of EL2 at EL2 (DDI 0487 D8.11). */
  private SystemRegister redirected(SystemRegister register) {
    if (cpu.status.level != EL2 || !cpu.levels.e2h()) {
      return register;
    }
    return switch (register) {
      case SCTLR_EL1 -> SystemRegister.SCTLR_EL2;
      case TTBR0_EL1 -> SystemRegister.TTBR0_EL2;
      case TTBR1_EL1 -> SystemRegister.TTBR1_EL2;
      case TCR_EL1 -> SystemRegister.TCR_EL2;
      case ESR_EL1 -> SystemRegister.ESR_EL2;
      case FAR_EL1 -> SystemRegister.FAR_EL2;
      case MAIR_EL1 -> SystemRegister.MAIR_EL2;
      case VBAR_EL1 -> SystemRegister.VBAR_EL2;
      case SPSR_EL1 -> SystemRegister.SPSR_EL2;
      case ELR_EL1 -> SystemRegister.ELR_EL2;
      default -> register;
    };
  }
}
