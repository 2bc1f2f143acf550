// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.armcall.checker.concretise.NotConcreteException;
import org.armcall.checker.concretise.OneCall;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.ModeBits;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;
import org.armcall.traces.canonical.CanonicalReader;
import org.armcall.traces.canonical.CanonicalSink;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;

/**
 * A call of a trace, or an exception, in the state in which it was recorded, as a scenario.
 *
 * <p>What is not recorded is what it takes: an HVC that was taken has SCR_EL3.HCE, an SMC of EL1
 * that came to EL2 has HCR_EL2.TSC. An UNDEFINED instruction of EL0 is an SMC here, which is one
 * too.
 */
final class RecordedState {
  private static final String ASSUMED = "armv8a-el3-el2-a64";
  private static final int FLAGS = 28;
  private static final long HCR_RW = 1L << 31;

  private Optional<TraceHeader> header = Optional.empty();
  private Optional<TraceEvent.Call> call = Optional.empty();
  private Optional<TraceEvent.Entry> entry = Optional.empty();

  private RecordedState() {}

  /** The header of a canonical trace. */
  static Optional<TraceHeader> header(Path trace) {
    return read(trace, 1).header;
  }

  /** The scenario of what the line tells of; empty where it cannot be told or run. */
  static Optional<Scenario> at(Path trace, long line) {
    RecordedState state = read(trace, line);
    try {
      return state.call.isPresent() || state.entry.isPresent()
          ? Optional.of(state.scenario(line))
          : Optional.empty();
    } catch (NotConcreteException | IllegalArgumentException impossible) {
      return Optional.empty();
    }
  }

  private static RecordedState read(Path trace, long line) {
    RecordedState state = new RecordedState();
    try (LogLines lines = LogSource.open(trace)) {
      if (CanonicalReader.isCanonical(lines)) {
        CanonicalReader.read(lines, state.new Sink(line));
      }
    } catch (IOException unreadable) {
      return new RecordedState();
    }
    return state;
  }

  /** Takes the last call up to the line, and the exception that it leads to. */
  private final class Sink implements CanonicalSink {
    private final long line;

    Sink(long line) {
      this.line = line;
    }

    @Override
    public void header(TraceHeader one) {
      header = Optional.of(one);
    }

    @Override
    public void badLine(SourceLine bad, String why) {
      // Replay counts and names it.
    }

    @Override
    public void event(OptionalLong original, TraceEvent event) {
      boolean upTo = event.line() <= line;
      if (upTo && event instanceof TraceEvent.Call made) {
        call = Optional.of(made);
        entry = Optional.empty();
      } else if (event instanceof TraceEvent.Entry taken && entry.isEmpty()) {
        boolean ofCall = call.filter(made -> made.cpu().equals(taken.cpu())).isPresent();
        if (ofCall || upTo && event.line() == line) {
          entry = Optional.of(taken);
        }
      }
    }
  }

  private Scenario scenario(long line) throws NotConcreteException {
    CallInstruction instruction = instruction();
    ProcessorState state = state(instruction.isa());
    Map<Integer, Long> general = new TreeMap<>();
    Map<SystemRegister, Long> system = new EnumMap<>(SystemRegister.class);
    call.ifPresent(
        made ->
            made.regs()
                .forEach(
                    (name, value) -> {
                      if (name.matches("[xr][0-9]{1,2}")) {
                        general.put(Integer.parseInt(name.substring(1)), value);
                      } else {
                        SystemRegister.ofName(name).ifPresent(one -> system.put(one, value));
                      }
                    }));
    if (isNarrowBelowWide(state) && state.controls().isEmpty()) {
      system.putIfAbsent(SystemRegister.HCR_EL2, HCR_RW);
    }
    return new OneCall(platform(), state, instruction)
        .scenario(
            "line-" + line,
            List.of(),
            (call.isPresent() ? "The call" : "An instruction that is UNDEFINED in the state")
                + " of the log's line "
                + line
                + ", on "
                + platform().name()
                + (header.flatMap(TraceHeader::platform).isEmpty()
                    ? ", which is a guess: the log does not name its machine."
                    : "."),
            general,
            system);
  }

  /** AArch32 at EL0 below an EL1 that was seen to be AArch64. */
  private boolean isNarrowBelowWide(ProcessorState state) {
    return state.level() == ExceptionLevel.EL0
        && state.isa() != InstructionSet.A64
        && entry.flatMap(TraceEvent.Entry::toEl).equals(Optional.of(ExceptionLevel.EL1))
        && entry.flatMap(TraceEvent.Entry::toState).equals(Optional.of(ExecutionState.AARCH64))
        && platform().has(ExceptionLevel.EL2);
  }

  private Platform platform() {
    try {
      return PlatformFile.named(header.flatMap(TraceHeader::platform).orElse(ASSUMED));
    } catch (PresetException unknown) {
      throw new IllegalArgumentException(unknown.getMessage(), unknown);
    }
  }

