// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Reliance;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.Alias;
import org.armcall.traces.event.CodeBytes;
import org.armcall.traces.event.DecisionResult;
import org.armcall.traces.event.Dispatch;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * Turns what a machine does into the events of the canonical trace.
 *
 * <p>General registers, at a call and at a return, and the controls that have a say in a call are
 * recorded where every bit of them is defined. Steps of a handler are not: they are this
 * emulator's, not the machine's.
 */
public final class TraceRecorder implements MachineListener {
  private static final List<SourceLine> RECORDED_HERE = List.of();

  private final Consumer<TraceEvent> events;
  private final Map<Integer, MachineEvent.Called> lastCall = new HashMap<>();

  /** A recorder that hands each event on as it happens. */
  public TraceRecorder(Consumer<TraceEvent> events) {
    this.events = events;
  }

  @Override
  public void heard(MachineEvent event) {
    if (event instanceof MachineEvent.Called called) {
      lastCall.put(called.cpu(), called);
      events.accept(call(called));
    } else if (event instanceof MachineEvent.Entered entered) {
      events.accept(entry(entered));
    } else if (event instanceof MachineEvent.Returned returned) {
      events.accept(back(returned));
    } else if (event instanceof MachineEvent.Undefined undefined) {
      undefined.call().ifPresent(call -> events.accept(undefined(undefined)));
    } else if (event instanceof MachineEvent.Skipped skipped) {
      events.accept(skipped(skipped));
    } else if (event instanceof MachineEvent.Fetched fetched) {
      events.accept(fetch(fetched));
    } else if (event instanceof MachineEvent.Decided decided) {
      events.accept(decision(decided));
    } else if (event instanceof MachineEvent.Relied relied) {
      events.accept(reliance(relied.reliance()));
    } else {
      note(event);
    }
  }

  private void note(MachineEvent event) {
    if (event instanceof MachineEvent.NotModelled word) {
      note(
          OptionalInt.of(word.cpu()),
          String.format(
              Locale.ROOT,
              "not modelled: word %s (%s) at 0x%x",
              word.word().text(),
              word.word().isa().text(),
              word.address()));
    } else if (event instanceof MachineEvent.Paused paused) {
      note(
          OptionalInt.of(paused.cpu()),
          (paused.paused() ? "pauses cpu" : "resumes cpu") + paused.other());
    } else if (event instanceof MachineEvent.Powered powered) {
      boolean itself = powered.cpu() == powered.other();
      note(
          OptionalInt.of(powered.cpu()),
          itself ? "is powered off" : "powers cpu" + powered.other() + " on");
    } else if (event instanceof MachineEvent.DeviceActed device) {
      note(OptionalInt.empty(), device.device() + ": " + device.what());
    }
  }

  private void note(OptionalInt cpu, String text) {
    events.accept(new TraceEvent.Note(cpu, RECORDED_HERE, text));
  }

  private static TraceEvent call(MachineEvent.Called called) {
    boolean wide = called.instruction().isa() == InstructionSet.A64;
    Map<String, Long> registers = general(called.registers(), wide);
    registers.put(wide ? "pstate" : "cpsr", called.pstate());
    called.controls().entrySet().stream()
        .filter(control -> control.getValue().isReliable())
        .forEach(
            control ->
                registers.put(
                    control.getKey().name().toLowerCase(Locale.ROOT), control.getValue().value()));
    return new TraceEvent.Call(
        OptionalInt.of(called.cpu()),
        RECORDED_HERE,
        called.instruction().call(),
        Optional.of(called.instruction().isa()),
        Optional.of(called.state().level()),
        OptionalLong.of(called.address()),
        Optional.of(called.word()),
        Optional.of(called.word()),
        OptionalInt.of(called.instruction().immediate().value()),
        registers);
  }

  /** X0 to X30 or R0 to R14, those of which every bit is defined. */
  private static Map<String, Long> general(List<Word> words, boolean wide) {
    Map<String, Long> registers = new LinkedHashMap<>();
    for (int number = 0; number < words.size(); number++) {
      Word word = words.get(number);
      if (word.isReliable()) {
        registers.put((wide ? "x" : "r") + number, word.value());
      }
    }
    return registers;
  }

  private TraceEvent entry(MachineEvent.Entered entered) {
    return new TraceEvent.Entry(
        OptionalInt.of(entered.cpu()),
        RECORDED_HERE,
        kind(entered),
        Optional.of(entered.from()),
        Optional.of(entered.entry().target()),
        Optional.of(entered.entry().targetState()),
        OptionalInt.empty(),
        entered.syndrome().map(Word::value).map(OptionalLong::of).orElse(OptionalLong.empty()),
        OptionalLong.of(entered.returnAddress().value()),
        OptionalLong.of(entered.status().value()),
        OptionalLong.of(entered.vector()),
        Optional.of(entered.entry().target()),
        OptionalLong.of(entered.pstate()),
        false);
  }

