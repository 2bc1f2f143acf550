// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Laws of whole machines: schedules, listeners, fills, and the mapping of registers. */
class MachineLawsTest {

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

  @Test
  void theRegistersOfAarch32AreThoseOfAarch64EachOnce() {
    Map<Integer, List<String>> names = new HashMap<>();
    for (Mode mode : Mode.values()) {
      if (mode.compareTo(Mode.MON) < 0) {
        for (int number = 0; number < 15; number++) {
          boolean shared =
              (number < 13 && mode != Mode.FIQ)
                  || number < 8
                  || mode == Mode.SYS
                  || (mode == Mode.HYP && number == 14);
          if (mode == Mode.USR || !shared) {
            names
                .computeIfAbsent(BankMap.index(mode, number), i -> new ArrayList<>())
                .add(mode.text() + number);
          }
        }
      }
    }
    assertEquals(31, names.size());
    names.forEach((index, all) -> assertEquals(1, all.size(), "X" + index + " is " + all));
  }

  /** DDI 0487 D1.20.1, the table as it is printed. */
  @Test
  void theMappingIsThatOfTheArchitecture() {
    assertEquals(14, BankMap.index(Mode.USR, 14));
    assertEquals(13, BankMap.index(Mode.USR, 13));
    assertEquals(15, BankMap.index(Mode.HYP, 13));
    assertEquals(16, BankMap.index(Mode.IRQ, 14));
    assertEquals(17, BankMap.index(Mode.IRQ, 13));
    assertEquals(18, BankMap.index(Mode.SVC, 14));
    assertEquals(19, BankMap.index(Mode.SVC, 13));
    assertEquals(20, BankMap.index(Mode.ABT, 14));
    assertEquals(21, BankMap.index(Mode.ABT, 13));
    assertEquals(22, BankMap.index(Mode.UND, 14));
    assertEquals(23, BankMap.index(Mode.UND, 13));
    assertEquals(24, BankMap.index(Mode.FIQ, 8));
    assertEquals(28, BankMap.index(Mode.FIQ, 12));
    assertEquals(29, BankMap.index(Mode.FIQ, 13));
    assertEquals(30, BankMap.index(Mode.FIQ, 14));
    assertEquals(14, BankMap.index(Mode.HYP, 14));
    assertEquals(13, BankMap.index(Mode.SYS, 13));
    assertEquals(12, BankMap.index(Mode.SVC, 12));
  }

  /** run(list of run(seed)) = run(seed) */
  @Property(tries = 100)
  void aListedScheduleReplaysASeededRun(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int limit) {
    Machine first = machine(Machine.of(Machines.WIDE_EL2), seed, 3);
    Run run = first.run(new Schedule.Seeded(seed), limit);
    Machine second = machine(Machine.of(Machines.WIDE_EL2), seed, 3);
    Run again = second.run(Schedule.parse(run.schedule().text()), limit + 1L);
    assertEquals(run.turns(), again.turns());
    assertEquals(run.schedule(), again.schedule());
    assertEquals(List.of(), Machines.differences(Machines.state(first), Machines.state(second)));
  }

  /** state(machine that is heard) = state(machine that is not) */
  @Property(tries = 100)
  void whoListensChangesNothing(@ForAll long seed, @ForAll @IntRange(max = 150) int limit) {
    List<MachineEvent> heard = new ArrayList<>();
    Machine told = machine(Machine.of(Machines.WIDE_EL2).listener(heard::add), seed, 2);
    Machine silent = machine(Machine.of(Machines.WIDE_EL2), seed, 2);
    assertEquals(
        told.run(new Schedule.Seeded(seed), limit).ending(),
        silent.run(new Schedule.Seeded(seed), limit).ending());
    assertEquals(List.of(), Machines.differences(Machines.state(told), Machines.state(silent)));
  }

  /** no reliance => reliable(state(zeros)) = reliable(state(ones)) = reliable(state(seed)) */
  @Property(tries = 400)
  void whatMayBeReliedOnDoesNotDependOnTheFill(@ForAll long seed) {
    List<Map<String, Word>> states = new ArrayList<>();
    boolean relied = false;
    for (Fill fill : List.of(Fill.ZEROS, Fill.ONES, Fill.seeded(seed))) {
      List<MachineEvent> reliances = new ArrayList<>();
      MachineListener listener =
          event -> {
            if (event instanceof MachineEvent.Relied) {
              reliances.add(event);
            }
          };
      Machine machine =
          machine(Machine.of(Machines.WIDE_EL2).fill(fill).listener(listener), seed, 1);
      Machines.turns(machine, 40);
      relied |= !reliances.isEmpty();
      states.add(Machines.state(machine));
      if (relied) {
        break;
      }
    }
    Statistics.label("a run relied on something").collect(relied);
    if (!relied) {
      assertEquals(List.of(), Machines.reliableDifferences(states.get(0), states.get(1)));
      assertEquals(List.of(), Machines.reliableDifferences(states.get(0), states.get(2)));
    }
  }

  @Property
  void aScheduleIsReadAsItIsWritten(@ForAll long seed) {
    Random random = new Random(seed);
    List<Schedule.Turn> turns = new ArrayList<>();
    for (int index = 0; index < random.nextInt(6); index++) {
      turns.add(new Schedule.Turn("cpu" + random.nextInt(3), 1 + random.nextInt(4)));
    }
    Schedule listed = new Schedule.Listed(turns);
    assertEquals(listed, Schedule.parse(listed.text()));
    Schedule seeded = new Schedule.Seeded(seed >> 8);
    assertEquals(seeded, Schedule.parse(seeded.text()));
  }

  @Test
  void aWordThatIsNotModelledStopsTheMachineWithItsAddress() {
    Machine machine = machine(Machine.of(Machines.WIDE_EL2), 1, 1);
    machine
        .memory()
        .write(Machines.GUEST, 4, SecurityState.NONSECURE, Word.of(0x1e204000)); // FMOV S0, S0
    Run run = Machines.turns(machine, 5);
    assertEquals("not modelled: word 0x1e204000 (a64) at 0x40000000 on cpu0", run.ending().text());
    assertTrue(run.turns() == 1);
  }
}
