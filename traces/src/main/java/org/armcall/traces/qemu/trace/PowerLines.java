// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.source.LineCursor;

/**
 * Calls that QEMU answers itself, and what it does with processors for them.
 *
 * <p>No answer is traced. That CPU_ON was accepted is known where {@code arm_powerctl_set_cpu_on}
 * is followed by a reset of the processor that it names: the first of the two is traced before QEMU
 * looks whether that processor is there and off (target/arm/arm-powerctl.c). Until then, or until
 * the caller goes on, the call is held back.
 */
final class PowerLines {
  private static final RegisterNames X0 = new RegisterNames("x0");
  private static final RegisterNames R0 = new RegisterNames("r0");
  private static final String NAMED = "regs named as AArch64's";

  /** What QEMU sets out to do: the start that was asked for. */
  private record Start(long target, ExecutionState state, long entry, long context) {}

  /** A CPU_ON of which is not known whether it was accepted. */
  private static final class Waiting {
    private final PsciCall call;
    private Optional<Start> start = Optional.empty();
    private final List<SourceLine> lines = new ArrayList<>();

    Waiting(PsciCall call) {
      this.call = call;
    }
  }

  private final TraceSink sink;
  private final Map<Integer, Waiting> waiting = new HashMap<>();

  /** Processors that made a call, and those of them that were not turned off since. */
  private final Set<Integer> called = new HashSet<>();

  private final Set<Integer> on = new HashSet<>();

  PowerLines(TraceSink sink) {
    this.sink = sink;
  }

  void called(PsciCall call) {
    goesOn(call.cpu());
    if (call.isSystemReset()) {
      end();
    }
    called.add(call.cpu());
    on.add(call.cpu());
    if (call.isCpuOn()) {
      waiting.put(call.cpu(), new Waiting(call));
    } else {
      answered(call, List.of(call.line()), Map.of(), "");
    }
  }

  /** Its call before, if one is held, has been answered: how is not known. */
  private void goesOn(int cpu) {
    Waiting held = waiting.remove(cpu);
    if (held != null) {
      answered(held.call, List.of(held.call.line()), Map.of(), "");
    }
  }

  private void answered(
      PsciCall call, List<SourceLine> by, Map<String, Long> regs, String reconstructed) {
    sink.event(call.event(), NAMED);
    sink.event(
        new TraceEvent.Handled(
            OptionalInt.of(call.cpu()),
            by,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            "psci",
            false,
            regs),
        reconstructed);
  }

  /** Takes the text of a line; false if it is not whole. */
  boolean take(EventName name, LineCursor c, SourceLine line) {
    long cpu = c.literal("cpu ").decimal64();
    if (!c.fits() || Long.compareUnsigned(cpu, QemuTraceReader.PROCESSORS) >= 0) {
      return false;
    }
    return switch (name) {
      case ARM_POWERCTL_SET_CPU_ON -> setOn(cpu, c, line);
      case ARM_EMULATE_FIRMWARE_RESET -> {
        c.literal(" @EL").decimal();
        yield c.fitsWhole() && reset((int) cpu, line);
      }
      case ARM_CPU_RESET -> c.fitsWhole() && reset((int) cpu, line);
      case ARM_POWERCTL_SET_CPU_OFF -> c.fitsWhole() && turnedOff((int) cpu, line);
      default -> c.fitsWhole();
    };
  }

  private boolean setOn(long target, LineCursor c, SourceLine line) {
    c.literal(" (EL ").decimal();
    boolean narrow = c.literal(", ").optional("aarch32");
    long entry = (narrow ? c : c.literal("aarch64")).literal(") @ 0x").hex();
    long context = c.literal(" with R0 = 0x").hex();
    if (!c.fitsWhole()) {
      return false;
    }
    ExecutionState state = narrow ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
    List<Waiting> whose =
        waiting.values().stream()
            .filter(held -> held.start.isEmpty() && held.call.target() == target)
            .toList();
    // Two processors that ask for the same at once: which line is whose cannot be told.
    if (whose.size() == 1) {
      whose.get(0).start = Optional.of(new Start(target, state, entry, context));
      whose.get(0).lines.add(line);
    }
    return true;
  }

  private boolean turnedOff(int cpu, SourceLine line) {
    on.remove(cpu);
    sink.event(
        new TraceEvent.Note(OptionalInt.of(cpu), List.of(line), "the processor is turned off"));
    return true;
  }

  private boolean reset(int cpu, SourceLine line) {
    List<Waiting> started =
        waiting.values().stream()
            .filter(held -> held.start.filter(start -> start.target() == cpu).isPresent())
            .toList();
    if (started.size() == 1 && !on.contains(cpu)) {
      accepted(started.get(0), cpu, line);
    } else if (on.contains(cpu)) {
      // The whole machine is reset: nothing of before goes on.
      end();
      on.clear();
    }
    return true;
  }

  private void accepted(Waiting held, int cpu, SourceLine line) {
    waiting.remove(held.call.cpu());
    held.lines.add(line);
    answered(
        held.call,
        held.lines,
        new RegisterValues(X0, 0),
        "regs.x0 from the reset of the processor that was to be started");
    if (called.contains(cpu)) {
      // It has calls from before, to which its start is no answer.
      return;
    }
    Start start = held.start.orElseThrow();
    boolean narrow = start.state() == ExecutionState.AARCH32;
    sink.event(
        new TraceEvent.Return(
            OptionalInt.of(cpu),
            held.lines,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(start.state()),
            start.entry(),
            new RegisterValues(narrow ? R0 : X0, start.context())),
        "pc, regs, toState from what arm_powerctl_set_cpu_on sets out to do");
  }

  /** Lines are missing: what is held may have been answered, and who runs is not known. */
  void forget() {
    end();
    called.clear();
    on.clear();
  }

  /** What is held is not seen to be answered. */
  void end() {
    List.copyOf(waiting.keySet()).stream().sorted().forEach(this::goesOn);
  }
}
