// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/**
 * Holds an event back until the register dump after it, if there is one, and says what the dump
 * shows of it.
 *
 * <p>QEMU prints a dump before it enters a translation block from its main loop, and after an
 * exception or an exception return it always does that. So:
 *
 * <ul>
 *   <li>the dump at the vector has the caller's registers, which the exception does not change: a
 *       {@code call} is put before the {@code entry};
 *   <li>the dump at the address of a return has what the caller finds;
 *   <li>around a call that QEMU answers itself, a dump one instruction before the next one is of
 *       the call alone: a {@code call} is put before the {@code handled}, and a {@code return}
 *       without a handler's level behind it.
 * </ul>
 *
 * A dump does not name its processor. Where the log shows more than one, or does not number them,
 * no dump is tied to an event.
 */
final class HeldBack {
  private static final int AARCH64_SIZE = 4;
  private static final int HYP_TRAP_VECTOR = 0x14;
  private static final int CALL_VECTOR = 0x08;

  private final TraceSink sink;
  private Optional<TraceEvent> held = Optional.empty();
  private Optional<RegisterDump> caller = Optional.empty();
  private Optional<RegisterDump> last = Optional.empty();

  HeldBack(TraceSink sink) {
    this.sink = sink;
  }

  /** Takes an event; it is passed on at once where no dump can belong to it. */
  void event(TraceEvent event, boolean oneProcessor) {
    release();
    if (oneProcessor && mayHaveDump(event)) {
      held = Optional.of(event);
      caller = last;
    } else {
      sink.event(event);
    }
    last = Optional.empty();
  }

  private static boolean mayHaveDump(TraceEvent event) {
    if (event instanceof TraceEvent.Entry entry) {
      return !entry.mixed()
          && called(entry.exception(), entry.syndrome()).isPresent()
          && entry.fromEl().isPresent()
          && entry.toEl().isPresent();
    }
    return event instanceof TraceEvent.Return
        || event instanceof TraceEvent.Handled handled
            && !handled.mixed()
            && called(handled.exception(), handled.syndrome()).isPresent();
  }

  /** The call that an exception is of: taken, or an SMC that is trapped. */
  private static Optional<Call> called(Optional<ExceptionKind> exception, OptionalLong syndrome) {
    if (exception.isPresent() && exception.get() == ExceptionKind.HYP_TRAP) {
      int ec = (int) (syndrome.orElse(0) >>> 26) & 0x3f;
      return ec == 0x13 || ec == 0x17 ? Optional.of(Call.SMC) : Optional.empty();
    }
    return exception.flatMap(ExceptionKind::call);
  }

  /** Passes on what is held: no dump belongs to it. */
  void release() {
    held.ifPresent(sink::event);
    held = Optional.empty();
    caller = Optional.empty();
  }

  /** A dump was read. */
  void dump(RegisterDump dump) {
    Optional<TraceEvent> event = held;
    held = Optional.empty();
    if (event.isPresent()) {
      if (event.get() instanceof TraceEvent.Entry entry) {
        entry(entry, dump);
      } else if (event.get() instanceof TraceEvent.Return back) {
        returned(back, dump);
      } else if (event.get() instanceof TraceEvent.Handled handled) {
        handled(handled, dump);
      }
    }
    caller = Optional.empty();
    last = Optional.of(dump);
  }

  private void entry(TraceEvent.Entry entry, RegisterDump dump) {
    boolean there =
        dump.state() == ExecutionState.AARCH64
            ? entry.vector().equals(OptionalLong.of(dump.pc())) && dump.level().equals(entry.toEl())
            : isVector(entry, dump);
    if (!there) {
      sink.event(entry);
      return;
    }
    boolean aarch32 = isAarch32Class(entry.syndrome());
    sink.event(
        call(
            entry.cpu(),
            called(entry.exception(), entry.syndrome()).orElseThrow(),
            entry.fromEl(),
            OptionalLong.empty(),
            dump,
            dump.ofCaller(caller, aarch32)));
    sink.event(dump.state() == ExecutionState.AARCH64 ? entry : atVector(entry, dump));
  }

