// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.armcall.checker.cli.CommandException;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.canonical.CanonicalSink;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;

/**
 * The calls of a canonical trace up to the end of the call that a line belongs to. Of earlier calls
 * the last {@value #MOST} are kept.
 */
final class Conversation {
  static final int MOST = 10_000;

  private static final java.util.regex.Pattern GENERAL =
      java.util.regex.Pattern.compile("[xr]([0-9]{1,2})");

  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private final Map<Integer, Deque<RecordedCall>> open = new HashMap<>();

  private Conversation() {}

  /** The calls in the order in which they were made. */
  List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  /** The innermost call that the line tells of. */
  Optional<RecordedCall> at(long line) {
    return calls.stream()
        .filter(call -> call.lines().contains(line))
        .reduce((first, second) -> second);
  }

  /**
   * Reads a trace.
   *
   * @throws CommandException if it cannot be read or is no canonical trace
   */
  static Conversation read(Path file, long line) {
    Conversation read = new Conversation();
    try (LogLines lines = LogSource.open(file)) {
      if (!CanonicalReader.isCanonical(lines)) {
        throw CommandException.input(
            file + " is no canonical trace; reproduce needs one with registers");
      }
      CanonicalReader.read(lines, read.new Sink(line));
    } catch (TraceException e) {
      throw CommandException.input(e.getMessage());
    } catch (IOException e) {
      throw CommandException.input(file + ": closing it failed: " + e.getMessage());
    }
    return read;
  }

  /** Takes events until the line and what follows of its call are there. */
  private final class Sink implements CanonicalSink {
    private final long line;
    private Optional<RecordedCall> wanted = Optional.empty();
    private boolean isBehind;

    Sink(long line) {
      this.line = line;
    }

    @Override
    public void header(TraceHeader header) {
      // The machine is the target's.
    }

    @Override
    public void badLine(SourceLine bad, String why) {
      open.clear();
    }

    @Override
    public void event(OptionalLong original, TraceEvent event) {
      if (event.line() > line && !isBehind) {
        isBehind = true;
        wanted = at(line);
      }
      if (isBehind && wanted.filter(call -> call.back().isEmpty()).isEmpty()) {
        return;
      }
      int cpu = event.cpu().orElse(0);
      Deque<RecordedCall> stack = open.computeIfAbsent(cpu, absent -> new ArrayDeque<>());
      if (event instanceof TraceEvent.Call call) {
        called(cpu, call, stack);
      } else if (event instanceof TraceEvent.Entry entry) {
        entered(entry, stack);
      } else if (event instanceof TraceEvent.Return back) {
        returned(back, stack);
      }
    }
  }

  private void called(int cpu, TraceEvent.Call event, Deque<RecordedCall> stack) {
    OptionalInt immediate = immediate(event);
    if (immediate.isEmpty()
        || event.insn().isEmpty()
        || event.el().isEmpty()
        || event.isa().isEmpty()) {
      return;
    }
    ExecutionState state =
        event.isa().get() == InstructionSet.A64 ? ExecutionState.AARCH64 : ExecutionState.AARCH32;
    RecordedCall call =
        new RecordedCall(
            cpu,
            event.insn().get(),
            immediate.getAsInt(),
            state,
            event.el().get(),
            event.pc().orElse(0),
            general(event.regs()));
    call.line(event.line());
    boolean nested = !stack.isEmpty() && stack.peek().to().equals(Optional.of(event.el().get()));
    if (nested) {
      stack.peek().makes(call);
    } else {
      stack.clear();
    }
    stack.push(call);
    if (calls.size() == MOST) {
      calls.removeFirst();
    }
    calls.addLast(call);
  }

  private static OptionalInt immediate(TraceEvent.Call event) {
    if (event.imm().isPresent()) {
      return event.imm();
    }
    Optional<CallInstruction> word = event.word().flatMap(Encodings::decode);
    return word.isPresent() ? OptionalInt.of(word.get().immediate().value()) : OptionalInt.empty();
  }

  private static void entered(TraceEvent.Entry entry, Deque<RecordedCall> stack) {
    if (!stack.isEmpty() && stack.peek().to().isEmpty() && entry.toEl().isPresent()) {
      stack.peek().line(entry.line());
      stack.peek().taken(entry.toEl().get());
    }
  }

  private static void returned(TraceEvent.Return event, Deque<RecordedCall> stack) {
    if (!stack.isEmpty() && stack.peek().to().equals(event.fromEl())) {
      RecordedCall call = stack.pop();
      call.line(event.line());
      call.answered(new RecordedCall.Back(event.pc(), event.toEl(), general(event.regs())));
    }
  }

  private static SortedMap<Integer, Long> general(Map<String, Long> registers) {
    SortedMap<Integer, Long> numbered = new TreeMap<>();
    registers.forEach(
        (name, value) -> {
          java.util.regex.Matcher matcher = GENERAL.matcher(name);
          if (matcher.matches()) {
            numbered.put(Integer.parseInt(matcher.group(1)), value);
          }
        });
    return numbered;
  }

  /** The calls of a list that were made before one of them, the latest first. */
  static List<RecordedCall> before(List<RecordedCall> calls, RecordedCall one) {
    List<RecordedCall> earlier = new ArrayList<>();
    for (RecordedCall call : calls) {
      if (call == one) {
        break;
      }
      earlier.add(0, call);
    }
    return earlier;
  }
}
