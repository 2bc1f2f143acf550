// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.armcall.emulator.guest.Shown;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.scenario.Expectation;
import org.armcall.emulator.scenario.Finish;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.StatusField;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * Laws of whole machines: schedules, listeners, fills, and the mapping of registers. What fails of
 * a run prints a scenario that {@code armcall emulate} runs.
 *
 * <p>A scenario expects values of PSTATE and of registers that a program can name where it ends.
 * What it cannot say is asked behind it, in words: memory, the banks of other modes, and which bits
 * of a word may be relied on.
 */
class MachineLawsTest {
  /** The system registers that the programs and their exceptions write. */
  private static final List<SystemRegister> WRITTEN =
      List.of(
          SystemRegister.ESR_EL1,
          SystemRegister.ELR_EL1,
          SystemRegister.SPSR_EL1,
          SystemRegister.ESR_EL2,
          SystemRegister.ELR_EL2,
          SystemRegister.SPSR_EL2,
          SystemRegister.TPIDR_EL1);

  /** A guest at EL1 with handlers in A64 at EL1 and EL2. */
  private static Machine machine(MachineBuilder builder, long seed, int processors) {
    Machine machine = builder.processors(processors).ram(Machines.RAM, Machines.RAM_SIZE).build();
    for (int number = 0; number < processors; number++) {
      Random random = new Random(seed + number);
      long guest = Machines.GUEST + 0x1000L * number;
      Machines.load(machine, InstructionSet.A64, guest, GuestPrograms.guest(random, 24));
      Processor processor = machine.processor(number);
      processor.start(new Start(guest, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
      Machines.setVectors(processor);
      for (int register = 0; register < 8; register++) {
        processor.register(register, Word.of(random.nextInt(4) * random.nextLong()));
      }
      processor.register(20, Word.of(Machines.DATA));
    }
    for (int offset = 0; offset < 0x30; offset += 8) {
      machine
          .memory()
          .write(Machines.DATA + offset, 8, SecurityState.NONSECURE, Word.of(seed * offset));
    }
    Machines.load(
        machine,
        InstructionSet.A64,
        Machines.vectors(1) + 0x200,
        String.format(GuestPrograms.HANDLER, 1));
    Machines.load(
        machine,
        InstructionSet.A64,
        Machines.vectors(2) + 0x400,
        String.format(GuestPrograms.HANDLER, 2));
    return machine;
  }

  /** The machine of {@link #machine} as a scenario. */
  private static Scenario scenario(
      long seed, int processors, Fill fill, Schedule order, int limit) {
    List<Scenario.ProcessorStart> starts = new ArrayList<>();
    List<Scenario.Code> code = new ArrayList<>();
    for (int number = 0; number < processors; number++) {
      Random random = new Random(seed + number);
      long guest = Machines.GUEST + 0x1000L * number;
      // A label is one in all of a scenario.
      code.add(a64(guest, GuestPrograms.guest(random, 24).replace("end", "end" + number)));
      Map<Integer, Long> registers = new LinkedHashMap<>();
      for (int register = 0; register < 8; register++) {
        registers.put(register, random.nextInt(4) * random.nextLong());
      }
      registers.put(20, Machines.DATA);
      starts.add(start(guest, registers));
    }
    StringBuilder data = new StringBuilder();
    for (int offset = 0; offset < 0x30; offset += 8) {
      data.append(String.format(".quad 0x%x\n", seed * offset));
    }
    code.add(a64(Machines.DATA, data.toString()));
    code.add(a64(Machines.vectors(1) + 0x200, String.format(GuestPrograms.HANDLER, 1)));
    code.add(a64(Machines.vectors(2) + 0x400, String.format(GuestPrograms.HANDLER, 2)));
    return scenario(starts, code, fill, order, limit);
  }

  private static Scenario.ProcessorStart start(long at, Map<Integer, Long> registers) {
    return new Scenario.ProcessorStart(
        at, InstructionSet.A64, Mode.EL1H, false, Scenario.Status.ZERO, true, registers);
  }

  private static Scenario scenario(
      List<Scenario.ProcessorStart> starts,
      List<Scenario.Code> code,
      Fill fill,
      Schedule order,
      int limit) {
    Map<SystemRegister, Long> vectors = new EnumMap<>(SystemRegister.class);
    vectors.put(SystemRegister.VBAR_EL1, Machines.vectors(1));
    vectors.put(SystemRegister.VBAR_EL2, Machines.vectors(2));
    vectors.put(SystemRegister.VBAR_EL3, Machines.vectors(3));
    return new Scenario(
        "law",
        List.of(),
        "",
        Machines.WIDE_EL2,
        SecurityState.NONSECURE,
        List.of(),
        vectors,
        Coherence.ALL,
        fill,
        new Scenario.OutcomeChoice.Plainest(),
        List.of(new Scenario.MemoryRegion(Machines.RAM, Machines.RAM_SIZE, Optional.empty())),
        List.of(),
        starts,
        code,
        List.of(),
        List.of(),
        order,
        limit,
        Expectation.NONE);
  }

  private static Scenario.Code a64(long at, String text) {
    return new Scenario.Code(at, at, InstructionSet.A64, text);
  }

  /** What programs here write, as far as all of it is reliable. */
  private static Finish finish(
      long at, Mode mode, Word status, List<Word> general, Function<SystemRegister, Word> system) {
    Finish finish = Finish.ANY.at(at).mode(mode);
    if (status.isReliable()) {
      for (StatusField field : StatusField.values()) {
        finish = finish.status(field, field.of(InstructionSet.A64, status.value()));
      }
    }
    for (int number = 0; number < general.size(); number++) {
      if (general.get(number).isReliable()) {
        finish = finish.register(number, general.get(number).value());
      }
    }
    for (SystemRegister register : WRITTEN) {
      if (system.apply(register).isReliable()) {
        finish = finish.system(register, system.apply(register).value());
      }
    }
    return finish;
  }

  private static Finish finish(Finish.Reached was) {
    return finish(was.at(), was.mode(), was.status(), was.registers(), was.system()::get);
  }

  private static Finish finish(Processor was) {
    return finish(was.pc(), was.mode(), was.status(), was.registers(), was::peek);
  }

  /** run(list of run(seed)) = run(seed) */
  @Property(tries = 100)
  void aListedScheduleReplaysASeededRun(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int limit) {
    Schedule order = new Schedule.Seeded(seed);
    ScenarioRun seeded =
        ScenarioRunner.run(scenario(seed, 3, Fill.ZEROS, order, limit), MachineListener.NONE);
    Scenario listed = scenario(seed, 3, Fill.ZEROS, seeded.run().schedule(), limit + 1);
    List<Finish> ends = seeded.processors().stream().map(MachineLawsTest::finish).toList();
    Shown.holds(listed, Expectation.NONE.ends(ends));
    Machine first = machine(Machine.of(Machines.WIDE_EL2), seed, 3);
    Run run = first.run(order, limit);
    Machine second = machine(Machine.of(Machines.WIDE_EL2), seed, 3);
    Run again = second.run(Schedule.parse(run.schedule().text()), limit + 1L);
    assertEquals(run.turns(), again.turns());
    assertEquals(run.schedule(), again.schedule());
    assertEquals(List.of(), Machines.differences(Machines.state(first), Machines.state(second)));
  }

  /** state(machine that is heard) = state(machine that is not); a scenario is always heard */
  @Property(tries = 100)
  void whoListensChangesNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 150) int limit) {
    Schedule order = new Schedule.Seeded(seed);
    Machine silent = machine(Machine.of(Machines.WIDE_EL2), seed, 2);
    Ending ending = silent.run(order, limit).ending();
    List<Finish> ends = silent.processors().stream().map(MachineLawsTest::finish).toList();
    Shown.holds(scenario(seed, 2, Fill.ZEROS, order, limit), Expectation.NONE.ends(ends));
    List<MachineEvent> heard = new ArrayList<>();
    Machine told = machine(Machine.of(Machines.WIDE_EL2).listener(heard::add), seed, 2);
    assertEquals(told.run(order, limit).ending(), ending);
    assertEquals(List.of(), Machines.differences(Machines.state(told), Machines.state(silent)));
  }

