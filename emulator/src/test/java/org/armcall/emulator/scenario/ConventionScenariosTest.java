// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scenarios of the calling convention show, call by call. */
final class ConventionScenariosTest {
  /** Of R0. */
  private static final String MINUS_ONE = "4294967295";

  /**
   * A call of a guest.
   *
   * @param address of the instruction
   * @param function what was in w0
   * @param answer where it went on, if not behind the call; x0, and x1 to x3 where they changed
   */
  private record Asked(int cpu, long address, long function, String answer) {}

  private static Scenario scenario(String name) {
    return ScenarioReader.read(ShippedScenariosTest.DIRECTORY.resolve(name + ".yaml"));
  }

  /** The calls from EL1 and what came of them, in the order in which they were made. */
  private static List<Asked> asked(Scenario scenario) {
    Map<Integer, MachineEvent.Called> open = new LinkedHashMap<>();
    List<Asked> all = new ArrayList<>();
    ScenarioRunner.run(
        scenario,
        event -> {
          if (event instanceof MachineEvent.Called called
              && called.state().level() == ExceptionLevel.EL1) {
            open.put(called.cpu(), called);
          } else if (event instanceof MachineEvent.Returned returned
              && returned.to() == ExceptionLevel.EL1
              && open.containsKey(returned.cpu())) {
            all.add(answered(open.remove(returned.cpu()), returned));
          }
        });
    open.values().forEach(called -> all.add(asked(called, "none")));
    return all;
  }

  private static Asked asked(MachineEvent.Called called, String answer) {
    long function = called.registers().get(0).value() & 0xffff_ffffL;
    return new Asked(called.cpu(), called.address(), function, answer);
  }

  private static Asked answered(MachineEvent.Called called, MachineEvent.Returned returned) {
    StringBuilder words = new StringBuilder();
    if (returned.address() != called.address() + 4) {
      words.append("at ").append(Long.toHexString(returned.address())).append(' ');
    }
    words.append(returned.registers().get(0).value());
    for (int register = 1; register < 4; register++) {
      Word word = returned.registers().get(register);
      words.append(' ').append(word.equals(called.registers().get(register)) ? "-" : word.value());
    }
    int last = Math.min(17, returned.registers().size() - 1);
    for (int register = 4; register <= last; register++) {
      Word word = returned.registers().get(register);
      if (word.isReliable() && !word.equals(called.registers().get(register))) {
        words.append(" x").append(register).append('=').append(word.value());
      }
    }
    // IT of T32, BTYPE of A64.
    long left =
        returned.status().value() & ((returned.status().value() & 0x10) == 0 ? 0xc00 : 0x600fc00);
    if (left != 0) {
      words.append(" left ").append(Long.toHexString(left));
    }
    return asked(called, words.toString());
  }

  static Stream<Path> variants() throws IOException {
    try (Stream<Path> files = Files.list(ShippedScenariosTest.DIRECTORY)) {
      List<Path> all =
          files
              .filter(file -> file.getFileName().toString().startsWith("convention-"))
              .filter(file -> !plan(file).callee().equals(ReferencePlan.REFERENCE))
              .sorted()
              .toList();
      return all.stream();
    }
  }

  private static ReferencePlan plan(Path file) {
    return (ReferencePlan) ScenarioReader.read(file).handlers().get(0);
  }

  private static Scenario asReference(Scenario scenario) {
    List<HandlerPlan> plans = new ArrayList<>();
    for (HandlerPlan plan : scenario.handlers()) {
      ReferencePlan variant = (ReferencePlan) plan;
      plans.add(new ReferencePlan(variant.role(), ReferencePlan.REFERENCE, Optional.empty()));
    }
    return scenario.withHandlers(plans);
  }

  private static Set<String> labels(Scenario scenario, Set<Long> addresses) {
    Set<String> names = new TreeSet<>();
    for (Scenario.Code code : scenario.code()) {
      Loading.program(code)
          .labels()
          .forEach(
              (label, address) -> {
                if (addresses.contains(address)) {
                  names.add(label);
                }
              });
    }
    return names;
  }

  private static Set<String> differing(Scenario scenario) {
    Set<String> names = new TreeSet<>();
    for (Scenario.Code code : scenario.code()) {
      Loading.program(code).labels().keySet().stream()
          .filter(label -> label.startsWith("differs_"))
          .forEach(names::add);
    }
    return names;
  }

