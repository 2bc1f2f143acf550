// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.armcall.emulator.machine.Upkeep;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.emulator.scenario.Scenario.Mapping;
import org.armcall.emulator.scenario.Scenario.MemoryRegion;
import org.armcall.emulator.scenario.Scenario.Script;
import org.armcall.emulator.scenario.Scenario.Tables;

/** Reads the scripts of a scenario: what devices, and the hypervisor besides its handler, do. */
final class ScriptReader {
  /** What an action may say besides its own field. */
  private static final Map<String, List<String>> ACTIONS = new LinkedHashMap<>();

  private static final Map<String, Integer> SIZES = new LinkedHashMap<>();
  private static final Map<String, Upkeep> UPKEEP =
      ScenarioReader.words(Upkeep.values(), TablesReader::word);
  private static final List<String> FIELDS;

  static {
    SIZES.put("byte", 1);
    SIZES.put("half", 2);
    SIZES.put("word", 4);
    SIZES.put("quad", 8);
    ACTIONS.put("write", List.copyOf(SIZES.keySet()));
    ACTIONS.put("unmap", List.of("tables"));
    ACTIONS.put("remap", List.of("to", "tables"));
    ACTIONS.put("protect", List.of("tables"));
    ACTIONS.put("maintain", List.of());
    ACTIONS.put("arm", List.of("tables"));
    List<String> all = new ArrayList<>(ACTIONS.keySet());
    ACTIONS.values().forEach(also -> also.stream().filter(f -> !all.contains(f)).forEach(all::add));
    FIELDS = List.copyOf(all);
  }

  private final Fields top;
  private final List<MemoryRegion> memory;
  private final List<Tables> tables;
  private final GuestReader guest;

  ScriptReader(Fields top, List<MemoryRegion> memory, List<Tables> tables, GuestReader guest) {
    this.top = top;
    this.memory = memory;
    this.tables = tables;
    this.guest = guest;
  }

  List<Script> scripts() {
    List<Script> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields fields : top.mappings("devices", List.of("name", "does"))) {
      String name = fields.required("name");
      if (!name.matches("[a-z][a-z0-9_-]{0,31}") || name.matches("cpu[0-9]+")) {
        throw fields.refuse(
            "name", "a device has a name of lower-case letters, digits, _ and -, not cpu0");
      }
      if (!names.add(name)) {
        throw fields.refuse("name", "another device is called " + name);
      }
      List<Action> actions = new ArrayList<>();
      fields.mappings("does", FIELDS).forEach(action -> actions.add(action(action)));
      all.add(new Script(name, actions));
    }
    return all;
  }

  private Action action(Fields fields) {
    String name =
        ACTIONS.keySet().stream()
            .filter(fields::has)
            .findFirst()
            .orElseThrow(
                () ->
                    fields.refuse(
                        "write", "what is done? one of " + String.join(", ", ACTIONS.keySet())));
    for (String other : FIELDS) {
      if (fields.has(other) && !other.equals(name) && !ACTIONS.get(name).contains(other)) {
        throw fields.refuse(other, "this is no part of " + name + "; one action is one item");
      }
    }
    return switch (name) {
      case "write" -> write(fields);
      case "unmap" -> new Action.Unmap(tables(fields), fields.requiredNumber("unmap"));
      case "remap" ->
          new Action.Remap(
              tables(fields), fields.requiredNumber("remap"), fields.requiredNumber("to"));
      case "maintain" -> new Action.Maintain(fields.oneOf("maintain", UPKEEP).orElseThrow());
      case "protect" -> new Action.Protect(stageTwo(fields, name), fields.requiredNumber(name));
      default -> new Action.Arm(stageTwo(fields, name), fields.requiredNumber(name));
    };
  }

  private Action write(Fields fields) {
    long at = guest.physical(fields, "write");
    for (Map.Entry<String, Integer> size : SIZES.entrySet()) {
      if (fields.has(size.getKey())) {
        Addresses.check(fields, "write", at, size.getValue(), memory);
        long value = fields.requiredNumber(size.getKey());
        int bits = 8 * size.getValue();
        if (bits < 64 && value >> bits != 0 && value >> bits - 1 != -1) {
          throw fields.refuse(
              size.getKey(), Numbers.hex(value) + " has more than " + bits + " bits");
        }
        return new Action.Write(at, size.getValue(), value);
      }
    }
    throw fields.refuse("write", "what? add byte, half, word or quad");
  }

  private int tables(Fields fields) {
    return said(fields).orElse(0);
  }

  private Optional<Integer> said(Fields fields) {
    if (tables.isEmpty()) {
      throw fields.refuse("tables", "this scenario has no tables");
    }
    return fields.number("tables", 0, tables.size() - 1);
  }

  /** The tables in which the hypervisor says what its guest may do with the page. */
  private int stageTwo(Fields fields, String action) {
    Optional<Integer> said = said(fields);
    for (int number = 0; number < tables.size(); number++) {
      Tables each = tables.get(number);
      if (each.format().stageTwo() && said.orElse(number) == number) {
        long page = fields.requiredNumber(action);
        if (each.map().stream().noneMatch(mapping -> covers(mapping, page))) {
          throw fields.refuse(action, "tables " + number + " do not map " + Numbers.hex(page));
        }
        return number;
      }
    }
    throw fields.refuse(
        said.isPresent() ? "tables" : action, "this is done in tables of stage 2 only");
  }

  private static boolean covers(Mapping mapping, long page) {
    return page >= mapping.from() && page - mapping.from() < mapping.size();
  }
}
