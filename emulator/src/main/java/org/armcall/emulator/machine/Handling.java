// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.ProcessorState;

/**
 * Java handlers on one processor: which one has it, and its steps.
 *
 * <p>A handler that calls the one above it waits; the innermost that waits goes on when its level
 * is returned to.
 */
final class Handling {
  private final Cpu cpu;
  private final Machine machine;
  private final Bus bus;
  private final Parts parts;
  private final Regimes regimes;
  private final Map<ExceptionLevel, Handler> handlers = new EnumMap<>(ExceptionLevel.class);
  private final Deque<Active> waiting = new ArrayDeque<>();
  private Optional<Active> active = Optional.empty();
  private Optional<ExceptionLevel> beginning = Optional.empty();
  private Optional<ProcessorState> called = Optional.empty();

  /** Whether something waits or begins: the one question that every instruction asks. */
  private boolean more;

  private record Active(Handler next, LevelContext context) {}

  Handling(Cpu cpu, Machine machine, Bus bus, Parts parts, Regimes regimes) {
    this.cpu = cpu;
    this.machine = machine;
    this.bus = bus;
    this.parts = parts;
    this.regimes = regimes;
  }

  /** Exceptions taken to the level are handled by it from now on. */
  void handler(ExceptionLevel level, Handler handler) {
    handlers.put(level, handler);
  }

  /** The exception that follows is that of a call in this state. */
  void called(ProcessorState state) {
    if (!handlers.isEmpty()) {
      called = Optional.of(state);
    }
  }

  /** An exception has been taken. */
  void entered(ExceptionEntry entry, Cause cause, long address, Word syndrome) {
    if (handlers.isEmpty()) {
      return;
    }
    Handler handler = handlers.get(entry.target());
    if (handler == null) {
      active = Optional.empty();
    } else {
      // A call of this level that is still open will not be answered: its caller is gone.
      waiting.removeIf(open -> open.context.level() == entry.target());
      Optional<Word> register =
          entry.syndrome().isPresent() ? Optional.of(syndrome) : Optional.empty();
      LevelContext context =
          new LevelContext(
              cpu, machine, bus, parts, regimes, entry, cause, address, register, called);
      active = Optional.of(new Active(handler, context));
    }
    called = Optional.empty();
  }

  boolean isActive() {
    return active.isPresent() || (more && isNext());
  }

  private boolean isNext() {
    return beginning.isPresent()
        || (!waiting.isEmpty() && waiting.peek().context.level() == cpu.status.level);
  }

  void leave() {
    active = Optional.empty();
    beginning = Optional.empty();
    waiting.clear();
    more = false;
  }

  /** The processor begins at the level at its next turn. */
  void powerOn(ExceptionLevel level) {
    if (!handlers.containsKey(level)) {
      throw new IllegalArgumentException("no handler has " + level);
    }
    leave();
    Arriving.reset(cpu, level);
    begin(level);
  }

  private void begin(ExceptionLevel level) {
    beginning = Optional.of(level);
    more = true;
  }

  /** One step of the handler that has the processor. */
  void step() {
    if (active.isEmpty() && beginning.isPresent()) {
      Handler handler = handlers.get(beginning.get());
      // Nothing waits: who begins has left all that was open.
      beginning = Optional.empty();
      more = false;
      end(handler.started(cpu.number, cpu.registers().get(0)), Optional.empty());
      return;
    }
    if (active.isEmpty()) {
      active = Optional.of(waiting.pop());
      more = !waiting.isEmpty();
    }
    Active now = active.orElseThrow();
    LevelContext context = now.context;
    HandlerStep step;
    try {
      step = now.next.step(context);
    } catch (Abandoned taken) {
      // What the handler did took an exception of its own; it has been entered.
      return;
    }
    if (step instanceof HandlerStep.Continue again) {
      active = Optional.of(new Active(again.then(), context));
      continues(again.name());
    } else if (step instanceof HandlerStep.Call call) {
      active = Optional.empty();
      waiting.push(new Active(call.then(), context));
      more = true;
      continues(call.name());
      call(call.instruction());
    } else {
      active = Optional.empty();
      end((HandlerStep.Done) step, Optional.of(context));
    }
  }

  private void continues(String name) {
    if (cpu.hears()) {
      cpu.tell(new MachineEvent.HandlerContinues(cpu.number, name));
    }
  }

  /** The code of a handler in Java lies from the vector on, a word for each call that it makes. */
  private void call(org.armcall.model.instruction.Call call) {
    InstructionSet isa = cpu.status.isa;
    int width = Encodings.of(call, isa).immediateWidth();
    CallInstruction instruction =
        new CallInstruction(
            call,
            isa,
            4,
            new Immediate(0, width),
            isa == InstructionSet.A32 ? Optional.of(Condition.AL) : Optional.empty(),
            0);
    cpu.next = cpu.pc + instruction.size();
    parts.calling().call(instruction, Encodings.encode(instruction), false);
  }

  private void end(HandlerStep.Done step, Optional<LevelContext> handled) {
    if (step instanceof HandlerStep.Enter enter) {
      leave();
      Arriving.enter(cpu, parts, enter);
      if (handlers.containsKey(cpu.status.level)) {
        begin(cpu.status.level);
      }
    } else if (step instanceof HandlerStep.PowerOff) {
      machine.powerOff(cpu.number);
      if (cpu.hears()) {
        cpu.tell(new MachineEvent.Powered(cpu.number, cpu.number, false));
      }
    } else if (step instanceof HandlerStep.Halt halt) {
      throw new Stop(new Ending.Halted("cpu" + cpu.number, halt.why()));
    } else {
      resume(step, handled.orElseThrow(() -> new IllegalStateException("nothing to return to")));
    }
  }

  private void resume(HandlerStep.Done step, LevelContext context) {
    if (step instanceof HandlerStep.Resume) {
      context.leave(context.returnAddress(), context.savedStatus());
    } else if (step instanceof HandlerStep.ResumeAt at) {
      context.leave(Word.of(at.address()), context.savedStatus());
    } else if (step instanceof HandlerStep.ResumePast past) {
      Word back = context.returnAddress().plus(past.size());
      context.leave(back, Emulated.status(context.savedStatus()));
    } else if (step instanceof HandlerStep.ResumePartlyPast past) {
      Word status = context.savedStatus();
      context.leave(
          context.returnAddress().plus(past.size()), past.it() ? Emulated.it(status) : status);
    } else if (step instanceof HandlerStep.InjectUndefined) {
      inject(context, context.returnAddress());
    } else if (step instanceof HandlerStep.InjectUndefinedAt at) {
      injectAtVector(context, Word.of(at.address()));
    }
  }

  /**
   * As a hypervisor does it: it writes the registers of the exception and returns to the vector,
   * and nobody else sees an exception being taken.
   */
  private void injectAtVector(LevelContext context, Word address) {
    for (MachineEvent event : cpu.withheld(() -> inject(context, address))) {
      if (event instanceof MachineEvent.Entered entered) {
        cpu.tell(
            new MachineEvent.Returned(
                cpu.number,
                context.level(),
                context.entry().targetState(),
                entered.entry().target(),
                entered.entry().targetState(),
                entered.vector(),
                Word.of(entered.pstate()),
                false,
                entered.pstate(),
                cpu.registers()));
      } else if (!(event instanceof MachineEvent.Returned)) {
        cpu.tell(event);
      }
    }
  }

  private void inject(LevelContext context, Word address) {
    context.leave(address, context.savedStatus());
    cpu.pc = cpu.next;
    parts.exceptions().undefined();
  }
}
