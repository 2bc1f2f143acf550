// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Fill;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.MemoryKind;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario.Action;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Control;
import org.armcall.traces.platform.PlatformFile;

/**
 * Writes scenarios as files that {@link ScenarioReader} reads: reading what was written gives the
 * same scenario.
 *
 * <p>A preset is written by its name, with every choice; any other platform field by field.
 */
public final class ScenarioWriter {
  private final StringBuilder out = new StringBuilder();

  private ScenarioWriter() {}

  /** The scenario as YAML. */
  public static String write(Scenario scenario) {
    ScenarioWriter writer = new ScenarioWriter();
    writer.head(scenario);
    writer.machine(scenario);
    writer.tables(scenario);
    writer.guest(scenario);
    new HandlerWriter(writer::line).write(scenario.handlers());
    writer.line(0, "schedule: " + scenario.schedule().text());
    writer.line(0, "limit: " + scenario.limit());
    if (!scenario.expect().isNone()) {
      new ExpectationWriter(writer::line, scenario).write();
    }
    return writer.out.toString();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  /** Text of several lines; blank ones are kept. */
  private void block(int depth, String key, String text) {
    line(depth, key + ": |" + indicator(text));
    text.lines().forEach(each -> line(each.isEmpty() ? 0 : depth + 1, each));
  }

  /** YAML guesses the indentation by the first line, which may be indented itself; and chomping. */
  private static String indicator(String text) {
    return "2" + (text.endsWith("\n") ? "" : "-");
  }

  private void head(Scenario scenario) {
    line(0, "armcall: scenario 1");
    line(0, "name: " + scenario.name());
    line(0, "rules: " + ruleList(scenario.rules()));
    if (!scenario.about().isEmpty()) {
      block(0, "about", scenario.about());
    }
  }

  static String ruleList(List<Rule> rules) {
    return rules.stream().map(Rule::id).collect(Collectors.joining(", ", "[", "]"));
  }

  private void machine(Scenario scenario) {
    Platform platform = scenario.platform();
    if (PlatformFile.isPreset(platform)) {
      line(0, "platform: " + platform.name());
      line(0, "choices: {" + String.join(", ", choices(platform)) + "}");
    } else {
      line(0, "platform: {" + String.join(", ", fields(platform)) + "}");
    }
    line(0, "security: " + scenario.security().text());
    if (!scenario.controls().isEmpty()) {
      line(
          0,
          "controls: "
              + scenario.controls().stream()
                  .map(Control::text)
                  .map(text -> text + "=1")
                  .collect(Collectors.joining(", ", "[", "]")));
    }
    if (!scenario.registers().isEmpty()) {
      line(0, "registers: " + registers(scenario.registers()));
    }
    coherence(scenario.coherence());
    line(0, "unknown: " + unknown(scenario.unknown()));
    line(0, "outcome: " + outcome(scenario.outcome()));
    line(0, "memory:");
    scenario
        .memory()
        .forEach(
            region ->
                line(
                    1,
                    "- {at: "
                        + Numbers.hex(region.at())
                        + ", size: "
                        + Numbers.hex(region.size())
                        + region.owner().map(owner -> ", owner: " + owner.text()).orElse("")
                        + "}"));
  }

  private static List<String> choices(Platform platform) {
    List<String> choices = new ArrayList<>();
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      // Quoted: a bare yes is a boolean to some readers of YAML.
      choices.add(choice.key() + ": \"" + platform.choice(choice).text() + "\"");
    }
    return choices;
  }

  /** In the form of spec/platforms/schema.json. */
  private static List<String> fields(Platform platform) {
    List<String> fields = new ArrayList<>();
    fields.add("name: " + ExpectationWriter.quoted(platform.name()));
    fields.add("arch: " + platform.architecture().text());
    for (int level = 3; level >= 0; level--) {
      fields.add(
          "el"
              + level
              + ": "
              + platform
                  .widestOf(ExceptionLevel.of(level))
                  .map(state -> state == ExecutionState.AARCH64 ? "aarch64" : "aarch32")
                  .orElse("none"));
    }
    for (Feature feature : Feature.values()) {
      fields.add(feature.key() + ": " + platform.has(feature));
    }
    fields.addAll(choices(platform));
    return fields;
  }