  private CallInstruction instruction() {
    if (call.isPresent()) {
      Optional<InstructionWord> word = call.get().executed().or(() -> call.get().word());
      Optional<CallInstruction> decoded = word.flatMap(Encodings::decode);
      return decoded.orElseGet(
          () ->
              plain(
                  call.get().insn().orElseThrow(IllegalArgumentException::new),
                  call.get().isa().orElseThrow(IllegalArgumentException::new),
                  call.get().imm().orElse(0)));
    }
    TraceEvent.Entry taken = entry.orElseThrow();
    boolean undefined =
        taken.exception().equals(Optional.of(ExceptionKind.UNDEFINED_INSTRUCTION))
            && taken.fromEl().equals(Optional.of(ExceptionLevel.EL0));
    if (!undefined || taken.spsr().isEmpty()) {
      throw new IllegalArgumentException("not an exception that a call stands for");
    }
    long spsr = taken.spsr().getAsLong();
    InstructionSet isa =
        (spsr & 0x10) == 0
            ? InstructionSet.A64
            : (spsr & 0x20) == 0 ? InstructionSet.A32 : InstructionSet.T32;
    return plain(Call.SMC, isa, 0);
  }

  private static CallInstruction plain(Call call, InstructionSet isa, int immediate) {
    Encoding row = Encodings.of(call, isa);
    return new CallInstruction(
        call,
        isa,
        row.size(),
        new Immediate(immediate, row.immediateWidth()),
        row.isConditional() ? Optional.of(Condition.AL) : Optional.empty(),
        0);
  }

  /** PSTATE in the form of an SPSR; as the exception saved it, where the call does not have it. */
  private OptionalLong status() {
    Optional<Long> recorded =
        call.map(TraceEvent.Call::regs)
            .flatMap(
                regs ->
                    Optional.ofNullable(regs.get("pstate"))
                        .or(() -> Optional.ofNullable(regs.get("cpsr"))));
    return recorded.isPresent()
        ? OptionalLong.of(recorded.get())
        : entry.map(TraceEvent.Entry::spsr).orElse(OptionalLong.empty());
  }

  private ProcessorState state(InstructionSet isa) {
    ExceptionLevel level =
        call.flatMap(TraceEvent.Call::el)
            .or(() -> entry.flatMap(TraceEvent.Entry::fromEl))
            .orElseThrow(() -> new IllegalArgumentException("the level is not recorded"));
    long status = status().orElse(0);
    Mode mode =
        status().isPresent()
            ? ModeBits.mode((int) status & 0x1f).orElseGet(() -> usual(level, isa))
            : usual(level, isa);
    boolean thumb = isa == InstructionSet.T32;
    int it = thumb ? (int) (status >>> 8 & 0xfc | status >>> 25 & 3) : 0;
    Map<ExceptionLevel, ExecutionState> inForce = new EnumMap<>(ExceptionLevel.class);
    inForce.putAll(platform().widest());
    inForce.put(level, isa.executionState());
    if (isa.executionState() == ExecutionState.AARCH32 && level != ExceptionLevel.EL0) {
      inForce.replaceAll((one, width) -> level.isAbove(one) ? ExecutionState.AARCH32 : width);
    }
    return new ProcessorState(
        level,
        isa,
        mode,
        SecurityState.NONSECURE,
        inForce,
        new Flags((int) (status >>> FLAGS) & 0xf),
        (it & 0xf) == 0 ? ItState.NONE : new ItState(it),
        new BranchType(isa == InstructionSet.A64 ? (int) (status >>> 10) & 3 : 0),
        false,
        false,
        false,
        controls(level));
  }

  private static Mode usual(ExceptionLevel level, InstructionSet isa) {
    boolean wide = isa == InstructionSet.A64;
    return switch (level) {
      case EL0 -> wide ? Mode.EL0 : Mode.USR;
      case EL1 -> wide ? Mode.EL1H : Mode.SVC;
      case EL2 -> wide ? Mode.EL2H : Mode.HYP;
      case EL3 -> wide ? Mode.EL3H : Mode.MON;
    };
  }

  private Set<Control> controls(ExceptionLevel from) {
    Set<Control> controls = EnumSet.noneOf(Control.class);
    boolean toEl2 = entry.flatMap(TraceEvent.Entry::toEl).equals(Optional.of(ExceptionLevel.EL2));
    String insn =
        call.flatMap(TraceEvent.Call::insn)
            .map(one -> one.mnemonic().toLowerCase(Locale.ROOT))
            .orElse("");
    if (toEl2 && insn.equals("hvc")) {
      controls.add(Control.SCR_HCE);
    }
    if (toEl2 && insn.equals("smc") && from == ExceptionLevel.EL1) {
      controls.add(Control.HCR_TSC);
    }
    if (toEl2 && from == ExceptionLevel.EL0) {
      controls.add(Control.HCR_TGE);
    }
    return controls;
  }
}
