// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.armcall.emulator.guest.Shown;
import org.armcall.emulator.machine.MachineListener;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.Expectation.Decision;
import org.armcall.emulator.word.Word;

/**
 * Laws over random schedules of a caller, a second processor and a device. What fails prints a
 * scenario that {@code armcall emulate} runs.
 */
final class ScheduleLawsTest {
  private static final int TRIES = 40;

  private static final String HEAD =
      """
      armcall: scenario 1
      name: law
      platform: armv7a-virt
      controls: [HCR.TSC=1, SCR.HCE=1]
      memory: [{at: 0x40000000, size: 0x100000}]
      """;

  private static String memory(String options) {
    return "handler:\n  level: el2\n  policy: memory-immediate\n  options: {" + options + "}\n";
  }

  /**
   * IMM-EXECUTED-ONLY, IMM-WALK-RACE, IMM-STALE-FETCH, IMM-CACHEABILITY-ALIAS: with everything
   * protected before the fetch no schedule makes the answer wrong.
   */
  @Property(tries = TRIES)
  void protectedBeforeTheFetchNoScheduleMakesItWrong(
      @ForAll @LongRange(min = 0) long seed, @ForAll boolean sticky) {
    String text =
        HEAD
            + (sticky ? "coherence: {tlb: sticky, instructions: sticky, data: sticky}\n" : "")
            + """
            tables:
              - format: stage2-lpae
                at: 0x40060000
                map:
                  - {from: 0x40010000, to: 0x40010000, rights: guest-all}
                  - {from: 0x4000c000, to: 0x4000c000, rights: guest-all}
            cpus:
              - start: {at: guest, isa: a32}
                registers: {r0: 0}
              - start: {at: writer, isa: a32}
                registers: {r1: 0x40010000, r2: 0xe1600070}
            code:
              - {at: 0x40010000, isa: a32, text: "guest: smc #1"}
              - {at: 0x40010004, isa: a32, text: "b . - 4"}
              - {at: 0x4000c000, isa: a32, text: "writer: str r2, [r1]"}
              - {at: 0x4000c004, isa: a32, text: "b . - 4"}
            devices:
              - name: dma
                does: [{write: 0x40010000, word: 0xe1600070}]
            """
            + memory("pause-others: false, protection: before-fetch")
            + "schedule: seed "
            + (seed & 0xffffff)
            + "\nlimit: 200\n";
    Expectation expect =
        Expectation.NONE
            .counts(Count.DECISIONS, Range.atLeast(1))
            .counts(Count.WRONG, Range.exactly(0));
    Shown.holds(ScenarioReader.parse("law.yaml", text), expect);
  }

  /** run(list(run(seed))) = run(seed). */
  @Property(tries = TRIES)
  void theTurnsOfASeededRunRepeatIt(@ForAll @LongRange(min = 0) long seed) {
    String text =
        HEAD
            + """
            cpus:
              - start: {at: 0x40010000, isa: a32}
                registers: {r0: 0x84000000, r3: 0}
            code:
              - at: 0x40010000
                isa: a32
                text: |
                  smc #1
                  add r3, r3, #1
                  idle:
                  b idle
            """
            + "devices:\n  - name: dma\n    does: [{write: 0x40010000, word: 0xe1600070}]\n"
            + memory("retries: 1")
            + "limit: 30\n";
    Scenario scenario = ScenarioReader.parse("law.yaml", text);
    ScenarioRun seeded =
        ScenarioRunner.run(scenario.withSchedule(new Schedule.Seeded(seed)), MachineListener.NONE);
    Finish finish = Finish.ANY;
    List<Word> registers = seeded.registers().get(0);
    for (int number = 0; number < registers.size(); number++) {
      finish = finish.register(number, registers.get(number).value());
    }
    Expectation expect = Expectation.NONE.decides(decisions(seeded)).ends(List.of(finish));
    ScenarioRun listed = Shown.holds(scenario.withSchedule(seeded.run().schedule()), expect);
    assertEquals(seeded.decisions(), listed.decisions(), text);
  }

  private static List<Decision> decisions(ScenarioRun run) {
    return run.decisions().stream()
        .map(ScenarioRun.Answered::decided)
        .map(
            was ->
                new Decision(
                    was.result(), was.immediate(), Optional.of(was.dispatch()), was.reason()))
        .toList();
  }
}
