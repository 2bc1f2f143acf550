// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.armcall.emulator.scenario.Expectation.Decision;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;

/** Writes what is expected of a scenario. */
record ExpectationWriter(Lines lines, Scenario scenario) {
  /** Takes one line of a file. */
  interface Lines {
    /** A line, so deep. */
    void line(int depth, String text);
  }

  void write() {
    Expectation expect = scenario.expect();
    lines.line(0, "expect:");
    if (expect.decisions().isPresent()) {
      List<Decision> decisions = expect.decisions().get();
      lines.line(1, decisions.isEmpty() ? "decisions: []" : "decisions:");
      decisions.forEach(decision -> lines.line(2, "- {" + decision(decision) + "}"));
    }
    expect.executed().ifPresent(all -> lines.line(1, "executed: " + list(all)));
    expect.immediates().ifPresent(all -> lines.line(1, "immediates: " + list(all)));
    expect.reliance().ifPresent(reliance -> lines.line(1, "reliance: " + reliance));
    if (!expect.counts().isEmpty()) {
      // Quoted, as 1..4 is text.
      String counts =
          expect.counts().entrySet().stream()
              .map(entry -> entry.getKey().word() + ": \"" + entry.getValue().text() + "\"")
              .collect(Collectors.joining(", ", "{", "}"));
      lines.line(1, "counts: " + counts);
    }
    if (!expect.processors().isEmpty()) {
      lines.line(1, "cpus:");
      for (int cpu = 0; cpu < expect.processors().size(); cpu++) {
        InstructionSet start = scenario.processors().get(cpu).isa();
        lines.line(2, "- {" + finish(expect.processors().get(cpu), start) + "}");
      }
    }
    expect
        .violated()
        .ifPresent(
            rules -> lines.line(1, "replay: {violated: " + ScenarioWriter.ruleList(rules) + "}"));
    expect.ending().ifPresent(ending -> lines.line(1, "ending: " + ending.word()));
  }

  private static String list(List<Integer> immediates) {
    return immediates.stream().map(Numbers::hex).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String decision(Decision decision) {
    StringBuilder text = new StringBuilder("result: ").append(decision.result());
    decision
        .immediate()
        .ifPresent(value -> text.append(", immediate: ").append(Numbers.hex(value)));
    decision.dispatch().ifPresent(word -> text.append(", dispatch: ").append(word));
    decision.reason().ifPresent(words -> text.append(", reason: ").append(quoted(words)));
    return text.toString();
  }

  /** In double quotes, which take every text of one line. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String finish(Finish finish, InstructionSet start) {
    StringJoiner text = new StringJoiner(", ");
    finish.at().ifPresent(address -> text.add("at: " + Numbers.hex(address)));
    finish.isa().ifPresent(isa -> text.add("isa: " + isa.text()));
    finish.mode().ifPresent(mode -> text.add("mode: " + mode.text()));
    finish.status().forEach((field, value) -> text.add(field.word() + ": " + field.text(value)));
    if (!finish.registers().isEmpty()) {
      String letter = start.executionState() == ExecutionState.AARCH64 ? "x" : "r";
      text.add(
          finish.registers().entrySet().stream()
              .map(entry -> letter + entry.getKey() + ": " + Numbers.hex(entry.getValue()))
              .collect(Collectors.joining(", ", "registers: {", "}")));
    }
    if (!finish.system().isEmpty()) {
      text.add("system: " + ScenarioWriter.registers(finish.system()));
    }
    return text.toString();
  }
}
