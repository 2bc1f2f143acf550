// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
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
 *       without a handler's level behind it. That answer is put together by the rules of calls and
 *       answers, and says so.
 * </ul>
 *
 * A dump does not name its processor. With {@code -d exec} a line right before it does. Without, it
 * is that of the only processor that the log shows; where there are several, or none is numbered,
 * no dump is tied to an event.
 *
 * <p>Where there are several, the dump of an event may stand behind events of the others, which
 * wait for it here: {@value #MOST} at most. It is its dump all the same: an exception ends a chain
 * of blocks, so that QEMU prints a dump at the first block behind it if it prints one there at all.
 * A return is of no processor then, and has no dump.
 */
final class HeldBack {
  private static final int AARCH64_SIZE = 4;
  private static final int HYP_TRAP_VECTOR = 0x14;
  private static final int CALL_VECTOR = 0x08;
  private static final int MOST = 1024;

  private static final String AT_VECTOR = "toState, vector, pstate from the dump at the vector";
  private static final String LINK = "; elr from lr in it";
  private static final String AT_RETURN = "regs from the dump at pc";

  /**
   * That the dump is the answer's is what the rules say: a log that breaks them has no such pair.
   */
  private static final String ANSWER =
      "toEl, pc by "
          + Rule.SEQ_CALLER.id()
          + ", "
          + Rule.SEQ_ONE_ANSWER.id()
          + ", "
          + Rule.SEQ_NESTING.id()
          + ": QEMU prints no return, and the caller is where the next dump is;"
          + " toState, regs from that dump";

  /** In bytes. QEMU ends a block at the end of a page (include/exec/translator.h). */
  private static final int LONGEST_BLOCK = 4096;

  /** An event, and what is to be passed on of it once that is known. */
  private static final class Waiting {
    private final Told told;
    private final OptionalInt cpu;
    private final Optional<RegisterDump> caller;
    private final Optional<ListedCall> listed;
    private Optional<List<Told>> shown = Optional.empty();

    Waiting(
        Told told, OptionalInt cpu, Optional<RegisterDump> caller, Optional<ListedCall> listed) {
      this.told = told;
      this.cpu = cpu;
      this.caller = caller;
      this.listed = listed;
    }

    boolean isOf(OptionalInt other) {
      return shown.isEmpty() && cpu.equals(other);
    }

    void isShown(List<Told> events) {
      shown = Optional.of(events);
    }
  }

  private final TraceSink sink;
  private final Listings listings;
  private final CallEvents calls = new CallEvents();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** The last dump of each processor since its last event. */
  private final Map<OptionalInt, RegisterDump> last = new HashMap<>();

  HeldBack(TraceSink sink, Listings listings) {
    this.sink = sink;
    this.listings = listings;
  }

  /**
   * Takes an event; it is passed on at once where no dump can belong to it.
   *
   * @param reconstructed which of its fields are in no line, and from what they follow
   * @param cpu whose it is, if dumps of that processor can be told from others'; else empty
   */
  void event(TraceEvent event, String reconstructed, OptionalInt cpu) {
    Optional<RegisterDump> caller = Optional.empty();
    if (cpu.isPresent()) {
      // A return may be of a processor that the log has not named yet.
      if (!(event instanceof TraceEvent.Return)) {
        finish(cpu);
      }
      caller =
          Optional.ofNullable(last.remove(cpu))
              .or(() -> Optional.ofNullable(last.remove(OptionalInt.empty())));
    }
    Optional<ListedCall> listed =
        event instanceof TraceEvent.Entry entry ? listed(entry, caller) : Optional.empty();
    if (cpu.isPresent() && mayHaveDump(event)) {
      waiting.add(new Waiting(new Told(event, reconstructed), cpu, caller, listed));
    } else if (waiting.isEmpty() && listed.isEmpty() && reconstructed.isEmpty()) {
      sink.event(event);
    } else {
      Waiting none =
          new Waiting(new Told(event, reconstructed), OptionalInt.empty(), caller, listed);
      none.isShown(asItIs(none));
      waiting.add(none);
    }
    passOn();
    if (waiting.size() > MOST) {
      waiting.element().isShown(asItIs(waiting.element()));
      passOn();
    }
  }

  /** The event without a dump; a call before it only where its instruction was listed. */
  private List<Told> asItIs(Waiting each) {
    if (each.listed.isEmpty() || !(each.told.event() instanceof TraceEvent.Entry entry)) {
      return List.of(each.told);
    }
    return List.of(calls.listed(entry, each.caller, each.listed.get()), each.told);
  }

  /** The processor goes on: what waits for a dump of it has none. */
  private void finish(OptionalInt cpu) {
    for (Waiting each : waiting) {
      if (each.isOf(cpu)) {
        each.isShown(asItIs(each));
      }
    }
  }

  private void passOn() {
    while (!waiting.isEmpty() && waiting.element().shown.isPresent()) {
      waiting.remove().shown.get().forEach(told -> told.to(sink));
    }
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
  static Optional<Call> called(TraceEvent.Entry entry) {
    return called(entry.exception(), entry.syndrome());
  }

  private static Optional<Call> called(Optional<ExceptionKind> exception, OptionalLong syndrome) {
    if (exception.isPresent() && exception.get() == ExceptionKind.HYP_TRAP) {
      int ec = (int) (syndrome.orElse(0) >>> 26) & 0x3f;
      return ec == 0x13 || ec == 0x17 ? Optional.of(Call.SMC) : Optional.empty();
    }
    return exception.flatMap(ExceptionKind::call);
  }

  /** Passes on what waits: no dump belongs to it. */
  void release() {
    for (Waiting each : waiting) {
      if (each.shown.isEmpty()) {
        each.isShown(asItIs(each));
      }
    }
    passOn();
  }

  /**
   * A dump was read.
   *
   * @param cpu whose it is; empty where that cannot be told
   * @param first whether no processor was seen yet: it is that of the first that is
   */
  void dump(RegisterDump dump, OptionalInt cpu, boolean first) {
    if (cpu.isEmpty()) {
      last.clear();
      if (first) {
        last.put(cpu, dump);
      }
      return;
    }
    for (Waiting each : waiting) {
      if (each.isOf(cpu)) {
        each.shown = Optional.of(shown(each, dump));
      }
    }
    passOn();
    last.put(cpu, dump);
  }

  private List<Told> shown(Waiting of, RegisterDump dump) {
    if (of.told.event() instanceof TraceEvent.Entry) {
      return entry(of, dump);
    }
    if (of.told.event() instanceof TraceEvent.Return back) {
      return List.of(returned(of.told, back, dump));
    }
    return handled(of, (TraceEvent.Handled) of.told.event(), dump);
  }

  private List<Told> entry(Waiting of, RegisterDump dump) {
    TraceEvent.Entry entry = (TraceEvent.Entry) of.told.event();
    boolean wide = dump.state() == ExecutionState.AARCH64;
    boolean there =
        wide
            ? entry.vector().equals(OptionalLong.of(dump.pc())) && dump.level().equals(entry.toEl())
            : isVector(entry, dump) && isCalledBy(of.caller, dump);
    if (!there) {
      return asItIs(of);
    }
    Told shown = wide ? of.told : atVector(of.told, dump);
    Optional<ListedCall> listed =
        of.listed.or(() -> listed((TraceEvent.Entry) shown.event(), of.caller));
    boolean aarch32 = isAarch32Class(entry.syndrome());
    return List.of(
        calls.taken(entry, of.caller, listed, dump, dump.ofCaller(of.caller, aarch32)), shown);
  }

  /** The call as it was listed, unless the processor ran in another state. */
  private Optional<ListedCall> listed(TraceEvent.Entry entry, Optional<RegisterDump> caller) {
    return listings.of(entry).filter(call -> call.mayFollow(caller));
  }

  /**
   * Whether the dump before shows the block of the call, so that no dump between was left out (by
   * {@code -dfilter}) and this one is at the vector indeed: other blocks may begin at an address
   * that looks like one. LR of the target mode, but for Hyp mode, says where the call was.
   */
  private static boolean isCalledBy(Optional<RegisterDump> caller, RegisterDump vector) {
    return caller
        .filter(
            before -> {
              long behind = vector.registers()[14] - before.pc();
              return vector.mode() == RegisterDump.HYP || behind > 0 && behind <= LONGEST_BLOCK;
            })
        .isPresent();
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
  private static Told atVector(Told told, RegisterDump dump) {
    TraceEvent.Entry entry = (TraceEvent.Entry) told.event();
    boolean hyp = dump.mode() == RegisterDump.HYP;
    return new Told(
        new TraceEvent.Entry(
            entry.cpu(),
            entry.source(),
            entry.exception(),
            entry.fromEl(),
            entry.toEl(),
            Optional.of(ExecutionState.AARCH32),
            entry.printedClass(),
            entry.syndrome(),
            hyp ? entry.elr() : OptionalLong.of(dump.registers()[14]),
            entry.spsr(),
            OptionalLong.of(dump.pc()),
            entry.enteredEl(),
            OptionalLong.of(dump.psr() & 0xffffffffL),
            entry.mixed()),
        hyp ? AT_VECTOR : AT_VECTOR + LINK);
  }

  private static boolean isAarch32Class(OptionalLong syndrome) {
    int ec = (int) (syndrome.orElse(0) >>> 26) & 0x3f;
    return ec >= 0x11 && ec <= 0x13;
  }

  private static Told returned(Told told, TraceEvent.Return back, RegisterDump dump) {
    boolean there =
        dump.pc() == back.pc()
            && back.toState().equals(Optional.of(dump.state()))
            && (back.toEl().isEmpty()
                || dump.level().isEmpty()
                || dump.level().equals(back.toEl()));
    if (!there) {
      return told;
    }
    return new Told(
        new TraceEvent.Return(
            back.cpu(),
            back.source(),
            back.fromEl(),
            back.fromState(),
            back.toEl(),
            back.toState(),
            back.pc(),
            dump.all()),
        told.reconstructed().isEmpty() ? AT_RETURN : told.reconstructed() + "; " + AT_RETURN);
  }

  private List<Told> handled(Waiting of, TraceEvent.Handled handled, RegisterDump dump) {
    boolean there = of.caller.filter(before -> isTheCall(handled, before, dump)).isPresent();
    if (!there) {
      return List.of(of.told);
    }
    RegisterDump before = of.caller.get();
    Call insn = called(handled.exception(), handled.syndrome()).orElseThrow();
    Optional<ListedCall> listed =
        listings.at(before.pc()).filter(call -> call.mayFollow(of.caller));
    return List.of(
        calls.answered(handled, insn, before, listed),
        of.told,
        new Told(
            new TraceEvent.Return(
                handled.cpu(),
                List.of(dump.line()),
                Optional.empty(),
                Optional.empty(),
                handled.fromEl(),
                Optional.of(dump.state()),
                dump.pc(),
                dump.all()),
            handled.cpu().isPresent() ? "cpu, " + ANSWER : ANSWER));
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
}
