// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.checker.replay.convention.TakenCall;
import org.armcall.checker.replay.convention.TrappedState;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.TraceEvent;

/** What an exception of a call is, for the rules of the calling convention. */
final class Calls {
  private static final int WIDE = 4;

  /** No instruction is there: the address of the answer is not known. */
  private static final long NOWHERE = -1;

  private Calls() {}

  static TakenCall taken(Observed o) {
    return new TakenCall(
        o.event(), o.called(), o.call(), o.from(), o.to(), immediate(o), resume(o), trapped(o));
  }

  private static Optional<TrappedState> trapped(Observed o) {
    return o.isTrap() && o.spsr().isPresent() && SavedStateChecks.isCredible(o)
        ? TrappedState.of(o.spsr().getAsLong())
        : Optional.empty();
  }

  /** The call that the machine answered; empty if what it answered is none. */
  static Optional<TakenCall> handled(
      TraceEvent.Handled event, Observed o, Optional<TraceEvent.Call> made) {
    // Where the tool does not say what would have been taken, the call before it is it.
    boolean unnamed = event.exception().isEmpty() && made.isPresent();
    if (o.call().isEmpty() && !unnamed) {
      return Optional.empty();
    }
    return Optional.of(
        new TakenCall(
            event,
            made,
            o.call().or(() -> made.flatMap(TraceEvent.Call::insn)),
            o.from(),
            o.to(),
            made.map(Executed::immediate)
                .filter(OptionalInt::isPresent)
                .orElseGet(() -> answered(o)),
            OptionalLong.empty(),
            Optional.empty()));
  }

  /** The answer, where the event that says that there was one has its registers. */
  static Optional<TraceEvent.Return> answer(TraceEvent.Handled handled) {
    return handled.regs().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TraceEvent.Return(
                handled.cpu(),
                handled.source(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                NOWHERE,
                handled.regs()));
  }

  /**
   * The immediate of a call that the machine answered. It goes by the conduit alone: one that it
   * took for a call of PSCI was called as one, whatever the immediate that no syndrome shows (QEMU,
   * target/arm/psci.c: arm_is_psci_call).
   */
  private static OptionalInt answered(Observed o) {
    OptionalInt shown = immediate(o);
    boolean psci = o.event() instanceof TraceEvent.Handled handled && handled.by().equals("psci");
    return shown.isEmpty() && psci ? OptionalInt.of(0) : shown;
  }

  private static OptionalInt immediate(Observed o) {
    OptionalInt executed = o.executedImmediate();
    if (executed.isPresent()) {
      return executed;
    }
    Optional<Integer> inSyndrome = o.immediateInSyndrome();
    return inSyndrome.isPresent() ? OptionalInt.of(inSyndrome.get()) : OptionalInt.empty();
  }

  /** Behind the call: as the trace shows the call, or from the preferred return address. */
  private static OptionalLong resume(Observed o) {
    OptionalLong next = o.next();
    if (next.isPresent() || o.elr().isEmpty()) {
      return next;
    }
    if (!o.isTrap()) {
      return o.elr();
    }
    int size = o.called().flatMap(TraceEvent.Call::word).map(InstructionWord::size).orElse(WIDE);
    long resume = o.elr().getAsLong() + size;
    boolean narrow =
        o.callerState().or(o::stateInClass).orElse(ExecutionState.AARCH64)
            == ExecutionState.AARCH32;
    return OptionalLong.of(narrow ? resume & 0xffff_ffffL : resume);
  }
}
