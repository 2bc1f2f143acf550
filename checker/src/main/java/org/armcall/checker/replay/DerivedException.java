// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;

/** What was taken, where the trace does not name it: from the vector, the class and the call. */
final class DerivedException {
  private DerivedException() {}

  static ExceptionKind of(TraceEvent.Entry entry, Optional<TraceEvent.Call> called) {
    if (isAsynchronous(entry)) {
      return ExceptionKind.ASYNCHRONOUS;
    }
    boolean onTheCall =
        called.isPresent() && entry.elr().isPresent() && called.get().pc().equals(entry.elr());
    if (entry.syndrome().isPresent()) {
      return SyndromeLayout.exceptionClass((int) entry.syndrome().getAsLong())
          .map(ec -> ofClass(ec, entry, onTheCall))
          .orElse(ExceptionKind.OTHER);
    }
    if (called.isEmpty() || entry.elr().isEmpty()) {
      return ExceptionKind.OTHER;
    }
    return onTheCall
        ? ExceptionKind.UNDEFINED_INSTRUCTION
        : called.get().insn().map(DerivedException::ofCall).orElse(ExceptionKind.OTHER);
  }

  /** IRQ, FIQ and SError have vectors of their own (DDI 0487 D1.3.1, G1.12). */
  private static boolean isAsynchronous(TraceEvent.Entry entry) {
    if (entry.vector().isEmpty() || entry.toState().isEmpty()) {
      return false;
    }
    long vector = entry.vector().getAsLong();
    return entry.toState().get() == ExecutionState.AARCH64
        ? (vector & 0x180) != 0
        : (vector & 0x1f) >= 0x18;
  }

  private static ExceptionKind ofClass(
      ExceptionClass ec, TraceEvent.Entry entry, boolean onTheCall) {
    return switch (ec) {
      case HVC32, HVC64 -> ExceptionKind.HVC;
      case SMC32, SMC64 ->
          entry.toEl().equals(Optional.of(ExceptionLevel.EL2))
              ? ExceptionKind.HYP_TRAP
              : ExceptionKind.SMC;
      case SVC32, SVC64 -> onTheCall ? ExceptionKind.UNDEFINED_INSTRUCTION : ExceptionKind.SVC;
      case INSTRUCTION_ABORT_LOWER, INSTRUCTION_ABORT_SAME, PC_ALIGNMENT ->
          ExceptionKind.PREFETCH_ABORT;
      case DATA_ABORT_LOWER, DATA_ABORT_SAME, SP_ALIGNMENT -> ExceptionKind.DATA_ABORT;
      case SERROR -> ExceptionKind.ASYNCHRONOUS;
      case BREAKPOINT_LOWER,
          BREAKPOINT_SAME,
          STEP_LOWER,
          STEP_SAME,
          WATCHPOINT_LOWER,
          WATCHPOINT_SAME,
          BKPT32,
          BRK64 ->
          ExceptionKind.BREAKPOINT;
      default -> ExceptionKind.UNDEFINED_INSTRUCTION;
    };
  }

  private static ExceptionKind ofCall(Call call) {
    return switch (call) {
      case SVC -> ExceptionKind.SVC;
      case HVC -> ExceptionKind.HVC;
      case SMC -> ExceptionKind.SMC;
    };
  }
}
