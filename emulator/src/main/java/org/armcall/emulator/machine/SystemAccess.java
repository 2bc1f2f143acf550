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
import org.armcall.model.state.Mode;

/**
 * System registers as instructions access them: who may, and which register a name means (DDI 0487
 * D24, G8). Traps of single registers (HCR.TVM, HSTR and their like) are not modelled.
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

  private static final boolean[] IS_REPORT = new boolean[SystemRegister.values().length];

  static {
    REPORTS.forEach(register -> IS_REPORT[register.ordinal()] = true);
  }

  private final Cpu cpu;

  SystemAccess(Cpu cpu) {
    this.cpu = cpu;
  }

  /** Whether the access is UNDEFINED at the current level. */
  boolean isUndefined(SystemRegister register, boolean write) {
    ExceptionLevel level = cpu.status.level;
    if (write && READ_ONLY.contains(register)) {
      return true;
    }
    if (register == SystemRegister.SP_EL0 && !cpu.status.mode.usesOwnStackPointer()) {
      return true;
    }
    if (register == SystemRegister.DAIF && level == EL0) {
      // SCTLR_EL1.UMA
      return (cpu.system.value(SystemRegister.SCTLR_EL1) >>> 9 & 1) == 0;
    }
    if (cpu.status.isa != InstructionSet.A64) {
      return isUndefinedNarrow(register, level);
    }
    boolean ofAarch32 =
        register == SystemRegister.IFSR32_EL2 || register == SystemRegister.DACR32_EL2;
    return (ofAarch32 ? EL2 : register.lowest()).isAbove(level);
  }

  private boolean isUndefinedNarrow(SystemRegister register, ExceptionLevel level) {
    if (register == SystemRegister.TPIDR_EL0) {
      return false;
    }
    if (register.lowest() == EL3) {
      // SCR, MVBAR and NSACR: Secure PL1 modes; NSACR may be read elsewhere.
      return level != EL3 && register != SystemRegister.NSACR;
    }
    if (register.lowest() == EL2) {
      return level != EL2 && cpu.status.mode != Mode.MON;
    }
    return level == EL0;
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