  /** no reliance => reliable(state(zeros)) = reliable(state(ones)) = reliable(state(seed)) */
  @Property(tries = 400)
  void whatMayBeReliedOnDoesNotDependOnTheFill(@ForAll long seed) {
    Schedule order = Schedule.parse("cpu0*40");
    ScenarioRun zeros =
        ScenarioRunner.run(scenario(seed, 1, Fill.ZEROS, order, 40), MachineListener.NONE);
    boolean relied = !zeros.reliances().isEmpty();
    Statistics.label("a run relied on something").collect(relied);
    if (relied) {
      return;
    }
    Expectation expect =
        Expectation.NONE
            .relies(Optional.of(false))
            .ends(List.of(finish(zeros.processors().get(0))));
    Map<String, Word> state = stateWith(Fill.ZEROS, seed);
    for (Fill fill : List.of(Fill.ONES, Fill.seeded(seed))) {
      Shown.holds(scenario(seed, 1, fill, order, 40), expect);
      assertEquals(List.of(), Machines.reliableDifferences(state, stateWith(fill, seed)));
    }
  }

  private static Map<String, Word> stateWith(Fill fill, long seed) {
    Machine machine = machine(Machine.of(Machines.WIDE_EL2).fill(fill), seed, 1);
    Machines.turns(machine, 40);
    return Machines.state(machine);
  }

  /** what is not modelled is no NOP: the run ends there, whatever stands behind it */
  @Property(tries = 20)
  void aWordThatIsNotModelledStopsTheMachineWithItsAddress(@ForAll @IntRange(max = 20) int before) {
    String text = "nop\n".repeat(before) + ".word 0x1e204000  // FMOV S0, S0\nb .";
    Scenario scenario =
        scenario(
            List.of(start(Machines.GUEST, Map.of())),
            List.of(a64(Machines.GUEST, text)),
            Fill.ZEROS,
            Schedule.parse("cpu0*40"),
            40);
    long at = Machines.GUEST + 4L * before;
    Expectation expect =
        Expectation.NONE.ends(Expectation.EndingKind.NOT_MODELLED).ends(List.of(Finish.ANY.at(at)));
    ScenarioRun run = Shown.holds(scenario, expect);
    assertEquals(
        String.format("not modelled: word 0x1e204000 (a64) at 0x%x on cpu0", at),
        run.run().ending().text());
    assertEquals(before + 1, run.run().turns());
  }
}