  /** What a log of QEMU would call it; empty where it has no word of its own. */
  private Optional<ExceptionKind> kind(MachineEvent.Entered entered) {
    return switch (entered.cause()) {
      case CALL ->
          Optional.ofNullable(lastCall.get(entered.cpu())).map(call -> kind(entered, call));
      case UNDEFINED -> Optional.of(ExceptionKind.UNDEFINED_INSTRUCTION);
      case INSTRUCTION_ABORT -> Optional.of(ExceptionKind.PREFETCH_ABORT);
      case DATA_ABORT -> Optional.of(ExceptionKind.DATA_ABORT);
      case BREAKPOINT -> Optional.of(ExceptionKind.BREAKPOINT);
      case SYSTEM_REGISTER, WAIT -> Optional.of(ExceptionKind.HYP_TRAP);
      case ILLEGAL_STATE, BRANCH_TARGET, PC_ALIGNMENT, SP_ALIGNMENT -> Optional.empty();
    };
  }

  private static ExceptionKind kind(MachineEvent.Entered entered, MachineEvent.Called called) {
    boolean trapped =
        entered.entry().target() == ExceptionLevel.EL2 && entered.entry().returnOffset() == 0;
    if (trapped) {
      // QEMU raises the fine-grained trap of an SVC as it raises an UNDEFINED instruction.
      return called.instruction().call() == Call.SVC
          ? ExceptionKind.UNDEFINED_INSTRUCTION
          : ExceptionKind.HYP_TRAP;
    }
    return switch (called.instruction().call()) {
      case SVC -> ExceptionKind.SVC;
      case HVC -> ExceptionKind.HVC;
      case SMC -> ExceptionKind.SMC;
    };
  }

  private static TraceEvent back(MachineEvent.Returned returned) {
    boolean wide = returned.toState() == ExecutionState.AARCH64;
    Map<String, Long> registers = general(returned.registers(), wide);
    registers.put(wide ? "pstate" : "cpsr", returned.status().value());
    return new TraceEvent.Return(
        OptionalInt.of(returned.cpu()),
        RECORDED_HERE,
        Optional.of(returned.from()),
        Optional.of(returned.fromState()),
        Optional.of(returned.to()),
        Optional.of(returned.toState()),
        returned.address(),
        registers);
  }

  private TraceEvent undefined(MachineEvent.Undefined undefined) {
    return new TraceEvent.Undefined(
        OptionalInt.of(undefined.cpu()),
        RECORDED_HERE,
        undefined.call().orElseThrow().call(),
        Optional.of(undefined.word().isa()),
        level(undefined.cpu()),
        OptionalLong.of(undefined.address()),
        Optional.of(undefined.word()));
  }

  private TraceEvent skipped(MachineEvent.Skipped skipped) {
    return new TraceEvent.Skipped(
        OptionalInt.of(skipped.cpu()),
        RECORDED_HERE,
        skipped.call().call(),
        Optional.of(skipped.call().isa()),
        level(skipped.cpu()),
        OptionalLong.of(skipped.address()),
        Optional.ofNullable(lastCall.get(skipped.cpu())).map(MachineEvent.Called::word));
  }

  private Optional<ExceptionLevel> level(int cpu) {
    return Optional.ofNullable(lastCall.get(cpu)).map(call -> call.state().level());
  }

  private static TraceEvent fetch(MachineEvent.Fetched fetched) {
    byte[] bytes = new byte[fetched.bytes().size()];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = fetched.bytes().get(index);
    }
    return new TraceEvent.Fetch(
        OptionalInt.of(fetched.cpu()),
        RECORDED_HERE,
        OptionalLong.of(fetched.virtual()),
        OptionalLong.of(fetched.physical()),
        CodeBytes.of(bytes),
        Optional.of(
            fetched.alias() == org.armcall.emulator.machine.Alias.CACHEABLE
                ? Alias.CACHEABLE
                : Alias.NONCACHEABLE));
  }

  private static TraceEvent decision(MachineEvent.Decided decided) {
    return new TraceEvent.Decision(
        OptionalInt.of(decided.cpu()),
        RECORDED_HERE,
        decided.policy(),
        constant(DecisionResult.class, decided.result()),
        decided.immediate(),
        decided.provenance(),
        decided.reason(),
        Optional.of(constant(Dispatch.class, decided.dispatch())));
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  private static TraceEvent reliance(Reliance reliance) {
    return new TraceEvent.Reliance(
        OptionalInt.of(reliance.cpu()),
        RECORDED_HERE,
        OptionalLong.of(reliance.pc()),
        reliance.what(),
        reliance.bits(),
        reliance.origin().sources());
  }
}
