// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.execlog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterHistory;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/**
 * One processor of a log: what its registers hold, and the call or exception return whose outcome
 * the next line tells.
 *
 * <p>QEMU keeps the registers of a 64-bit processor that runs AArch32 elsewhere, and brings what
 * the plugin reads up to date when an exception goes to AArch64. So of such code nothing is known
 * but what stands there afterwards.
 */
final class LoggedProcessor {
  private static final String HISTORY = " from the register history";

  /** Vectors of AArch64 are so far apart (DDI 0487, D1.3.1). */
  private static final int VECTOR = 0x80;

  private final OptionalInt cpu;
  private final TraceSink sink;
  private final RegisterHistory history = new RegisterHistory();
  private final ExceptionRegisters exceptions = new ExceptionRegisters();
  private Optional<Waiting> waiting = Optional.empty();

  /** Whether the processor has AArch64: its registers are called X. */
  private boolean wide;

  private long lastPc;

  /** Where the last instruction branches to, if it does. */
  private OptionalLong branch = OptionalLong.empty();

  /** Whether the last instruction was a call or a return. */
  private boolean spoke;

  /** Whether this instruction is where such a one led. */
  private boolean arrived;

  LoggedProcessor(int cpu, TraceSink sink) {
    this.cpu = OptionalInt.of(cpu);
    this.sink = sink;
  }

  /** Whether the next line tells what became of an instruction. */
  boolean waits() {
    return waiting.isPresent();
  }

  /** Takes an instruction that says nothing itself. */
  void executes(ExeclogLine line) {
    exceptions.begin();
    registers(line);
    lastPc = line.pc();
    branch = line.branchTarget();
    spoke = false;
  }

  /**
   * Whether the instruction is the one behind the last, so that nothing was executed between. Where
   * lines are left out by a filter, what they changed is printed with the next that is not, as if
   * that had done it.
   */
  private boolean isNext(long pc) {
    long behind = pc - lastPc;
    return arrived || !spoke && (behind == 4 || behind == 2 || branch.equals(OptionalLong.of(pc)));
  }

  /** Takes an instruction: the first behind one that waits, or a call, or a return. */
  void executes(ExeclogLine line, boolean special, SourceLine source) {
    arrived = false;
    waiting.ifPresent(before -> resolve(before, line.pc(), source));
    waiting = Optional.empty();
    Optional<InstructionWord> call = special ? line.call() : Optional.empty();
    boolean back = special && call.isEmpty() && line.isReturn();
    if (call.isEmpty() && !back) {
      executes(line);
      return;
    }
    boolean narrowCode = call.filter(word -> word.isa() != InstructionSet.A64).isPresent();
    boolean current = isNext(line.pc()) && !(wide && narrowCode);
    Map<String, Long> before =
        current && call.isPresent() ? registers(call.get().isa().executionState()) : Map.of();
    Optional<ExceptionLevel> level = current ? exceptions.level() : Optional.empty();
    Optional<ExecutionState> state = current ? exceptions.state() : Optional.empty();
    boolean wasNext = isNext(line.pc());
    executes(line);
    spoke = true;
    waiting =
        Optional.of(
            new Waiting(
                source,
                line.pc(),
                call.map(InstructionWord::size).orElse(4),
                call,
                level,
                state,
                before,
                wasNext));
  }

  private void registers(ExeclogLine line) {
    while (line.nextRegister()) {
      int letter = line.letter();
      int number = letter == 'x' || letter == 'r' ? line.numbered() : -1;
      if (number >= 0 && letter == 'x') {
        wide = true;
        history.wrote64(number, line.value());
      } else if (number >= 0) {
        history.wrote32(number, line.value(), isFiq());
      } else {
        system(line.name(), line.value());
      }
    }
  }

  private boolean isFiq() {
    return !wide && (exceptions.pstate().orElse(0) & 0x1f) == 0x11;
  }

  private void system(String name, long value) {
    switch (name) {
      case "hcr_el2", "hcr" -> history.hcr(OptionalLong.of(value));
      case "scr_el3", "scr" -> history.scr(OptionalLong.of(value));
      default -> exceptions.wrote(name, value);
    }
  }

  private Map<String, Long> registers(ExecutionState state) {
    return history.registers(state, isFiq(), true);
  }

