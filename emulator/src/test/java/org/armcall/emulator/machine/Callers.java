// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * A call about to execute on a machine, and the generator of such.
 *
 * @param it of no effect outside T32
 * @param extra NZCV, then SS, then two bits of BTYPE, then DAIF: bits 0 to 11
 */
record Callers(
    Platform platform,
    InstructionSet isa,
    Mode mode,
    SecurityState security,
    CallInstruction instruction,
    ItState it,
    int extra,
    Set<Control> controls) {

  private static final List<Platform> PLATFORMS =
      List.of(Machines.WIDE, Machines.WIDE_EL2, Machines.ARMV7, Machines.NARROW);

  private static final List<ItState> BLOCKS =
      List.of(
          ItState.NONE,
          new ItState(0x08),
          new ItState(0x18),
          new ItState(0x04),
          new ItState(0xa3),
          new ItState(0xe8),
          new ItState(0xe1));

  /** Calls that the machine can be brought to, about half of them in ordinary states. */
  static Arbitrary<Callers> all() {
    Arbitrary<Set<Control>> controls =
        Arbitraries.of(Control.values()).set().ofMaxSize(4).map(Callers::copy);
    return Combinators.combine(
            Arbitraries.of(PLATFORMS),
            Arbitraries.of(InstructionSet.values()),
            Arbitraries.of(Mode.values()),
            Arbitraries.of(SecurityState.NONSECURE, SecurityState.SECURE),
            Arbitraries.of(Call.values()),
            Arbitraries.integers().between(0, 0xffff),
            Arbitraries.of(BLOCKS),
            Combinators.combine(
                    Arbitraries.integers().between(0, 0xfff), Arbitraries.of(14, 14, 0, 1, 10, 13))
                .as((extra, condition) -> extra | condition << 12))
        .as(
            (platform, isa, mode, security, call, immediate, it, extra) ->
                new Callers(
                    platform,
                    isa,
                    mode,
                    security,
                    instruction(call, isa, immediate, extra >>> 12),
                    isa == InstructionSet.T32 ? it : ItState.NONE,
                    extra & 0xfff,
                    Set.of()))
        .flatMap(caller -> controls.map(caller::with))
        .filter(Callers::exists);
  }

  /** SMCs at Non-secure EL1 with HCR.TSC set. */
  static Arbitrary<Callers> trappedSmcs() {
    return all()
        .map(
            caller ->
                new Callers(
                    caller.platform,
                    caller.isa,
                    caller.mode,
                    SecurityState.NONSECURE,
                    instruction(
                        Call.SMC,
                        caller.isa,
                        caller.instruction.immediate().value(),
                        caller.instruction.encodedCondition().orElse(Condition.AL).code()),
                    caller.it,
                    caller.extra,
                    Set.of(Control.HCR_TSC)))
        .filter(caller -> caller.isAtEl1() && caller.exists());
  }

  private boolean isAtEl1() {
    return ModeBits.level(mode, false) == ExceptionLevel.EL1;
  }

  private static Set<Control> copy(Set<Control> controls) {
    return controls.isEmpty() ? EnumSet.noneOf(Control.class) : EnumSet.copyOf(controls);
  }

  private Callers with(Set<Control> chosen) {
    return new Callers(platform, isa, mode, security, instruction, it, extra, chosen);
  }

  private static CallInstruction instruction(
      Call call, InstructionSet isa, int immediate, int condition) {
    Encoding row = Encodings.of(call, isa);
    int width = row.immediateWidth();
    return new CallInstruction(
        call,
        isa,
        row.size(),
        new Immediate(immediate & (1 << Math.min(width, 16)) - 1, width),
        row.isConditional() ? Optional.of(Condition.of(condition)) : Optional.empty(),
        0);
  }

  private boolean exists() {
    if (mode.executionState() != isa.executionState()) {
      return false;
    }
    boolean wideOnly = isa == InstructionSet.A64;
    boolean narrowMachine =
        platform.widestOf(ExceptionLevel.EL1).orElseThrow() == ExecutionState.AARCH32;
    if (wideOnly && narrowMachine) {
      return false;
    }
    try {
      build(MachineListener.NONE, Behaviour.plainest());
      return true;
    } catch (IllegalArgumentException impossible) {
      return false;
    }
  }

  boolean has(Control control) {
    return controls.contains(control);
  }

  /** A machine with the call in memory and the processor before it. */
  Machine build(MachineListener listener, Behaviour behaviour) {
    MachineBuilder builder =
        Machine.of(platform)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .listener(listener)
            .behaviour(behaviour);
    for (ExceptionLevel level : EnumSet.range(ExceptionLevel.EL1, ExceptionLevel.EL3)) {
      builder.handler(level, context -> new HandlerStep.Resume());
    }
    Machine machine = builder.build();
    set(machine);
    write(machine, Encodings.encode(instruction));
    org.armcall.model.state.Reachability.objection(platform, machine.processor(0).state())
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    return machine;
  }

  /** Puts an instruction where the call is. */
  static void write(Machine machine, InstructionWord word) {
    long bits = word.bits() & 0xffffffffL;
    SecurityState space = SecurityState.NONSECURE;
    if (word.isa() == InstructionSet.T32 && word.size() == 4) {
      machine.memory().write(Machines.GUEST, 2, space, Word.of(bits >>> 16));
      machine.memory().write(Machines.GUEST + 2, 2, space, Word.of(bits & 0xffff));
    } else {
      machine.memory().write(Machines.GUEST, word.size(), space, Word.of(bits));
    }
  }

  /** Brings the processor to the call. */
  void set(Machine machine) {
    Processor processor = machine.processor(0);
    processor.start(new Start(Machines.GUEST, mode, isa, security));
    controls.forEach(control -> processor.control(control, true));
    Machines.setVectors(processor);
    for (int number = 0; number < 15; number++) {
      processor.register(number, Word.of(0x1000 + number));
    }
    processor.nzcv(extra & 0xf);
    processor.it(it);
    boolean wide = isa == InstructionSet.A64;
    processor.singleStep((extra & 0x10) != 0);
    processor.masks(wide ? extra >>> 8 : extra >>> 8 & 7);
    if (wide && platform.has(Feature.BRANCH_TARGET)) {
      processor.branchType(extra >>> 5 & 3);
    }
  }
}
