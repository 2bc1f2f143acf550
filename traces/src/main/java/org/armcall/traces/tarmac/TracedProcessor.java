// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.tarmac;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterHistory;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/** One processor of a trace: its last instruction, its registers, and what was written since. */
final class TracedProcessor {
  private static final String REGISTERS = "regs from the register history";
  private static final String VECTOR = "vector from the next instruction";

  private final OptionalInt cpu;
  private final TraceSink sink;
  private final RegisterHistory history = new RegisterHistory();
  private final Between between = new Between();
  private Optional<Mode> mode = Optional.empty();
  private boolean returning;
  private Optional<TraceEvent.Call> pending = Optional.empty();
  private long pendingNext;

  TracedProcessor(OptionalInt cpu, TraceSink sink) {
    this.cpu = cpu;
    this.sink = sink;
  }

  RegisterHistory history() {
    return history;
  }

  /** Whether R8 and up are not those of other modes. */
  boolean isBanked() {
    return mode.filter(Mode::banked).isPresent();
  }

  /** Whether the instruction is one like the last: nothing has happened between the two. */
  boolean isPlain(TarmacLine line) {
    return between.isEmpty()
        && !returning
        && pending.isEmpty()
        && mode.isPresent()
        && mode.get().letter() == line.state()
        && line.isMode(mode.get().text());
  }

  /** Takes an instruction that may be the first after something. */
  void reached(TarmacLine line, SourceLine source) {
    boolean named =
        mode.isPresent() && mode.get().letter() == line.state() && line.isMode(mode.get().text());
    Mode now = named ? mode.get() : Mode.of(line.mode(), line.state());
    Optional<Mode> before = mode;
    mode = Optional.of(now);
    boolean wasReturning = returning;
    returning = false;
    if (before.isEmpty() || !now.application()) {
      pending.ifPresent(call -> sink.event(call, reconstructed(call)));
      pending = Optional.empty();
      between.clear();
      return;
    }
    boolean up = now.isAbove(before.get()) && !wasReturning;
    if (between.isException(now.level()) || up) {
      entered(before.get(), now, line.address(), source);
    } else if (wasReturning || before.get().isAbove(now)) {
      returned(before.get(), now, line.address(), source);
    } else if (pending.isPresent()) {
      notTaken(line.address(), source, now);
    }
    between.clear();
  }

  private void entered(Mode before, Mode now, long vector, SourceLine source) {
    Optional<ExceptionKind> kind =
        between
            .kind()
            .or(
                () ->
                    between.syndrome(now.level()).isPresent()
                        ? Optional.empty()
                        : pending.flatMap(call -> ofCall(call.insn().orElseThrow(), now)));
    boolean fromCall = between.kind().isEmpty() && kind.isPresent();
    pending.ifPresent(call -> sink.event(call, reconstructed(call)));
    pending = Optional.empty();
    List<SourceLine> lines = new ArrayList<>(between.lines());
    lines.add(source);
    sink.event(
        new TraceEvent.Entry(
            cpu,
            List.copyOf(lines),
            kind,
            before.level(),
            now.level(),
            Optional.of(now.state()),
            OptionalInt.empty(),
            between.syndrome(now.level()),
            between.elr(now.level()),
            between.spsr(now.level()),
            OptionalLong.of(vector),
            Optional.empty(),
            between.pstate(),
            false),
        VECTOR + (fromCall ? "; exception from the call and the level" : ""));
  }

  /** Without a syndrome: a call to the level that it goes to has been taken as such. */
  private static Optional<ExceptionKind> ofCall(Call insn, Mode now) {
    if (now.level().isEmpty()) {
      return Optional.empty();
    }
    ExceptionLevel to = now.level().get();
    return switch (insn) {
      case HVC -> to == ExceptionLevel.EL2 ? Optional.of(ExceptionKind.HVC) : Optional.empty();
      case SMC ->
          to == ExceptionLevel.EL3
              ? Optional.of(ExceptionKind.SMC)
              : to == ExceptionLevel.EL2 ? Optional.of(ExceptionKind.HYP_TRAP) : Optional.empty();
      case SVC -> Optional.empty();
    };
  }

  private void returned(Mode before, Mode now, long pc, SourceLine source) {
    pending.ifPresent(call -> sink.event(call, reconstructed(call)));
    pending = Optional.empty();
    Map<String, Long> regs = history.registers(now.state(), isBanked(), false);
    sink.event(
        new TraceEvent.Return(
            cpu,
            List.of(source),
            before.level(),
            Optional.of(before.state()),
            now.level(),
            Optional.of(now.state()),
            pc,
            regs),
        regs.isEmpty() ? "" : REGISTERS);
  }

