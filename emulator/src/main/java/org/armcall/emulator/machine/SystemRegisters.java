// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.EnumSet;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;

/**
 * The stored system registers of a processor.
 *
 * <p>Where EL3 uses AArch32, some have a Secure and a Non-secure copy (DDI 0487 G1.14.5, "Banked
 * System registers"; DDI 0406C B3.15.3).
 */
@SuppressWarnings("EnumOrdinal") // arrays by register: every instruction looks here
final class SystemRegisters {
  private static final Set<SystemRegister> BANKED =
      EnumSet.of(
          SystemRegister.SCTLR_EL1,
          SystemRegister.TTBR0_EL1,
          SystemRegister.TTBR1_EL1,
          SystemRegister.TCR_EL1,
          SystemRegister.ESR_EL1,
          SystemRegister.IFSR32_EL2,
          SystemRegister.FAR_EL1,
          SystemRegister.PAR_EL1,
          SystemRegister.MAIR_EL1,
          SystemRegister.VBAR_EL1,
          SystemRegister.DACR32_EL2,
          SystemRegister.TPIDR_EL0,
          SystemRegister.TPIDR_EL1,
          SystemRegister.CONTEXTIDR_EL1);

  /**
   * What firmware has set before anything runs here: controls have their reset value or 0. The
   * others are UNKNOWN until they are written.
   */
  private static final Set<SystemRegister> SET_AT_START =
      EnumSet.of(
          SystemRegister.SCTLR_EL1,
          SystemRegister.SCTLR_EL2,
          SystemRegister.SCTLR_EL3,
          SystemRegister.TCR_EL1,
          SystemRegister.HCR_EL2,
          SystemRegister.MDCR_EL2,
          SystemRegister.CPTR_EL2,
          SystemRegister.CPTR_EL3,
          SystemRegister.HFGITR_EL2,
          SystemRegister.SCR_EL3,
          SystemRegister.NSACR,
          SystemRegister.CONTEXTIDR_EL1);

  private static final boolean[] IS_BANKED = new boolean[SystemRegister.values().length];

  static {
    BANKED.forEach(register -> IS_BANKED[register.ordinal()] = true);
  }

  private final Word[] values = new Word[SystemRegister.values().length];
  private final Word[] secure = new Word[SystemRegister.values().length];
  private final boolean banks;

  /** Moves when a register is written that decides levels, routing or translation. */
  private int version;

  /**
   * Registers as firmware leaves them.
   *
   * @param banks whether EL3 uses AArch32
   */
  SystemRegisters(int cpu, boolean banks, Fill fill) {
    this.banks = banks;
    for (SystemRegister register : SystemRegister.values()) {
      Word start = Word.ZERO;
      if (!SET_AT_START.contains(register)) {
        long mask = Word.mask(register.width());
        String name =
            banks && !register.aarch32Name().isEmpty() ? register.aarch32Name() : register.text();
        start =
            new Word(
                fill.bits(cpu * 1024L + 512 + register.ordinal()) & mask,
                mask,
                Origin.of(name + " of cpu" + cpu + " was never written"));
      }
      values[register.ordinal()] = start;
      secure[register.ordinal()] = start;
    }
    if (banks) {
      // AArch32 SCTLR resets with nTWI and nTWE set (ARMv7: SBO).
      both(SystemRegister.SCTLR_EL1, Word.of(1L << 16 | 1L << 18));
    }
    long mpidr = 0x80000000L | cpu;
    both(SystemRegister.MPIDR_EL1, Word.of(mpidr));
    both(SystemRegister.VMPIDR_EL2, Word.of(mpidr));
    both(SystemRegister.MIDR_EL1, Word.of(0x410fd000L));
    both(SystemRegister.VPIDR_EL2, Word.of(0x410fd000L));
  }

  private void both(SystemRegister register, Word value) {
    values[register.ordinal()] = value;
    secure[register.ordinal()] = value;
  }

  /** The Non-secure copy, or the only one. */
  Word get(SystemRegister register) {
    return values[register.ordinal()];
  }

  /** The copy of a Security state. */
  Word get(SystemRegister register, boolean secureCopy) {
    return secureCopy && banks && IS_BANKED[register.ordinal()]
        ? secure[register.ordinal()]
        : values[register.ordinal()];
  }

  /** The value on this machine. */
  long value(SystemRegister register) {
    return values[register.ordinal()].value();
  }

  /** Writes the copy of a Security state. */
  void set(SystemRegister register, boolean secureCopy, Word value) {
    Word[] copy = secureCopy && banks && IS_BANKED[register.ordinal()] ? secure : values;
    copy[register.ordinal()] = register.width() == 64 ? value : value.low(32);
    version++;
  }

  /** Writes a register that neither levels nor routing nor translation depend on. */
  void report(SystemRegister register, boolean secureCopy, Word value) {
    Word[] copy = secureCopy && banks && IS_BANKED[register.ordinal()] ? secure : values;
    copy[register.ordinal()] = value;
  }

  int version() {
    return version;
  }
}