  /** The line behind a call or a return: where execution went on, unless lines are left out. */
  private void resolve(Waiting before, long pc, SourceLine line) {
    OptionalLong went = before.wasNext() ? OptionalLong.of(pc) : OptionalLong.empty();
    if (before.call().isEmpty()) {
      returned(before, went, line);
      return;
    }
    InstructionWord word = before.call().get();
    CallInstruction instruction = ExeclogLine.decoded(word);
    Optional<ExceptionLevel> to = target(before);
    boolean same = went.equals(OptionalLong.of(before.pc() + before.size()));
    if (to.isPresent()) {
      arrived = went.isPresent() && (!wide || pc % VECTOR == 0);
      call(before, word, instruction, to);
      entry(before, instruction.call(), to.get(), went, line);
    } else if (isModeChange(before)) {
      arrived = went.isPresent();
      call(before, word, instruction, Optional.empty());
      entryOfAarch32(before, instruction.call(), went, line);
    } else if (same && before.state().isPresent()) {
      arrived = true;
      notTaken(before, word, instruction, line);
    } else {
      call(before, word, instruction, Optional.empty());
    }
  }

  /** The level whose registers the exception wrote, or that PSTATE has risen to. */
  private Optional<ExceptionLevel> target(Waiting before) {
    Optional<ExceptionLevel> written = exceptions.changedLevel();
    if (written.isPresent()) {
      return written;
    }
    Optional<ExceptionLevel> now = exceptions.level();
    boolean up =
        now.isPresent() && before.level().isPresent() && now.get().isAbove(before.level().get());
    return up ? now : Optional.empty();
  }

  /** Whether an exception went to an AArch32 mode that has no registers of exceptions. */
  private boolean isModeChange(Waiting before) {
    return !wide && before.state().isPresent() && !before.level().equals(exceptions.level());
  }

  private void call(
      Waiting before,
      InstructionWord word,
      CallInstruction instruction,
      Optional<ExceptionLevel> to) {
    Map<String, Long> regs = before.regs();
    boolean synced =
        wide
            && word.isa() != InstructionSet.A64
            && to.isPresent()
            && exceptions.spsr(to.get()).isPresent()
            && (exceptions.spsr(to.get()).getAsLong() & 0x1f) != 0x11;
    if (synced) {
      // The exception changes none of them, and has them brought up to date.
      regs = history.registers(ExecutionState.AARCH32, false, false);
    }
    sink.event(
        new TraceEvent.Call(
            cpu,
            List.of(before.line()),
            instruction.call(),
            Optional.of(word.isa()),
            before.level(),
            OptionalLong.of(before.pc()),
            Optional.of(word),
            Optional.of(word),
            OptionalInt.of(instruction.immediate().value()),
            regs),
        (regs.isEmpty() ? "" : "regs" + HISTORY + "; ")
            + "isa from the word and its disassembly"
            + (before.level().isPresent() ? "; el from the last cpsr" : ""));
  }

  private void entry(
      Waiting before, Call insn, ExceptionLevel to, OptionalLong went, SourceLine line) {
    boolean toAarch64 = wide;
    OptionalLong spsr = exceptions.spsr(to);
    Optional<ExceptionLevel> from =
        before.level().isPresent() || spsr.isEmpty()
            ? before.level()
            : ExceptionRegisters.level(spsr.getAsLong(), wide);
    OptionalLong vector =
        went.isPresent() && (!toAarch64 || went.getAsLong() % VECTOR == 0)
            ? went
            : OptionalLong.empty();
    OptionalLong elr =
        toAarch64 || to == ExceptionLevel.EL2 ? exceptions.elr(to) : exceptions.link();
    sink.event(
        new TraceEvent.Entry(
            cpu,
            List.of(before.line(), line),
            exceptions.esr(to).isPresent() ? Optional.empty() : ofCall(insn, to),
            from,
            Optional.of(to),
            Optional.of(toAarch64 ? ExecutionState.AARCH64 : ExecutionState.AARCH32),
            OptionalInt.empty(),
            exceptions.esr(to),
            elr,
            spsr,
            vector,
            Optional.empty(),
            exceptions.pstate(),
            false),
        (exceptions.esr(to).isPresent() ? "syndrome, " : "")
            + (elr.isPresent() ? "elr, " : "")
            + (spsr.isPresent() ? "spsr, " : "")
            + "pstate"
            + HISTORY
            + (vector.isPresent() ? "; vector from where it goes on" : "")
            + (exceptions.esr(to).isPresent() ? "" : "; exception from the call and the level"));
  }

