// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.SecurityState;

/**
 * An address translation instruction as a handler uses it: AT (ATS12NSOPR in AArch32), then PAR
 * (DDI 0487 D24.2.158, G8.2.114).
 *
 * <p>The processor translates as for a load: through its TLB, so that it may answer what the fetch
 * was translated by although the tables say otherwise by now (IMM-WALK-RACE), and with read
 * permission, so that execute-only code has no answer (IMM-EXECUTE-ONLY).
 */
final class AddressTranslation {
  private static final int FAILED = 0;
  private static final int WALK = 8;
  private static final int STAGE_TWO = 9;
  private static final int NONSECURE = 9;

  /** LPAE in AArch32, 1 in AArch64. */
  private static final int LONG = 11;

  /** Of the short format. */
  private static final int SUPERSECTION = 1;

  private static final int SUPERSECTION_BITS = 24;
  private static final int OFFSET_BITS = 12;
  private static final int DEEPEST = 3;

  private AddressTranslation() {}

  /** Translates an address of the caller. */
  static GuestCode.Location locate(HandlerContext context, long address) {
    Maintenance operation = operation(context);
    Word par = context.translate(operation, Word.of(address));
    boolean wide = context.decide(par.bit(LONG), "PAR.LPAE");
    if (context.decide(par.bit(FAILED), "PAR.F")) {
      return new GuestCode.Nowhere(
          String.format(
              Locale.ROOT,
              "%s of 0x%x fails: %s",
              operation.name().replace('_', ' '),
              address,
              wide ? longReason(context, par) : shortReason(context, par)));
    }
    long physical = wide ? offset(par, 47, OFFSET_BITS, address) : narrow(context, par, address);
    SecurityState own = context.regime().security();
    boolean nonsecure = own == SecurityState.SECURE && context.decide(par.bit(NONSECURE), "PAR.NS");
    return new GuestCode.Place(address, physical, nonsecure ? SecurityState.NONSECURE : own);
  }

  /** In the short format PAR.SS says a supersection: PA[39:32] are in bits 23:16 (DDI 0487 PAR). */
  private static long narrow(HandlerContext context, Word par, long address) {
    return context.decide(par.bit(SUPERSECTION), "PAR.SS")
        ? par.bits(23, 16).value() << 32 | offset(par, 31, SUPERSECTION_BITS, address)
        : offset(par, 31, OFFSET_BITS, address);
  }

  /** The low bits of an address are no part of PAR: they are those of the virtual one. */
  private static long offset(Word par, int high, int low, long address) {
    return par.bits(high, low).value() << low | (address & Word.mask(low));
  }

  /** That of the caller's regime and level. */
  private static Maintenance operation(HandlerContext context) {
    // From the Monitor what is not ATS12NSO is Secure; of a Secure caller both stages are one
    // there.
    boolean guest =
        context.level() == ExceptionLevel.EL2
            || context.regime().security() != SecurityState.SECURE
            || context.regime().stageTwo().isPresent();
    boolean privileged = context.interruptedLevel() != ExceptionLevel.EL0;
    return switch (context.interruptedLevel()) {
      case EL0, EL1 ->
          guest
              ? privileged ? Maintenance.AT_S12E1R : Maintenance.AT_S12E0R
              : privileged ? Maintenance.AT_S1E1R : Maintenance.AT_S1E0R;
      case EL2 -> Maintenance.AT_S1E2R;
      case EL3 ->
          context.interruptedIsa() == InstructionSet.A64
              ? Maintenance.AT_S1E3R
              : Maintenance.AT_S1E1R;
    };
  }

  private static String longReason(HandlerContext context, Word par) {
    int status = Reliable.number(context, par.bits(6, 1), "PAR.FST");
    Stage stage = context.decide(par.bit(STAGE_TWO), "PAR.S") ? Stage.TWO : Stage.ONE;
    boolean onWalk = context.decide(par.bit(WALK), "PAR.PTW");
    for (FaultKind kind : FaultKind.values()) {
      for (int level = 0; level <= DEEPEST; level++) {
        Fault fault = fault(kind, stage, level, onWalk);
        if (fault.status() == status) {
          return fault.text();
        }
      }
    }
    return "status 0x" + Integer.toHexString(status);
  }

  /** A short PAR is of stage 1 alone, whose levels are 1 and 2. */
  private static String shortReason(HandlerContext context, Word par) {
    int status = Reliable.number(context, par.bits(5, 1), "PAR.FS");
    for (FaultKind kind : EnumSet.complementOf(EnumSet.of(FaultKind.ADDRESS_SIZE))) {
      for (int level = 1; level <= 2; level++) {
        Fault fault = fault(kind, Stage.ONE, level, false);
        if (fault.shortStatus() == status) {
          return fault.text();
        }
      }
    }
    return "status 0x" + Integer.toHexString(status);
  }

  private static Fault fault(FaultKind kind, Stage stage, int level, boolean onWalk) {
    return new Fault(kind, stage, level, OptionalLong.empty(), onWalk, OptionalInt.empty());
  }
}
