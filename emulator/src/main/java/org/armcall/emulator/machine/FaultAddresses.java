// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;

/**
 * What FAR_ELx and HPFAR_EL2 hold after an exception that does not report an address: UNKNOWN bits
 * (DDI 0487 D24.2.42, D24.2.62; pseudocode AArch64.ReportException, AArch32.ReportHypEntry). An
 * abort writes them afterwards.
 */
final class FaultAddresses {
  private static final long INTERMEDIATE = 0xfffffffff0L;
  private static final long LOW = 0xffffffffL;

  private final SystemRegisters system;
  private final Word[] far = new Word[4];
  private final Word intermediate;
  private final Word narrow;

  FaultAddresses(Cpu cpu) {
    system = cpu.system;
    for (int level = 1; level <= 3; level++) {
      far[level] =
          new Word(
              cpu.fill.bits(900L + level),
              -1,
              Origin.of(
                  "FAR_EL" + level + " is UNKNOWN after an exception that reports no address"));
    }
    intermediate =
        new Word(
            cpu.fill.bits(900L) & INTERMEDIATE,
            INTERMEDIATE,
            Origin.of("HPFAR is UNKNOWN after an exception that reports no such address"));
    narrow = new Word(intermediate.value() & LOW, INTERMEDIATE & LOW, intermediate.origin());
  }

  /** After an entry to AArch64. */
  void after(ExceptionLevel target) {
    switch (target) {
      case EL3 -> system.report(SystemRegister.FAR_EL3, false, far[3]);
      case EL2 -> {
        system.report(SystemRegister.FAR_EL2, false, far[2]);
        system.report(SystemRegister.HPFAR_EL2, false, intermediate);
      }
      default -> system.report(SystemRegister.FAR_EL1, false, far[1]);
    }
  }

  /** After an entry to Hyp mode: an abort changes both HDFAR and HIFAR, other causes neither. */
  void afterHyp(Cause cause) {
    switch (cause) {
      case DATA_ABORT, INSTRUCTION_ABORT, PC_ALIGNMENT, BREAKPOINT ->
          system.report(
              SystemRegister.FAR_EL2,
              false,
              new Word(
                  far[2].value(), -1, Origin.of("HDFAR or HIFAR of the other kind is UNKNOWN")));
      default -> {}
    }
    system.report(SystemRegister.HPFAR_EL2, false, narrow);
  }
}
