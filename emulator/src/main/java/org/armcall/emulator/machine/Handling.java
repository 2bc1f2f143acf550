// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.word.Word;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.ProcessorState;

/** Java handlers on one processor: which one has it, and its steps. */
final class Handling {
  private final Cpu cpu;
  private final Machine machine;
  private final Bus bus;
  private final Parts parts;
  private final Regimes regimes;
  private final Map<ExceptionLevel, Handler> handlers = new EnumMap<>(ExceptionLevel.class);
  private Optional<Active> active = Optional.empty();
  private Optional<ProcessorState> called = Optional.empty();

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
    return active.isPresent();
  }

  void leave() {
    active = Optional.empty();
  }

  /** One step of the handler that has the processor. */
  void step() {
    Active now = active.orElseThrow();
    LevelContext context = now.context;
    HandlerStep step;
    try {
      step = now.next.step(context);
    } catch (Abandoned taken) {
      // What the handler did took an exception of its own; it has been entered.
      return;
    }
    if (step instanceof HandlerStep.Continue more) {
      active = Optional.of(new Active(more.then(), context));
      if (cpu.hears()) {
        cpu.tell(new MachineEvent.HandlerContinues(cpu.number, more.name()));
      }
      return;
    }
    active = Optional.empty();
    if (step instanceof HandlerStep.Resume) {
      context.leave(context.returnAddress(), context.savedStatus());
    } else if (step instanceof HandlerStep.ResumeAt at) {
      context.leave(Word.of(at.address()), context.savedStatus());
    } else if (step instanceof HandlerStep.ResumePast past) {
      Word back = context.returnAddress().plus(past.size());
      context.leave(back, Emulated.status(context.savedStatus()));
    } else if (step instanceof HandlerStep.InjectUndefined) {
      context.leave(context.returnAddress(), context.savedStatus());
      cpu.pc = cpu.next;
      parts.exceptions().undefined();
    } else if (step instanceof HandlerStep.Halt halt) {
      throw new Stop(new Ending.Halted("cpu" + cpu.number, halt.why()));
    }
  }
}
