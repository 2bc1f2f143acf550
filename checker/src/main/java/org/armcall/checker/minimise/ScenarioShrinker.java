// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.armcall.emulator.hypervisor.GuestMemory;
import org.armcall.emulator.hypervisor.Policy;
import org.armcall.emulator.hypervisor.Returning;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.scenario.HandlerPlan;
import org.armcall.emulator.scenario.ReferencePlan;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.emulator.scenario.Scenario.Code;
import org.armcall.emulator.scenario.Scenario.Mapping;
import org.armcall.emulator.scenario.Scenario.ProcessorStart;
import org.armcall.emulator.scenario.Scenario.Script;
import org.armcall.emulator.scenario.Scenario.Tables;
import org.armcall.model.state.SecurityState;

/**
 * Leaves out of a scenario what is not needed for it to break the same rules, and puts what does
 * not matter back to what a scenario has that does not say.
 *
 * <p>Turns, devices and what they do, processors, lines of code, tables and mappings, registers,
 * control bits, memory and handlers can go; options and the platform become plainer. It ends when
 * nothing of that can be done any more, one at a time.
 */
final class ScenarioShrinker {
  private static final Pattern LABELLED =
      Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_.$]*:)\\s*(\\S.*)");
  private static final Pattern PROCESSOR = Pattern.compile("cpu([0-9]+)");

  /** More turns are left out in groups only. */
  private static final long SINGLE_TURNS = 100_000;

  private final Shrinking shrinking;

  private ScenarioShrinker(Shrinking shrinking) {
    this.shrinking = shrinking;
  }

  /** Shrinks it until nothing more can go. */
  static void shrink(Shrinking shrinking) {
    ScenarioShrinker shrinker = new ScenarioShrinker(shrinking);
    shrinking.offer(oneStatementALine(shrinking.now()));
    Scenario before;
    do {
      before = shrinking.now();
      shrinker.turns();
      shrinker.devices();
      shrinker.processors();
      shrinker.code();
      shrinker.tables();
      shrinker.state();
      shrinker.handlers();
      shrinker.options();
      PlainerPlatform.offer(shrinking);
    } while (!shrinking.now().equals(before) && !shrinking.stopped());
  }

  private Scenario now() {
    return shrinking.now();
  }

  private Scenario with(String component, Object value) {
    return RecordParts.with(now(), component, value);
  }

  /** A label can stay where its instruction goes. */
  private static Scenario oneStatementALine(Scenario scenario) {
    List<Code> code = new ArrayList<>();
    for (Code each : scenario.code()) {
      StringBuilder text = new StringBuilder();
      each.text()
          .lines()
          .forEach(
              line -> {
                String rest = line;
                Matcher labelled = LABELLED.matcher(rest);
                while (labelled.matches()) {
                  text.append(labelled.group(1)).append('\n');
                  rest = labelled.group(2);
                  labelled = LABELLED.matcher(rest);
                }
                text.append(rest.strip()).append('\n');
              });
      code.add(RecordParts.with(each, "text", text.toString()));
    }
    return RecordParts.with(scenario, "code", List.copyOf(code));
  }

  private void turns() {
    if (!(now().schedule() instanceof Schedule.Listed listed)) {
      return;
    }
    List<String> turns = turnsOf(listed);
    if (turns.isEmpty()) {
      shrinking.some(listed.turns(), left -> with("schedule", new Schedule.Listed(left)));
      return;
    }
    // What happens behind the fault is most of it.
    for (int first = 1; first < turns.size(); first *= 2) {
      if (shrinking.offer(with("schedule", schedule(turns.subList(0, first))))) {
        break;
      }
    }
    shrinking.some(
        turnsOf((Schedule.Listed) now().schedule()), left -> with("schedule", schedule(left)));
  }

  /** Each turn by the name of its actor; none where there are too many. */
  private static List<String> turnsOf(Schedule.Listed listed) {
    if (listed.turns().stream().mapToLong(Schedule.Turn::times).sum() > SINGLE_TURNS) {
      return List.of();
    }
    return listed.turns().stream()
        .flatMap(turn -> java.util.Collections.nCopies((int) turn.times(), turn.actor()).stream())
        .toList();
  }

  private static Schedule schedule(List<String> actors) {
    List<Schedule.Turn> turns = new ArrayList<>();
    for (String actor : actors) {
      Schedule.Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
      if (last != null && last.actor().equals(actor)) {
        turns.set(turns.size() - 1, new Schedule.Turn(actor, last.times() + 1));
      } else {
        turns.add(new Schedule.Turn(actor, 1));
      }
    }
    return new Schedule.Listed(turns);
  }

  private void devices() {
    shrinking.some(now().devices(), this::withDevices);
    for (int i = 0; i < now().devices().size(); i++) {
      Script device = now().devices().get(i);
      int index = i;
      shrinking.some(
          device.actions(),
          left ->
              with("devices", replaced(now().devices(), index, new Script(device.name(), left))));
    }
  }

  private Scenario withDevices(List<Script> left) {
    Set<String> gone = new HashSet<>();
    now().devices().forEach(device -> gone.add(device.name()));
    left.forEach(device -> gone.remove(device.name()));
    Scenario fewer = with("devices", List.copyOf(left));
    return RecordParts.with(
        fewer,
        "schedule",
        renamed(fewer.schedule(), name -> gone.contains(name) ? List.of() : List.of(name)));
  }

  private static Schedule renamed(Schedule schedule, Function<String, List<String>> names) {
    if (!(schedule instanceof Schedule.Listed listed)) {
      return schedule;
    }
    List<Schedule.Turn> turns = new ArrayList<>();
    for (Schedule.Turn turn : listed.turns()) {
      names.apply(turn.actor()).forEach(name -> turns.add(new Schedule.Turn(name, turn.times())));
    }
    return new Schedule.Listed(turns);
  }

  private void processors() {
    for (int i = now().processors().size() - 1; i >= 0 && now().processors().size() > 1; i--) {
      int gone = i;
      Scenario fewer = with("processors", without(now().processors(), gone));
      shrinking.offer(
          RecordParts.with(
              fewer, "schedule", renamed(fewer.schedule(), name -> renumbered(name, gone))));
    }
  }

  private static List<String> renumbered(String actor, int gone) {
    Matcher processor = PROCESSOR.matcher(actor);
    if (!processor.matches()) {
      return List.of(actor);
    }
    int number = Integer.parseInt(processor.group(1));
    return number == gone ? List.of() : List.of("cpu" + (number > gone ? number - 1 : number));
  }

  private void code() {
    shrinking.some(now().code(), left -> with("code", List.copyOf(left)));
    for (int i = 0; i < now().code().size(); i++) {
      int index = i;
      Code code = now().code().get(i);
      shrinking.some(
          code.text().lines().toList(),
          left ->
              with(
                  "code",
                  replaced(
                      now().code(),
                      index,
                      RecordParts.with(code, "text", String.join("\n", left)))));
    }
  }

  private void tables() {
    for (int i = now().tables().size() - 1; i >= 0; i--) {
      shrinking.offer(withoutTables(i));
    }
    for (int i = 0; i < now().tables().size(); i++) {
      int index = i;
      Tables tables = now().tables().get(i);
      shrinking.some(tables.map(), left -> withMap(index, left));
      for (int each = 0; each < now().tables().get(i).map().size(); each++) {
        List<Mapping> map = now().tables().get(i).map();
        shrinking.offer(
            withMap(i, replaced(map, each, RecordParts.with(map.get(each), "guarded", false))));
      }
    }
  }

  private Scenario withMap(int tables, List<Mapping> map) {
    return with(
        "tables",
        replaced(
            now().tables(),
            tables,
            RecordParts.with(now().tables().get(tables), "map", List.copyOf(map))));
  }

  /** What devices do with those tables goes with them. */
  private Scenario withoutTables(int gone) {
    List<Script> devices = new ArrayList<>();
    for (Script device : now().devices()) {
      List<Action> actions = new ArrayList<>();
      for (Action action : device.actions()) {
        int number = tablesOf(action);
        if (number > gone) {
          actions.add((Action) RecordParts.with((Record) action, "tables", number - 1));
        } else if (number < gone) {
          actions.add(action);
        }
      }
      devices.add(new Script(device.name(), actions));
    }
    Scenario fewer = with("tables", without(now().tables(), gone));
    return RecordParts.with(fewer, "devices", List.copyOf(devices));
  }

  /** The number of the tables that an action is about; -1 where it is about none. */
  private static int tablesOf(Action action) {
    if (action instanceof Action.Unmap unmap) {
      return unmap.tables();
    } else if (action instanceof Action.Remap remap) {
      return remap.tables();
    } else if (action instanceof Action.Protect protect) {
      return protect.tables();
    }
    return action instanceof Action.Arm arm ? arm.tables() : -1;
  }

  /** What the machine and its processors begin with. */
  private void state() {
    shrinking.some(now().controls(), left -> with("controls", List.copyOf(left)));
    shrinking.some(
        List.copyOf(now().registers().entrySet()), left -> with("registers", MapEntries.of(left)));
    shrinking.some(now().memory(), left -> with("memory", List.copyOf(left)));
    for (int i = 0; i < now().memory().size(); i++) {
      Scenario.MemoryRegion open =
          new Scenario.MemoryRegion(
              now().memory().get(i).at(), now().memory().get(i).size(), Optional.empty());
      shrinking.offer(with("memory", replaced(now().memory(), i, open)));
    }
    for (int i = 0; i < now().processors().size(); i++) {
      int index = i;
      shrinking.some(
          List.copyOf(now().processors().get(i).registers().entrySet()),
          left -> withProcessor(index, "registers", MapEntries.of(left)));
      shrinking.offer(withProcessor(i, "bigEndian", false));
      shrinking.plainer(
          () -> now().processors().get(index).status(),
          Scenario.Status.ZERO,
          status -> withProcessor(index, "status", status));
    }
  }

  private Scenario withProcessor(int index, String component, Object value) {
    ProcessorStart start = now().processors().get(index);
    return with(
        "processors",
        replaced(now().processors(), index, RecordParts.with(start, component, value)));
  }

  private void handlers() {
    shrinking.some(now().handlers(), left -> with("handlers", List.copyOf(left)));
    for (int i = 0; i < now().handlers().size(); i++) {
      int index = i;
      HandlerPlan plan = now().handlers().get(i);
      if (plan instanceof Scenario.Hypervisor hypervisor) {
        shrinking.plainer(
            () -> hypervisor(index).returning(),
            Returning.PROPER,
            each -> withHandler(index, RecordParts.with(hypervisor(index), "returning", each)));
        if (hypervisor.policy() instanceof Policy.MemoryImmediate) {
          shrinking.plainer(
              () -> ((Policy.MemoryImmediate) hypervisor(index).policy()).memory(),
              GuestMemory.CAREFUL,
              each ->
                  withHandler(
                      index,
                      RecordParts.with(
                          hypervisor(index), "policy", new Policy.MemoryImmediate(each))));
        }
      } else if (plan instanceof ReferencePlan reference) {
        shrinking.plainer(
            () -> (ReferencePlan) now().handlers().get(index),
            new ReferencePlan(reference.role(), ReferencePlan.REFERENCE, Optional.empty()),
            each -> withHandler(index, each));
      }
    }
  }

  private Scenario withHandler(int index, HandlerPlan plan) {
    return with("handlers", replaced(now().handlers(), index, plan));
  }

  private Scenario.Hypervisor hypervisor(int index) {
    return (Scenario.Hypervisor) now().handlers().get(index);
  }

  private void options() {
    shrinking.offer(with("security", SecurityState.NONSECURE));
    shrinking.plainer(() -> now().coherence(), Coherence.ALL, each -> with("coherence", each));
    shrinking.offer(with("unknown", Fill.ZEROS));
    shrinking.offer(with("outcome", new Scenario.OutcomeChoice.Plainest()));
    shrinking.offer(with("limit", Scenario.DEFAULT_LIMIT));
  }

  private static <T> List<T> replaced(List<T> list, int index, T by) {
    List<T> changed = new ArrayList<>(list);
    changed.set(index, by);
    return List.copyOf(changed);
  }

  private static <T> List<T> without(List<T> list, int index) {
    return IntStream.range(0, list.size()).filter(i -> i != index).mapToObj(list::get).toList();
  }
}