  static String registers(Map<SystemRegister, Long> registers) {
    return registers.entrySet().stream()
        .map(entry -> entry.getKey().text() + ": " + Numbers.hex(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void coherence(Coherence coherence) {
    if (!coherence.equals(Coherence.ALL)) {
      line(
          0,
          "coherence: {tlb: "
              + word(coherence.tlb())
              + ", instructions: "
              + word(coherence.instructions())
              + ", data: "
              + word(coherence.data())
              + "}");
    }
  }

  private static String word(boolean coherent) {
    return coherent ? "coherent" : "sticky";
  }

  private static String unknown(Fill fill) {
    if (fill instanceof Fill.Seeded seeded) {
      return "seed " + Long.toUnsignedString(seeded.seed());
    }
    return fill.equals(Fill.ONES) ? "ones" : "zeros";
  }

  private static String outcome(OutcomeChoice outcome) {
    if (outcome instanceof OutcomeChoice.Numbered numbered) {
      return "number " + numbered.number();
    }
    return outcome instanceof OutcomeChoice.Seeded seeded
        ? "seed " + Long.toUnsignedString(seeded.seed())
        : "plainest";
  }

  private void tables(Scenario scenario) {
    if (!scenario.tables().isEmpty()) {
      line(0, "tables:");
    }
    for (Scenario.Tables tables : scenario.tables()) {
      line(1, "- format: " + TablesReader.word(tables.format()));
      line(2, "level: el" + tables.level().number());
      line(2, "at: " + Numbers.hex(tables.at()));
      line(2, "bits: " + tables.inputBits());
      line(2, "range: " + (tables.high() ? "high" : "low"));
      line(2, tables.map().isEmpty() ? "map: []" : "map:");
      for (Scenario.Mapping mapping : tables.map()) {
        line(
            3,
            "- {from: "
                + Numbers.hex(mapping.from())
                + ", to: "
                + Numbers.hex(mapping.to())
                + ", size: "
                + Numbers.hex(mapping.size())
                + ", rights: "
                + rights(mapping.rights())
                + ", memory: "
                + TablesReader.word(mapping.rights().memory())
                + (mapping.guarded() ? ", gp: true" : "")
                + "}");
      }
    }
  }

  private static String rights(Rights rights) {
    Rights plain = rights.with(MemoryKind.WRITE_BACK);
    return TablesReader.RIGHTS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(plain))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no word for " + rights));
  }

  private void guest(Scenario scenario) {
    line(0, "cpus:");
    for (Scenario.ProcessorStart start : scenario.processors()) {
      if (!start.powered()) {
        // Quoted: a bare off is a boolean to some readers of YAML.
        line(1, "- power: \"off\"");
        continue;
      }
      line(
          1,
          "- start: {at: "
              + Numbers.hex(start.at())
              + ", isa: "
              + start.isa().text()
              + ", mode: "
              + start.mode().text()
              + ", data: "
              + (start.bigEndian() ? "big" : "little")
              + status(start.status())
              + "}");
      if (!start.registers().isEmpty()) {
        String letter = start.isa().executionState() == ExecutionState.AARCH64 ? "x" : "r";
        line(
            2,
            "registers: "
                + start.registers().entrySet().stream()
                    .map(entry -> letter + entry.getKey() + ": " + Numbers.hex(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}")));
      }
    }
    if (!scenario.code().isEmpty()) {
      line(0, "code:");
    }
    for (Scenario.Code code : scenario.code()) {
      line(1, "- at: " + Numbers.hex(code.at()));
      line(2, "runs-at: " + Numbers.hex(code.runsAt()));
      line(2, "isa: " + code.isa().text());
      block(2, "text", code.text());
    }
    if (!scenario.devices().isEmpty()) {
      line(0, "devices:");
    }
    for (Scenario.Script script : scenario.devices()) {
      line(1, "- name: " + script.name());
      line(2, script.actions().isEmpty() ? "does: []" : "does:");
      script.actions().forEach(action -> line(3, "- {" + action(action) + "}"));
    }
  }

  /** What is not zero. */
  private static String status(Scenario.Status status) {
    int flags = status.flags().nzcv();
    int it = status.it().bits();
    int branchType = status.branchType().value();
    return (flags == 0 ? "" : ", nzcv: " + Numbers.hex(flags))
        + (it == 0 ? "" : ", it: " + Numbers.hex(it))
        + (status.singleStep() ? ", ss: true" : "")
        + (branchType == 0 ? "" : ", btype: " + branchType)
        + (status.masks().isPresent() ? ", masks: " + Numbers.hex(status.masks().getAsInt()) : "");
  }

  private static String action(Action action) {
    if (action instanceof Action.Write write) {
      String size = Map.of(1, "byte", 2, "half", 4, "word", 8, "quad").get(write.bytes());
      return "write: " + Numbers.hex(write.at()) + ", " + size + ": " + Numbers.hex(write.value());
    }
    if (action instanceof Action.Unmap unmap) {
      return "unmap: " + Numbers.hex(unmap.from()) + ", tables: " + unmap.tables();
    }
    if (action instanceof Action.Protect protect) {
      return "protect: " + Numbers.hex(protect.from()) + ", tables: " + protect.tables();
    }
    if (action instanceof Action.Arm arm) {
      return "arm: " + Numbers.hex(arm.from()) + ", tables: " + arm.tables();
    }
    if (action instanceof Action.Maintain maintain) {
      return "maintain: " + TablesReader.word(maintain.what());
    }
    Action.Remap remap = (Action.Remap) action;
    return "remap: "
        + Numbers.hex(remap.from())
        + ", to: "
        + Numbers.hex(remap.to())
        + ", tables: "
        + remap.tables();
  }
}