  /** To Supervisor or Monitor mode, which have no syndrome: LR is the return address. */
  private void entryOfAarch32(Waiting before, Call insn, OptionalLong went, SourceLine line) {
    Optional<ExceptionLevel> to = exceptions.level();
    boolean mode = insn == Call.SVC || to.equals(Optional.of(ExceptionLevel.EL3));
    sink.event(
        new TraceEvent.Entry(
            cpu,
            List.of(before.line(), line),
            mode
                ? Optional.of(insn == Call.SVC ? ExceptionKind.SVC : ExceptionKind.SMC)
                : Optional.empty(),
            before.level(),
            to,
            Optional.of(ExecutionState.AARCH32),
            OptionalInt.empty(),
            OptionalLong.empty(),
            mode ? exceptions.link() : OptionalLong.empty(),
            OptionalLong.empty(),
            went,
            Optional.empty(),
            exceptions.pstate(),
            false),
        "exception from the call and the mode; elr from lr; pstate"
            + HISTORY
            + "; vector from where it goes on");
  }

  /** Without a syndrome: a call to the level that it goes to has been taken as such. */
  private static Optional<ExceptionKind> ofCall(Call insn, ExceptionLevel to) {
    return switch (insn) {
      case HVC -> to == ExceptionLevel.EL2 ? Optional.of(ExceptionKind.HVC) : Optional.empty();
      case SMC ->
          to == ExceptionLevel.EL3
              ? Optional.of(ExceptionKind.SMC)
              : to == ExceptionLevel.EL2 ? Optional.of(ExceptionKind.HYP_TRAP) : Optional.empty();
      case SVC -> Optional.empty();
    };
  }

  /** Execution goes on behind the call, in the same state: QEMU answered it, or it was skipped. */
  private void notTaken(
      Waiting before, InstructionWord word, CallInstruction instruction, SourceLine line) {
    Condition condition = instruction.encodedCondition().orElse(Condition.AL);
    if (condition.isConditional() || word.isa() == InstructionSet.T32) {
      sink.event(
          new TraceEvent.Note(
              cpu,
              List.of(before.line(), line),
              instruction.text() + " was skipped by its condition, or answered by QEMU"));
      return;
    }
    call(before, word, instruction, Optional.empty());
    Map<String, Long> after = history.registers(before.state().orElseThrow(), isFiq(), false);
    sink.event(
        new TraceEvent.Handled(
            cpu,
            List.of(before.line(), line),
            Optional.of(
                switch (instruction.call()) {
                  case SVC -> ExceptionKind.SVC;
                  case HVC -> ExceptionKind.HVC;
                  case SMC -> ExceptionKind.SMC;
                }),
            before.level(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            "qemu",
            false,
            after),
        "exception from the call" + (after.isEmpty() ? "" : "; regs" + HISTORY));
  }

  /** An exception return; where SPSR is not known, only a lower level says where it went. */
  private void returned(Waiting before, OptionalLong went, SourceLine line) {
    OptionalLong spsr = before.level().map(exceptions::spsr).orElse(OptionalLong.empty());
    OptionalLong elr = before.level().map(exceptions::elr).orElse(OptionalLong.empty());
    OptionalLong to = elr.isPresent() ? elr : went;
    arrived = elr.isPresent() && elr.equals(went);
    Optional<ExceptionLevel> now = exceptions.level();
    boolean down =
        now.isPresent() && before.level().isPresent() && before.level().get().isAbove(now.get());
    if (to.isEmpty() || before.level().isEmpty()) {
      return;
    }
    boolean said = wide && spsr.isPresent();
    Optional<ExceptionLevel> level =
        said
            ? ExceptionRegisters.level(spsr.getAsLong(), true)
            : down || !wide ? now : Optional.empty();
    Optional<ExecutionState> state =
        said
            ? Optional.of(ExceptionRegisters.state(spsr.getAsLong()))
            : down || !wide ? exceptions.state() : Optional.empty();
    Map<String, Long> regs =
        state.map(s -> history.registers(s, !wide && isFiq(), false)).orElse(Map.of());
    sink.event(
        new TraceEvent.Return(
            cpu,
            List.of(before.line(), line),
            before.level(),
            before.state(),
            level,
            state,
            to.getAsLong(),
            regs),
        (elr.isPresent() ? "pc from elr; " : "")
            + "levels from "
            + (said ? "cpsr and spsr" : "cpsr")
            + (regs.isEmpty() ? "" : "; regs" + HISTORY));
  }

  /** A line is missing: what was known of the processor may be wrong. */
  void forget() {
    end();
    history.forget();
    exceptions.forget();
    spoke = true;
  }

  /** The log ends. */
  void end() {
    waiting
        .filter(before -> before.call().isPresent())
        .ifPresent(
            before -> {
              InstructionWord word = before.call().get();
              call(before, word, ExeclogLine.decoded(word), Optional.empty());
            });
    waiting = Optional.empty();
  }
}
