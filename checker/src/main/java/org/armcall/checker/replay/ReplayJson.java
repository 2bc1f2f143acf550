// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.armcall.model.instruction.Call;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.SourceLine;

/** A replay's result as JSON. A field that was not observed is absent. */
final class ReplayJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReplayJson() {}

  static ObjectNode of(ReplayResult result) {
    ObjectNode json = NODES.objectNode();
    json.put("verdict", result.verdict());
    json.put("events", result.census().events());
    ObjectNode calls = json.putObject("calls");
    ObjectNode immediates = json.putObject("immediates");
    for (Call call : new Call[] {Call.HVC, Call.SMC, Call.SVC}) {
      calls.put(call.mnemonic(), result.census().calls(call));
      ObjectNode ofCall = NODES.objectNode();
      result
          .census()
          .immediates(call)
          .forEach((value, count) -> ofCall.put("0x" + Integer.toHexString(value), count));
      if (!ofCall.isEmpty()) {
        immediates.set(call.mnemonic(), ofCall);
      }
    }
    ObjectNode checks = json.putObject("checks");
    checks.put("held", result.held());
    checks.put("violated", result.violated());
    checks.put("undetermined", result.undetermined());
    ArrayNode violations = json.putArray("violations");
    result.violations().forEach(finding -> violations.add(violation(finding)));
    json.put("badLines", result.census().badLines());
    more(result, json);
    return json;
  }

  private static ObjectNode violation(Judgement finding) {
    ObjectNode json = NODES.objectNode();
    json.put("rule", finding.rule().id());
    json.put("line", finding.line());
    finding.cpu().ifPresent(cpu -> json.put("cpu", cpu));
    json.put("expected", finding.expected());
    json.put("observed", finding.observed());
    json.put("file", finding.file());
    finding
        .convention()
        .ifPresent(
            convention -> {
              ObjectNode followed = json.putObject("convention");
              ArrayNode versions = followed.putArray("versions");
              convention.versions().forEach(version -> versions.add(version.text()));
              followed.put("source", convention.source());
            });
    ArrayNode evidence = json.putArray("evidence");
    for (SourceLine line : finding.evidence()) {
      evidence.addObject().put("line", line.number()).put("text", line.text());
    }
    return json;
  }

  private static void more(ReplayResult result, ObjectNode json) {
    json.put("nothingChecked", result.nothingChecked());
    ObjectNode lost = json.putObject("immediatesNotInLog");
    for (Call call : new Call[] {Call.HVC, Call.SMC, Call.SVC}) {
      long count = result.census().withoutImmediate(call);
      if (count > 0) {
        lost.put(call.mnemonic(), count);
      }
    }
    ObjectNode kinds = json.putObject("eventKinds");
    result.census().kinds().forEach(kinds::put);
    ObjectNode reasons = json.putObject("undeterminedReasons");
    ObjectNode byRule = json.putObject("byRule");
    for (Map.Entry<Rule, Tally.Count> entry : result.tally().byRule().entrySet()) {
      Tally.Count count = entry.getValue();
      byRule
          .putObject(entry.getKey().id())
          .put("held", count.held())
          .put("violated", count.violated())
          .put("undetermined", count.undeterminedTotal());
      count
          .undetermined()
          .forEach(
              (why, times) -> reasons.put(why.text(), reasons.path(why.text()).asLong(0) + times));
    }
    ArrayNode files = json.putArray("files");
    result.files().forEach(files::add);
    ArrayNode bad = json.putArray("badLineExamples");
    for (Census.BadLine example : result.census().examples()) {
      bad.addObject()
          .put("file", example.file())
          .put("line", example.line().number())
          .put("why", example.why())
          .put("text", ReplayText.printable(example.line().text()));
    }
    ArrayNode problems = json.putArray("problems");
    result.problems().forEach(problems::add);
  }
}