  /** The labels were set by hand from the cells of spec/implementations. */
  @ParameterizedTest
  @MethodSource("variants")
  void aVariantDiffersFromTheReferenceWhereItsSourcesSaySoAndNowhereElse(Path file) {
    Scenario scenario = ScenarioReader.read(file);
    Map<Long, String> variant = byAddress(asked(scenario));
    Map<Long, String> reference = byAddress(asked(asReference(scenario)));
    Set<Long> different = new TreeSet<>();
    variant.forEach(
        (address, answer) -> {
          if (!answer.equals(reference.get(address))) {
            different.add(address);
          }
        });
    Set<String> expected = differing(scenario);
    assertFalse(expected.isEmpty());
    assertEquals(expected, labels(scenario, different), () -> variant + "\n" + reference);
    assertEquals(expected.size(), different.size(), "each has a label");
  }

  /** The last answer at each address: who waits asks often. */
  private static Map<Long, String> byAddress(List<Asked> calls) {
    Map<Long, String> all = new LinkedHashMap<>();
    calls.forEach(call -> all.put(call.address(), call.answer()));
    return all;
  }

  private static List<String> results(List<Asked> calls, int cpu) {
    List<String> all = new ArrayList<>();
    long before = 0;
    for (Asked call : calls) {
      if (call.cpu() != cpu || (call.address() == before)) {
        continue;
      }
      before = call.address();
      String first = call.answer().replaceAll("at \\w+ ", "at ").replaceAll("(?<!at) .*", "");
      all.add(Long.toHexString(call.function()) + " " + first.replace(MINUS_ONE, "-1"));
    }
    return all;
  }

  /** DEN0022F.b section 5, function by function. */
  @Test
  void everyFunctionOfPsciAnswersAsItsSectionSays() {
    List<Asked> calls = asked(scenario("convention-psci-a64"));
    assertEquals(
        List.of(
            "84000000 65539",
            "8400000a 1",
            "8400000a -1",
            "8400000a -1",
            "84000006 2",
            "c4000007 -1",
            "c4000005 -1",
            "c4000004 1",
            "c4000004 -2",
            "c4000003 -4",
            "c4000003 -9",
            "c4000003 0",
            "c400000d 0",
            "8400000f -2",
            "84000013 0",
            "84000013 1",
            "c4000014 0",
            "c4000014 -3",
            "c4000001 -2",
            "c4000012 -2"),
        results(calls, 0).subList(0, 20));
    List<String> rest = results(calls, 0);
    assertEquals(
        List.of("c4000010 2", "c4000011 2", "c400000e at 49", "c4000003 0"), rest.subList(21, 25));
    assertEquals(List.of("c400000e -3", "c4000015 -2", "c4000015 none"), rest.subList(25, 28));
    // The entry point of CPU_DEFAULT_SUSPEND is the address behind the call: x0 is the context.
    assertEquals(
        List.of("c4000001 0", "c400000c 48", "84000002 at 50"), results(calls, 1).subList(0, 3));
  }

  /** DEN0022F.b sections 5.8.2, 5.22.1, 5.1.5, 5.21.2, 5.7.1, 5.20.2, 5.17.3, in this order. */
  @Test
  void powerStatesAndSuspendModesAreThoseOfTheirSections() {
    List<Asked> calls = asked(scenario("convention-psci-power"));
    List<String> first = results(calls, 0);
    assertEquals(
        List.of(
            "c4000005 -6",
            "c4000005 -2",
            "c4000011 0",
            "c4000004 1",
            "8400000f 0",
            "c4000003 0",
            "8400000f -3",
            "c4000004 0",
            "c400000e -3",
            "c4000003 0"),
        first.subList(0, 10));
    assertEquals(
        List.of("8400000f 0", "c4000001 0", "8400000f -3", "84000008 none"),
        first.subList(first.size() - 4, first.size()));
    assertEquals("8400000b at 65", results(calls, 1).get(0));
  }

  @Test
  void aThirtyTwoBitCallerHasThirtyTwoBitFunctions() {
    List<String> results = results(asked(scenario("convention-psci-a32")), 0);
    assertEquals(
        List.of("84000000 65539", "c4000004 -1", "8400000a -1", "84000003 0", "84000001 at 19"),
        results.subList(0, 5));
  }

