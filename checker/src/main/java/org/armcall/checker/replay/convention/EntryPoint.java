// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciResult;
import org.armcall.traces.event.TraceEvent;

/**
 * Where a processor goes on that was suspended, turned off or turned on by PSCI: at an entry point
 * and with a context identifier, which the caller chose (DEN0022, 5.1: CPU_SUSPEND, CPU_ON,
 * CPU_DEFAULT_SUSPEND, SYSTEM_SUSPEND). That address may be anywhere, also just behind the call.
 */
public final class EntryPoint {
  private static final String ENTRY = "entry_point_address";
  private static final long LOW = 0xffff_ffffL;

  private EntryPoint() {}

  /**
   * Whether the return may be a start and not an answer: it goes to the entry point of the call,
   * with its context identifier as far as the trace shows it; or the call turned the processor off,
   * and it starts where somebody else says.
   */
  public static boolean mayStart(TakenCall call, TraceEvent.Return back) {
    Optional<RegisterFile> before = RegisterFile.of(call.registers());
    if (before.isEmpty() || call.immediate().orElse(1) != 0) {
      return false;
    }
    Optional<PsciFunction> function =
        PsciFunction.of(new FunctionId((int) before.get().first())).filter(f -> !f.withdrawn());
    if (function.isEmpty()) {
      return false;
    }
    Optional<RegisterFile> after = RegisterFile.of(back.regs());
    if (function.get() == PsciFunction.CPU_OFF) {
      // Turned on again it has a context identifier; what CPU_OFF itself may answer is DENIED.
      return after.filter(found -> (int) found.first() == PsciResult.DENIED.code()).isEmpty();
    }
    return isAt(before.get(), function.get(), back, after);
  }

  /**
   * Whether the return goes to the entry point of a call that suspends, with its context identifier
   * in the first register: then that register is no result and nothing is preserved.
   */
  static boolean isResumedAt(RegisterFile before, TraceEvent.Return back, RegisterFile after) {
    FunctionFacts called = FunctionFacts.of(new FunctionId((int) before.first()));
    return called.resumesAtEntry()
        && isAt(before, called.psci().orElseThrow(), back, Optional.of(after));
  }

  private static boolean isAt(
      RegisterFile before,
      PsciFunction function,
      TraceEvent.Return back,
      Optional<RegisterFile> after) {
    OptionalInt entry = register(function);
    if (entry.isEmpty() || !before.has(entry.getAsInt())) {
      return false;
    }
    boolean wide =
        before.state() == ExecutionState.AARCH64 && new FunctionId((int) before.first()).is64Bit();
    long mask = wide ? -1 : LOW;
    boolean narrow =
        back.toState().equals(Optional.of(ExecutionState.AARCH32))
            || after.filter(found -> found.state() == ExecutionState.AARCH32).isPresent();
    // Bit 0 of an AArch32 entry point asks for T32.
    long address = before.value(entry.getAsInt()) & mask & (narrow ? ~1L : -1L);
    int context = entry.getAsInt() + 1;
    boolean other =
        after.isPresent()
            && before.has(context)
            && (after.get().first() & (narrow ? LOW : -1L))
                != (before.value(context) & mask & (narrow ? LOW : -1L));
    return back.pc() == address && !other;
  }

  /** Whether the function is told an entry point. */
  static boolean isArgument(PsciFunction function) {
    return register(function).isPresent();
  }

  /** The register of the entry point: the arguments begin behind the function identifier. */
  private static OptionalInt register(PsciFunction function) {
    int index = function.arguments().indexOf(ENTRY);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index + 1);
  }
}
