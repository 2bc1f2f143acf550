// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.AssemblyException;
import org.armcall.emulator.isa.Program;
import org.armcall.emulator.scenario.Scenario.Code;
import org.armcall.emulator.scenario.Scenario.MemoryRegion;
import org.armcall.emulator.scenario.Scenario.ProcessorStart;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;

/** Reads the guest of a scenario: its code and its processors. */
final class GuestReader {
  private static final int MOST_CODE = 64;

  private final Fields top;
  private final Platform platform;
  private final List<MemoryRegion> memory;
  private final Map<String, Long> virtual = new HashMap<>();
  private final Map<String, Long> physical = new HashMap<>();

  GuestReader(Fields top, Platform platform, List<MemoryRegion> memory) {
    this.top = top;
    this.platform = platform;
    this.memory = memory;
  }

  static Map<String, InstructionSet> instructionSets() {
    return ScenarioReader.words(InstructionSet.values(), InstructionSet::text);
  }

  List<Code> code() {
    List<Code> all = new ArrayList<>();
    for (Fields fields : top.mappings("code", List.of("at", "runs-at", "isa", "text"))) {
      if (all.size() == MOST_CODE) {
        throw fields.refuse("at", "a scenario has at most " + MOST_CODE + " pieces of code");
      }
      long at = fields.requiredNumber("at");
      long runsAt = fields.number("runs-at").orElse(at);
      InstructionSet isa =
          fields.oneOf("isa", instructionSets()).orElseThrow(() -> missing(fields, "isa"));
      Code code = new Code(at, runsAt, isa, fields.required("text"));
      Program program = assemble(fields, code);
      Addresses.check(fields, "at", at, Math.max(1, program.size()), memory);
      program.labels().forEach((label, address) -> addLabel(fields, label, address, at - runsAt));
      all.add(code);
    }
    return all;
  }

  private static ScenarioException missing(Fields fields, String field) {
    return fields.refuse(field, "this field is missing");
  }

  private void addLabel(Fields fields, String label, long address, long toPhysical) {
    if (virtual.put(label, address) != null) {
      throw fields.refuse("text", "the label " + label + " is in another piece of code too");
    }
    physical.put(label, address + toPhysical);
  }

  private static Program assemble(Fields fields, Code code) {
    try {
      return Assembler.assemble(code.isa(), code.runsAt(), code.text());
    } catch (AssemblyException wrong) {
      throw fields.refuse("text", "in its " + wrong.getMessage());
    }
  }

  List<ProcessorStart> processors() {
    List<ProcessorStart> all = new ArrayList<>();
    for (Fields fields : top.mappings("cpus", List.of("start", "registers", "power"))) {
      if (isOff(fields, all.size())) {
        all.add(off(fields, all.get(0)));
        continue;
      }
      Fields start =
          fields
              .mapping(
                  "start",
                  List.of("at", "isa", "mode", "data", "nzcv", "it", "ss", "btype", "masks"))
              .orElseThrow(() -> missing(fields, "start"));
      InstructionSet isa =
          start.oneOf("isa", instructionSets()).orElseThrow(() -> missing(start, "isa"));
      Mode mode =
          start
              .oneOf("mode", ScenarioReader.words(Mode.values(), Mode::text))
              .orElse(isa == InstructionSet.A64 ? Mode.EL1H : Mode.SVC);
      if (mode.executionState() != isa.executionState()) {
        throw start.refuse("mode", mode.text() + " does not execute " + isa.text());
      }
      all.add(
          new ProcessorStart(
              place(start, "at", virtual),
              isa,
              mode,
              start.oneOf("data", Fields.ordered("little", false, "big", true)).orElse(false),
              new StatusReader(start, platform, isa).status(),
              true,
              registers(fields, isa)));
    }
    if (all.isEmpty() || all.size() > Scenario.MOST_PROCESSORS) {
      throw top.refuse("cpus", "there are 1 to " + Scenario.MOST_PROCESSORS + " of them");
    }
    return all;
  }

  private static boolean isOff(Fields fields, int number) {
    boolean off = fields.oneOf("power", Fields.ordered("on", false, "off", true)).orElse(false);
    if (off && number == 0) {
      throw fields.refuse("power", "cpu0 is on: somebody has to start the others");
    }
    return off;
  }

  /** It has the state of cpu0 until firmware says where it starts. */
  private static ProcessorStart off(Fields fields, ProcessorStart first) {
    for (String field : List.of("start", "registers")) {
      if (fields.has(field)) {
        throw fields.refuse(field, "a processor that is off has none: CPU_ON says where it starts");
      }
    }
    return new ProcessorStart(
        first.at(),
        first.isa(),
        first.mode(),
        first.bigEndian(),
        Scenario.Status.ZERO,
        false,
        Map.of());
  }

  static Map<Integer, Long> registers(Fields fields, InstructionSet isa) {
    boolean aarch64 = isa.executionState() == ExecutionState.AARCH64;
    Map<Integer, Long> named =
        fields.numbers(
            "registers",
            text -> register(text, aarch64),
            aarch64 ? "register: x0 to x30" : "register: r0 to r14");
    return new LinkedHashMap<>(named);
  }

  private static Optional<Integer> register(String text, boolean aarch64) {
    if (!text.matches(aarch64 ? "x[0-9]{1,2}" : "r[0-9]{1,2}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(text.substring(1));
    return number <= (aarch64 ? 30 : 14) ? Optional.of(number) : Optional.empty();
  }

  /** A physical address: a number, a label, or a label and a distance, {@code call+4}. */
  long physical(Fields fields, String field) {
    return place(fields, field, physical);
  }

  private static long place(Fields fields, String field, Map<String, Long> labels) {
    String text = fields.required(field).strip();
    Optional<Long> number = Numbers.parse(text);
    if (number.isPresent()) {
      return number.get();
    }
    int plus = text.indexOf('+');
    String label = plus < 0 ? text : text.substring(0, plus).strip();
    Optional<Long> distance =
        plus < 0 ? Optional.of(0L) : Numbers.parse(text.substring(plus + 1).strip());
    if (labels.containsKey(label) && distance.isPresent()) {
      return labels.get(label) + distance.get();
    }
    throw fields.refuse(
        field,
        "'" + text + "' is neither a number nor a label of the code; labels end in ':' there");
  }
}