  /** RES-SHIM: not one code is the shim's own. */
  @Test
  void theShimAnswersAsTheFirmwareWould() {
    assertEquals(
        List.of(
            "84000006 0",
            "c4000007 0",
            "84000002 -3",
            "c4000005 0",
            "c4000005 -7",
            "84000008 none"),
        results(asked(scenario("convention-trusted-os")), 0));
    List<String> forwarded = results(asked(scenario("convention-forwarded")), 0);
    assertEquals(
        List.of("c4000003 -2", "c4000003 -9", "c4000003 0", "c4000001 0", "c4000001 at 2"),
        forwarded.subList(5, 10));
  }

  /** PSC-CPU-ON: the context identifier of the last CPU_ON that succeeded, not of one refused. */
  @ParameterizedTest
  @ValueSource(strings = {"convention-boot-a64", "convention-boot-a32"})
  void aBootBringsTheSecondProcessorUpOnceWithItsContextInWhateverOrder(String name) {
    boolean wide = name.endsWith("a64");
    for (long seed = 1; seed <= 25; seed++) {
      Scenario scenario = scenario(name).withSchedule(new Schedule.Seeded(seed));
      ScenarioRun run = ScenarioRunner.run(scenario, event -> {});
      assertEquals(List.of(), run.differences(), "seed " + seed);
      List<Word> first = run.registers().get(0);
      long again =
          results(asked(scenario), 0).stream().filter("c4000003 0"::equals).skip(1).count();
      // Where cpu1 was off again by then, the second CPU_ON starts it anew.
      assertEquals(
          wide ? 0x77 + again : 0x66,
          run.registers().get(1).get(wide ? 21 : 4).value(),
          "seed " + seed);
      assertEquals(0x1_0003, first.get(wide ? 19 : 8).value());
      assertEquals(0x1_0006, first.get(wide ? 20 : 9).value());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 5, 8, 13, 21, 34})
  void theOrderOfTurnsChangesNoAnswer(long seed) {
    Scenario scenario = scenario("convention-own-psci");
    Scenario other = scenario.withSchedule(new Schedule.Seeded(seed));
    assertEquals(byAddress(asked(scenario)), byAddress(asked(other)));
    assertEquals(List.of(), ScenarioRunner.run(other, event -> {}).differences());
  }

  /** Until cpu1 has had a turn it is neither off nor on (DEN0022F.b section 6.6). */
  @Test
  void aProcessorIsPendingUntilItsFirstTurn() {
    Scenario scenario = scenario("convention-boot-a64");
    List<Asked> calls = asked(scenario.withSchedule(Schedule.parse("cpu0*200")));
    List<String> results = results(calls, 0);
    assertEquals("c4000003 0", results.get(6));
    assertEquals("c4000003 -5", results.get(7));
    assertEquals("c4000004 2", results.get(10));
  }

  /** REG-NO-LEAK: what the shim gave to the firmware is in no register of the guest. */
  @Test
  void aGuestThatWakesFindsItsContextAndNothingOfTheHypervisor() {
    List<MachineEvent.Returned> woken = new ArrayList<>();
    ScenarioRunner.run(
        scenario("convention-forwarded"),
        event -> {
          if (event instanceof MachineEvent.Returned returned
              && returned.to() == ExceptionLevel.EL1
              && returned.registers().get(0).equals(Word.of(2))) {
            woken.add(returned);
          }
        });
    assertEquals(1, woken.size());
    assertFalse(
        woken.get(0).registers().stream().skip(1).anyMatch(Word::isReliable),
        "every register but x0 is UNKNOWN");
  }

  @Test
  void theTraceHasEveryDefinedRegisterAtCallAndReturn() {
    List<TraceEvent> events = new ArrayList<>();
    ScenarioRunner.run(scenario("convention-boot-a64"), new TraceRecorder(events::add));
    List<TraceEvent.Call> calls = only(TraceEvent.Call.class, events);
    List<TraceEvent.Return> returns = only(TraceEvent.Return.class, events);
    // The first call of the guest, and the answer to the third, behind the first mov x19, x0.
    assertEquals(Set.of("x0"), general(calls.get(0).regs()));
    assertEquals(Set.of("x0", "x1", "x19"), general(returns.get(3).regs()));
    assertEquals(0x1_0003, returns.get(3).regs().get("x19"));
  }

  private static <E extends TraceEvent> List<E> only(Class<E> kind, List<TraceEvent> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Set<String> general(Map<String, Long> registers) {
    return registers.keySet().stream()
        .filter(name -> name.matches("[xr][0-9]+"))
        .collect(java.util.stream.Collectors.toCollection(TreeSet::new));
  }
}
