// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.hypervisor.Returning;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.machine.Upkeep;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.BranchType;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * A machine, what runs on it, how its handler decides, in which order all take turns, and what is
 * expected of it.
 *
 * @param name letters, digits and hyphens
 * @param rules the rules that it shows
 * @param about what happens, in two lines or so
 * @param platform the machine
 * @param security the Security state that the processors start in
 * @param controls control bits that are 1
 * @param registers system registers that begin with a value of their own, on every processor
 * @param coherence which views of memory are always up to date
 * @param unknown the values that UNKNOWN bits have
 * @param outcome which of several allowed outcomes of a call the machine takes
 * @param memory the regions of memory
 * @param tables translation tables that are there from the start, and used
 * @param processors the processors, {@code cpu0} first
 * @param code the guest's code
 * @param devices what acts beside the processors
 * @param handlers the hypervisor and the firmware, at most one a level; a level without one runs
 *     the code at its vectors
 * @param schedule who takes turns when
 * @param limit the run ends after so many turns; 1 to {@link #MOST_TURNS}
 * @param expect what the run is expected to show
 */
public record Scenario(
    String name,
    List<Rule> rules,
    String about,
    Platform platform,
    SecurityState security,
    List<Control> controls,
    Map<SystemRegister, Long> registers,
    Coherence coherence,
    Fill unknown,
    OutcomeChoice outcome,
    List<MemoryRegion> memory,
    List<Tables> tables,
    List<ProcessorStart> processors,
    List<Code> code,
    List<Script> devices,
    List<HandlerPlan> handlers,
    Schedule schedule,
    int limit,
    Expectation expect) {

  /** A scenario is read by people: a longer run is not one. */
  public static final int MOST_TURNS = 10_000_000;

  /** More than anybody looks at. */
  public static final int MOST_PROCESSORS = 8;

  /** What a scenario has that does not say. */
  public static final int DEFAULT_LIMIT = 100_000;

  /** Copies the collections. */
  public Scenario {
    rules = List.copyOf(rules);
    controls = List.copyOf(controls);
    registers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    memory = List.copyOf(memory);
    tables = List.copyOf(tables);
    processors = List.copyOf(processors);
    code = List.copyOf(code);
    devices = List.copyOf(devices);
    handlers = List.copyOf(handlers);
  }

  /** The same scenario with another order of turns. */
  public Scenario withSchedule(Schedule other) {
    return with(handlers, other, expect);
  }

  /** The same scenario with other handlers. */
  public Scenario withHandlers(List<HandlerPlan> others) {
    return with(others, schedule, expect);
  }

  private Scenario with(List<HandlerPlan> others, Schedule order, Expectation expected) {
    return new Scenario(
        name,
        rules,
        about,
        platform,
        security,
        controls,
        registers,
        coherence,
        unknown,
        outcome,
        memory,
        tables,
        processors,
        code,
        devices,
        others,
        order,
        limit,
        expected);
  }

  /** The same scenario with another expectation. */
  public Scenario with(Expectation other) {
    return with(handlers, schedule, other);
  }

  /**
   * A region of memory.
   *
   * @param at the first physical address
   * @param size in bytes
   * @param owner the only Security state that reaches it; every one does where it is empty
   */
  public record MemoryRegion(long at, long size, Optional<SecurityState> owner) {}

  /**
   * Translation tables.
   *
   * @param format of the descriptors
   * @param level whose regime they serve: EL1, EL2 or EL3; stage 2 serves EL1
   * @param at where they are written, upwards
   * @param inputBits the size of an input address
   * @param high whether they are for the range of TTBR1
   * @param map what they map
   */
  public record Tables(
      PageTables.Format format,
      ExceptionLevel level,
      long at,
      int inputBits,
      boolean high,
      List<Mapping> map) {
    /** Copies the list. */
    public Tables {
      map = List.copyOf(map);
    }
  }

  /**
   * A mapping.
   *
   * @param from the input address
   * @param to the output address
   * @param size in bytes
   * @param rights what it allows
   * @param guarded the GP bit: an indirect branch must land on an instruction that expects it
   */
  public record Mapping(long from, long to, long size, Rights rights, boolean guarded) {}

  /**
   * How a processor begins.
   *
   * @param at the virtual address of its first instruction
   * @param isa its instruction set
   * @param mode its mode, which says the level
   * @param bigEndian whether its data is big-endian
   * @param status what else of PSTATE is set
   * @param powered whether it is on; one that is off takes no turns until firmware starts it, and
   *     where it then begins is not said here
   * @param registers X0 to X30 or R0 to R14 that have a value; the others are UNKNOWN
   */
  public record ProcessorStart(
      long at,
      InstructionSet isa,
      Mode mode,
      boolean bigEndian,
      Status status,
      boolean powered,
      Map<Integer, Long> registers) {
    /** Copies the map. */
    public ProcessorStart {
      registers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(registers));
    }
  }

  /**
   * PSTATE of the first instruction, as far as it decides what becomes of a call there.
   *
   * @param flags N, Z, C and V
   * @param it of T32: where in an IT block it stands
   * @param singleStep SS: a debugger lets one instruction run
   * @param branchType BTYPE of A64: how it was branched to
   * @param masks D, A, I and F in bits 3 to 0, of AArch32 without D; all are set where it is empty,
   *     as they are when a processor comes out of reset
   */
  public record Status(
      Flags flags, ItState it, boolean singleStep, BranchType branchType, OptionalInt masks) {
    /** All zeros, but for the masks. */
    public static final Status ZERO = new Status(Flags.CLEAR, ItState.NONE, false, BranchType.NONE);

    /** With all interrupts masked. */
    public Status(Flags flags, ItState it, boolean singleStep, BranchType branchType) {
      this(flags, it, singleStep, branchType, OptionalInt.empty());
    }
  }

  /**
   * Assembly text.
   *
   * @param at the physical address that it is loaded at
   * @param runsAt the virtual address that it is assembled for
   * @param isa its instruction set
   * @param text one instruction a line; ends with one line end
   */
  public record Code(long at, long runsAt, InstructionSet isa, String text) {
    /** Ends the text with one line end. */
    public Code {
      text = text.stripTrailing() + "\n";
    }
  }

  /**
   * Something beside the processors that does one thing a turn.
   *
   * @param name in the schedule
   * @param actions in order
   */
  public record Script(String name, List<Action> actions) {
    /** Copies the list. */
    public Script {
      actions = List.copyOf(actions);
    }
  }

  /** One thing that a script does. */
  public sealed interface Action {
    /**
     * A write to memory that no cache sees.
     *
     * @param at the physical address
     * @param bytes 1, 2, 4 or 8
     * @param value little-endian
     */
    record Write(long at, int bytes, long value) implements Action {}

    /**
     * Makes the descriptor of a page invalid.
     *
     * @param tables the number of the tables in the scenario, from 0
     * @param from the input address
     */
    record Unmap(int tables, long from) implements Action {}

    /**
     * Points the descriptor of a page elsewhere.
     *
     * @param tables the number of the tables in the scenario, from 0
     * @param from the input address
     * @param to the new output address
     */
    record Remap(int tables, long from, long to) implements Action {}

    /**
     * A hypervisor takes the guest's right to write a page. What a TLB holds of it keeps the right.
     *
     * @param tables the number of the tables in the scenario, from 0; of stage 2
     * @param from the intermediate physical address
     */
    record Protect(int tables, long from) implements Action {}

    /**
     * A hypervisor does maintenance on all processors.
     *
     * @param what of which kind
     */
    record Maintain(Upkeep what) implements Action {}

    /**
     * A hypervisor notes that it is done with protecting a page: a handler with {@link
     * GuestMemory.Protection#ARMED} reads from now on.
     *
     * @param tables the number of the tables in the scenario, from 0; of stage 2
     * @param from the intermediate physical address
     */
    record Arm(int tables, long from) implements Action {}
  }

  /**
   * A handler that decides by a policy.
   *
   * @param level EL2 or EL3
   * @param policy by what it decides
   * @param returning how it answers
   */
  public record Hypervisor(ExceptionLevel level, Policy policy, Returning returning)
      implements HandlerPlan {}

  /** Which of several allowed outcomes the machine takes. */
  public sealed interface OutcomeChoice {
    /** The plainest one. */
    record Plainest() implements OutcomeChoice {}

    /**
     * The one of that number in the model's order.
     *
     * @param number from 0
     */
    record Numbered(int number) implements OutcomeChoice {}

    /**
     * One that looks random.
     *
     * @param seed the same seed makes the same choices
     */
    record Seeded(long seed) implements OutcomeChoice {}
  }
}
