// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.armcall.traces.header.DefinedNumber;
import org.armcall.traces.header.NotEvaluated;

/** What was found in headers, as another program reads it. */
final class HeaderJson {
  private HeaderJson() {}

  static void add(ObjectNode node, List<CallNumbers> headers, List<HeaderFinding> findings) {
    ArrayNode found = node.putArray("headerFindings");
    for (HeaderFinding each : findings) {
      ObjectNode finding = found.addObject();
      finding.put("rule", each.rule().id());
      finding.put("sentence", each.sentence());
      put(finding, each.number());
      ArrayNode sources = finding.putArray("sources");
      each.sources().forEach(sources::add);
    }
    ArrayNode read = node.putArray("headers");
    headers.forEach(each -> header(read.addObject(), each));
  }

  private static void header(ObjectNode node, CallNumbers numbers) {
    node.put("file", numbers.header().file());
    ArrayNode taken = node.putArray("taken");
    for (CallNumber each : numbers.taken()) {
      ObjectNode call = taken.addObject();
      put(call, each.number());
      call.put("definition", each.number().definition());
      call.put("is", each.isImmediate() ? "immediate" : "function identifier");
      call.put("why", HeaderText.words(each.why()));
      each.known().ifPresent(claim -> call.put("known", claim.title()));
      each.otherwise().ifPresent(claim -> call.put("otherwise", claim.title()));
    }
    ArrayNode notTaken = node.putArray("notTaken");
    for (NotTaken each : numbers.notTaken()) {
      ObjectNode number = notTaken.addObject();
      put(number, each.number());
      number.put("why", HeaderText.words(each.why()));
      each.registered().ifPresent(claim -> number.put("registered", claim.title()));
    }
    ArrayNode without = node.putArray("notEvaluated");
    for (NotEvaluated each : numbers.header().notEvaluated()) {
      ObjectNode definition = without.addObject();
      definition.put("name", each.name());
      definition.put("line", each.place().line());
      definition.put("reason", each.reason());
    }
    node.put("functionLike", numbers.header().functionLike());
    node.put("withoutValue", numbers.header().withoutValue());
  }

  private static void put(ObjectNode node, DefinedNumber number) {
    node.put("name", number.name());
    node.put("value", "0x" + Long.toHexString(number.value()));
    node.put("file", number.place().file());
    node.put("line", number.place().line());
  }
}
