// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.machine.Reliance;
import org.armcall.emulator.machine.Schedule;
import org.armcall.emulator.scenario.ScenarioRun;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;

/** What runs did, for machines. */
final class EmulationJson {
  private EmulationJson() {}

  static ObjectNode of(List<Emulation> all) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("command", "emulate");
    root.put("asExpected", all.stream().filter(Emulation::holds).count());
    ArrayNode scenarios = root.putArray("scenarios");
    all.forEach(each -> scenarios.add(node(each)));
    return root;
  }

  /** The same for {@code --out}: with each violation and the events around it. */
  static ObjectNode kept(List<Emulation> all) {
    ObjectNode root = of(all);
    for (int i = 0; i < all.size(); i++) {
      Emulation emulation = all.get(i);
      ObjectNode node = (ObjectNode) root.path("scenarios").get(i);
      ObjectNode replay = emulation.kept();
      node.put("about", emulation.run().scenario().about().strip());
      node.set("checks", replay.get("checks"));
      node.set("byRule", replay.get("byRule"));
      node.set("trace", replay.get("files").get(0));
      ArrayNode violations = (ArrayNode) replay.get("violations");
      violations.forEach(each -> add(emulation, (ObjectNode) each));
      node.set("violations", violations);
    }
    return root;
  }

  /** Whether it is foreseen, and where the instruction was looked for. */
  private static void add(Emulation emulation, ObjectNode violation) {
    String rule = violation.path("rule").asText();
    violation.put("foreseen", emulation.foresees(rule));
    boolean recovery = Rule.ofId(rule).filter(known -> known.family() == Family.IMM).isPresent();
    List<ObjectNode> walks =
        emulation.walks().at(violation.path("cpu").asInt(), violation.path("line").asLong());
    if (recovery && !walks.isEmpty()) {
      violation.putArray("walks").addAll(walks);
    }
  }

  private static ObjectNode node(Emulation emulation) {
    ScenarioRun run = emulation.run();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", emulation.file());
    node.put("name", run.scenario().name());
    node.put("platform", run.scenario().platform().name());
    if (run.scenario().schedule() instanceof Schedule.Seeded seeded) {
      node.put("seed", seeded.seed());
    }
    node.put("schedule", run.run().schedule().text());
    node.put("turns", run.run().turns());
    node.put("ending", run.ending().word());
    node.put("calls", run.totals().calls());
    node.put("wrong", run.totals().wrong());
    node.put("reliances", run.totals().reliances());
    ArrayNode executed = node.putArray("executed");
    run.calls().forEach(call -> executed.add(call(call)));
    ArrayNode decided = node.putArray("decided");
    run.decisions().forEach(answered -> decided.add(decision(answered)));
    ArrayNode relied = node.putArray("reliedOn");
    run.reliances()
        .forEach(each -> relied.add(reliance(each.reliance()).put("times", each.times())));
    run.fault().ifPresent(entered -> node.set("fault", fault(entered, run.totals().faults())));
    ArrayNode violated = node.putArray("violated");
    emulation.violated().forEach(violated::add);
    node.put("compared", emulation.compared());
    ArrayNode differences = node.putArray("differences");
    emulation.differences().forEach(differences::add);
    node.put("holds", emulation.holds());
    return node;
  }

  private static ObjectNode call(MachineEvent.Called call) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", call.cpu())
        .put("pc", "0x" + Long.toHexString(call.address()))
        .put("isa", call.instruction().isa().text())
        .put("word", call.word().text())
        .put("text", call.instruction().text())
        .put("outcome", call.outcome().kind());
  }

  private static ObjectNode decision(ScenarioRun.Answered answered) {
    MachineEvent.Decided decided = answered.decided();
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("cpu", decided.cpu())
            .put("policy", decided.policy())
            .put("result", decided.result());
    decided.immediate().ifPresent(value -> node.put("imm", "0x" + Integer.toHexString(value)));
    decided.provenance().ifPresent(text -> node.put("provenance", text));
    decided.reason().ifPresent(text -> node.put("reason", text));
    return node.put("dispatch", decided.dispatch()).put("wrong", answered.isWrong());
  }

  private static ObjectNode fault(MachineEvent.Entered entered, long times) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", entered.cpu())
        .put("cause", entered.cause().text())
        .put("pc", "0x" + Long.toHexString(entered.address()))
        .put("takenTo", entered.entry().target().toString())
        .put("times", times);
  }

  private static ObjectNode reliance(Reliance reliance) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("cpu", reliance.cpu())
            .put("pc", "0x" + Long.toHexString(reliance.pc()))
            .put("what", reliance.what())
            .put("bits", "0x" + Long.toHexString(reliance.bits()));
    ArrayNode origin = node.putArray("origin");
    reliance.origin().sources().forEach(origin::add);
    return node;
  }
}
