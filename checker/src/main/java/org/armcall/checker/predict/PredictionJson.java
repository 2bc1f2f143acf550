// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.checker.cli.Words;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.Outcome;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;

/** Writes predictions as JSON. */
final class PredictionJson {
  private PredictionJson() {}

  static ObjectNode write(Prediction prediction, Case question) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode outcomes = answer.putArray("outcomes");
    prediction.outcomes().forEach(outcome -> outcomes.add(write(outcome, question)));
    rules(answer.putArray("rules"), prediction.rules());
    return answer;
  }

  private static ObjectNode write(Outcome outcome, Case question) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", outcome.kind());
    if (outcome instanceof Outcome.Taken taken) {
      node.put("toEl", taken.entry().target().number());
      entry(node, taken.entry(), question);
      taken.immediate().ifPresent(immediate -> node.put("immediate", Words.hex(immediate.value())));
    } else if (outcome instanceof Outcome.Undefined undefined) {
      node.put("atEl", undefined.entry().target().number());
      entry(node, undefined.entry(), question);
    } else if (outcome instanceof Outcome.Skipped skipped) {
      node.put("returnOffset", skipped.nextOffset());
    } else if (outcome instanceof Outcome.NoOperation nop) {
      node.put("returnOffset", nop.nextOffset());
    }
    rules(node.putArray("because"), outcome.because().rules());
    return node;
  }

  private static void entry(ObjectNode node, ExceptionEntry entry, Case question) {
    node.put("toState", entry.targetState().text());
    node.put("toMode", entry.targetMode().text());
    node.put("vectorOffset", Words.hex(entry.vectorOffset()));
    entry.syndrome().ifPresent(syndrome -> syndrome(node, syndrome));
    node.put("returnOffset", entry.returnOffset());
    address(entry, question)
        .ifPresent(address -> node.put("returnAddress", "0x" + Long.toHexString(address)));
    entry.it().ifPresent(it -> node.put("it", it.text()));
    node.put("singleStep", entry.singleStep().text());
    if (entry.branchType() != SavedBranchType.NOT_APPLICABLE) {
      node.put("btype", entry.branchType().text());
    }
  }

  private static void syndrome(ObjectNode node, PartialWord syndrome) {
    node.put("syndrome", Words.hex8(syndrome.value()));
    node.put("known", Words.hex8(syndrome.known()));
    if (syndrome.mayRelyOn(SyndromeLayout.EC.mask() | SyndromeLayout.IL.mask())) {
      node.put("ec", String.format("0x%02x", SyndromeLayout.EC.extract(syndrome.value())));
      node.put("il", SyndromeLayout.IL.extract(syndrome.value()));
    }
  }

  /** The preferred return address; an AArch32 caller's wraps at 4 GiB. */
  private static Optional<Long> address(ExceptionEntry entry, Case question) {
    OptionalLong pc = question.pc();
    if (pc.isEmpty()) {
      return Optional.empty();
    }
    long address = pc.getAsLong() + entry.returnOffset();
    boolean wraps = question.instruction().isa().executionState() == ExecutionState.AARCH32;
    return Optional.of(wraps ? address & 0xffff_ffffL : address);
  }

  private static void rules(ArrayNode array, List<Rule> rules) {
    rules.forEach(rule -> array.add(rule.id()));
  }
}
