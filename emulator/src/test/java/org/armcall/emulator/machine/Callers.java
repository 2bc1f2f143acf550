// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.word.Word;
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
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.BranchType;
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
    processor.singleStep(singleStep());
    processor.masks(masks());
    processor.branchType(branchType());
  }

  /** Software step is of a debugger at an AArch64 level. */
  private boolean singleStep() {
    return platform.widest().containsValue(ExecutionState.AARCH64) && (extra & 0x10) != 0;
  }

  private int masks() {
    return isa == InstructionSet.A64 ? extra >>> 8 : extra >>> 8 & 7;
  }

  private int branchType() {
    boolean has = isa == InstructionSet.A64 && platform.has(Feature.BRANCH_TARGET);
    return has ? extra >>> 5 & 3 : 0;
  }

  /**
   * The same machine and processor as a scenario, in which nothing handles anything.
   *
   * @param outcome which of the allowed outcomes there is
   * @param turns how many turns it has
   * @param more code besides the call
   */
  Scenario scenario(Scenario.OutcomeChoice outcome, int turns, Scenario.Code... more) {
    List<Scenario.Code> code = new ArrayList<>(List.of(more));
    code.add(0, code(instruction));
    Map<SystemRegister, Long> vectors = new EnumMap<>(SystemRegister.class);
    vectors.put(SystemRegister.VBAR_EL1, Machines.vectors(1));
    vectors.put(SystemRegister.VBAR_EL2, Machines.vectors(2));
    vectors.put(SystemRegister.VBAR_EL3, Machines.vectors(3));
    Map<Integer, Long> registers = new LinkedHashMap<>();
    for (int number = 0; number < 15; number++) {
      registers.put(number, 0x1000L + number);
    }
    Scenario.Status status =
        new Scenario.Status(
            new Flags(extra & 0xf),
            it,
            singleStep(),
            new BranchType(branchType()),
            OptionalInt.of(masks()));
    return new Scenario(
        "law",
        List.of(),
        toString(),
        platform,
        security,
        List.copyOf(controls),
        vectors,
        Coherence.ALL,
        Fill.ZEROS,
        outcome,
        List.of(new Scenario.MemoryRegion(Machines.RAM, Machines.RAM_SIZE, Optional.empty())),
        List.of(),
        List.of(
            new Scenario.ProcessorStart(Machines.GUEST, isa, mode, false, status, true, registers)),
        code,
        List.of(),
        List.of(),
        Schedule.parse("cpu0*" + turns),
        Scenario.DEFAULT_LIMIT,
        Expectation.NONE);
  }

  /** As numbers: an assembler would refuse what is UNPREDICTABLE. */
  private Scenario.Code code(CallInstruction call) {
    InstructionWord word = Encodings.encode(call);
    List<Long> halves =
        word.size() == 2 ? List.of(Integer.toUnsignedLong(word.bits())) : GuestCall.halfwords(word);
    String text =
        halves.stream()
            .map(half -> String.format(".hword 0x%04x", half))
            .collect(Collectors.joining("\n"));
    return new Scenario.Code(
        Machines.GUEST, Machines.GUEST, isa, text + "  // " + instruction.text());
  }
}