  /** Whether the dump is at the vector of an exception taken to AArch32, whose record has none. */
  static boolean isVector(TraceEvent.Entry entry, RegisterDump dump) {
    boolean toHyp = entry.toEl().equals(Optional.of(ExceptionLevel.EL2));
    boolean fromBelow = toHyp && !entry.fromEl().equals(entry.toEl());
    boolean smc = entry.exception().equals(Optional.of(ExceptionKind.SMC));
    int mode = toHyp ? RegisterDump.HYP : smc ? RegisterDump.MON : RegisterDump.SVC;
    return dump.mode() == mode && (dump.pc() & 0x1f) == (fromBelow ? HYP_TRAP_VECTOR : CALL_VECTOR);
  }

  /**
   * What the dump adds to the record: the vector, and for SVC and SMC the return address, which is
   * what LR of the target mode holds (DDI 0406, B1.8.3).
   */
  private static TraceEvent.Entry atVector(TraceEvent.Entry entry, RegisterDump dump) {
    return new TraceEvent.Entry(
        entry.cpu(),
        entry.source(),
        entry.exception(),
        entry.fromEl(),
        entry.toEl(),
        Optional.of(ExecutionState.AARCH32),
        entry.printedClass(),
        entry.syndrome(),
        dump.mode() == RegisterDump.HYP ? entry.elr() : OptionalLong.of(dump.registers()[14]),
        entry.spsr(),
        OptionalLong.of(dump.pc()),
        entry.enteredEl(),
        OptionalLong.of(dump.psr() & 0xffffffffL),
        entry.mixed());
  }

  private static boolean isAarch32Class(OptionalLong syndrome) {
    int ec = (int) (syndrome.orElse(0) >>> 26) & 0x3f;
    return ec >= 0x11 && ec <= 0x13;
  }

  private void returned(TraceEvent.Return back, RegisterDump dump) {
    boolean there =
        dump.pc() == back.pc()
            && back.toState().equals(Optional.of(dump.state()))
            && (back.toEl().isEmpty()
                || dump.level().isEmpty()
                || dump.level().equals(back.toEl()));
    sink.event(
        there
            ? new TraceEvent.Return(
                back.cpu(),
                back.source(),
                back.fromEl(),
                back.fromState(),
                back.toEl(),
                back.toState(),
                back.pc(),
                dump.all())
            : back);
  }

  private void handled(TraceEvent.Handled handled, RegisterDump dump) {
    boolean there = caller.filter(before -> isTheCall(handled, before, dump)).isPresent();
    if (!there) {
      sink.event(handled);
      return;
    }
    RegisterDump before = caller.get();
    sink.event(
        call(
            handled.cpu(),
            called(handled.exception(), handled.syndrome()).orElseThrow(),
            handled.fromEl(),
            OptionalLong.of(before.pc()),
            before,
            before.all()));
    sink.event(handled);
    sink.event(
        new TraceEvent.Return(
            handled.cpu(),
            List.of(dump.line()),
            Optional.empty(),
            Optional.empty(),
            handled.fromEl(),
            Optional.of(dump.state()),
            dump.pc(),
            dump.all()));
  }

  /**
   * Whether the two dumps enclose the call and nothing else. An AArch32 SMC may be conditional: the
   * block may have run before without it, in a chain that prints nothing. Where CPSR is the same at
   * both, the condition that held at the call held at the first dump too, so that this is the call:
   * an answer by QEMU changes no flag.
   */
  private static boolean isTheCall(
      TraceEvent.Handled handled, RegisterDump before, RegisterDump after) {
    boolean conditional =
        before.state() == ExecutionState.AARCH32
            && !handled.exception().equals(Optional.of(ExceptionKind.HVC));
    return !(conditional && before.psr() != after.psr())
        && before.state() == after.state()
        && before.mode() == after.mode()
        && after.pc() == before.pc() + AARCH64_SIZE;
  }

  private TraceEvent.Call call(
      OptionalInt cpu,
      Call insn,
      Optional<ExceptionLevel> from,
      OptionalLong pc,
      RegisterDump shownBy,
      Map<String, Long> registers) {
    return new TraceEvent.Call(
        cpu,
        List.of(shownBy.line()),
        insn,
        caller
            .filter(before -> before.state() == ExecutionState.AARCH64)
            .map(before -> InstructionSet.A64),
        from,
        pc,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        registers);
  }
}