  /** The call had no exception: the model itself did what was asked for, as semihosting is. */
  private void notTaken(long address, SourceLine source, Mode now) {
    TraceEvent.Call call = pending.get();
    pending = Optional.empty();
    sink.event(call, reconstructed(call));
    if (address != pendingNext) {
      return;
    }
    Map<String, Long> regs = history.registers(now.state(), isBanked(), false);
    sink.event(
        new TraceEvent.Handled(
            cpu,
            List.of(source),
            Optional.of(
                switch (call.insn().orElseThrow()) {
                  case SVC -> ExceptionKind.SVC;
                  case HVC -> ExceptionKind.HVC;
                  case SMC -> ExceptionKind.SMC;
                }),
            call.el(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            "the model",
            false,
            regs),
        "exception by "
            + Rule.SEQ_CALLER.id()
            + ", "
            + Rule.SEQ_ONE_ANSWER.id()
            + ": execution goes on behind it, as after an answer"
            + (regs.isEmpty() ? "" : "; " + REGISTERS));
  }

  private static String reconstructed(TraceEvent.Call call) {
    return call.regs().isEmpty() ? "" : REGISTERS;
  }

  /** Notes what the instruction is: a call, or a return of a handler. */
  void executes(TarmacLine line, SourceLine source, boolean executed) {
    Mode now = mode.orElseThrow();
    InstructionWord word = new InstructionWord(now.isa(), line.wordBytes(), line.word());
    Optional<CallInstruction> decoded =
        now.application() ? Encodings.decode(word) : Optional.empty();
    if (decoded.isEmpty()) {
      returning = executed && now.application();
      return;
    }
    Call insn = decoded.get().call();
    if (!executed) {
      sink.event(
          new TraceEvent.Skipped(
              cpu,
              List.of(source),
              insn,
              Optional.of(now.isa()),
              now.level(),
              OptionalLong.of(line.address()),
              Optional.of(word)));
      return;
    }
    pendingNext = line.address() + line.wordBytes();
    pending =
        Optional.of(
            new TraceEvent.Call(
                cpu,
                List.of(source),
                insn,
                Optional.of(now.isa()),
                now.level(),
                OptionalLong.of(line.address()),
                Optional.of(word),
                Optional.of(word),
                OptionalInt.of(decoded.get().immediate().value()),
                history.registers(now.state(), isBanked(), true)));
  }

  void wrote(String name, long value, SourceLine line) {
    between.wrote(name, value, line);
  }

  void event(String name, SourceLine line) {
    if (name.endsWith("_RESET")) {
      history.forget();
    }
    between.event(name, line);
  }

  /** A line is missing: what was known of the processor may be wrong. */
  void forget() {
    pending.ifPresent(call -> sink.event(call, reconstructed(call)));
    pending = Optional.empty();
    returning = false;
    mode = Optional.empty();
    between.clear();
    history.forget();
  }

  /** The log ends. */
  void end() {
    pending.ifPresent(call -> sink.event(call, reconstructed(call)));
    pending = Optional.empty();
  }

  /** Whether the word is a call or a return of an exception in that instruction set. */
  static boolean isSpecial(TarmacLine line) {
    int word = line.word();
    return switch (line.state()) {
      case 'O' ->
          (word & 0xffe0001c) == 0xd4000000 && (word & 3) != 0
              || (word & 0xfffff3ff) == 0xd69f03e0
              || word == 0xd69f0bff
              || word == 0xd69f0fff;
      case 'A' -> isSpecialA32(word);
      default ->
          line.wordBytes() == 2
              ? (word & 0xff00) == 0xdf00
              : (word & 0xffe0f000) == 0xf7e08000 || (word & 0xffffff00) == 0xf3de8f00;
    };
  }

  private static boolean isSpecialA32(int word) {
    boolean call =
        (word & 0x0f000000) == 0x0f000000
            || (word & 0x0ff000f0) == 0x01400070
            || (word & 0x0ff000f0) == 0x01600070;
    boolean back =
        (word & 0x0fffffff) == 0x0160006e
            || (word & 0x0fffffff) == 0x01b0f00e
            || (word & 0x0ffff000) == 0x025ef000
            || (word & 0xfe50ffff) == 0xf8100a00;
    return word >>> 28 != 0xf && call || back;
  }
}
