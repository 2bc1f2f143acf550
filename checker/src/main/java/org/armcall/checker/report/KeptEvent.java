// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;

/**
 * An event of the canonical format as a result keeps it (traces/adr/0002-canonical-format.md).
 *
 * @param node its fields; what was not observed is absent
 */
record KeptEvent(JsonNode node) {
  private static final Pattern WORD = Pattern.compile("0x[0-9a-f]{1,16}");

  static List<KeptEvent> of(JsonNode around) {
    List<KeptEvent> events = new ArrayList<>();
    around.forEach(node -> events.add(new KeptEvent(node)));
    return events;
  }

  String kind() {
    return node.path("kind").asText();
  }

  boolean is(String kind) {
    return kind().equals(kind);
  }

  boolean has(String field) {
    return node.has(field);
  }

  String text(String field) {
    return node.path(field).asText();
  }

  OptionalLong line() {
    return node.has("line") ? OptionalLong.of(node.path("line").asLong()) : OptionalLong.empty();
  }

  OptionalInt cpu() {
    return number("cpu");
  }

  /** An Exception level or another small number. */
  OptionalInt number(String field) {
    return node.has(field) ? OptionalInt.of(node.path(field).asInt()) : OptionalInt.empty();
  }

  /** A machine word. */
  OptionalLong word(String field) {
    return word(node.path(field));
  }

  private static OptionalLong word(JsonNode value) {
    return WORD.matcher(value.asText()).matches()
        ? OptionalLong.of(Long.parseUnsignedLong(value.asText().substring(2), 16))
        : OptionalLong.empty();
  }

  Optional<Call> call() {
    for (Call call : Call.values()) {
      if (call.mnemonic().equals(text("insn"))) {
        return Optional.of(call);
      }
    }
    return Optional.empty();
  }

  Optional<InstructionSet> isa() {
    for (InstructionSet isa : InstructionSet.values()) {
      if (isa.text().equalsIgnoreCase(text("isa"))) {
        return Optional.of(isa);
      }
    }
    return Optional.empty();
  }

  /** The registers that were recorded with it. */
  Map<String, Long> registers() {
    Map<String, Long> registers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : node.path("regs").properties()) {
      word(each.getValue()).ifPresent(value -> registers.put(each.getKey(), value));
    }
    return registers;
  }

  /** The level that runs before it. */
  OptionalInt fromLevel() {
    return node.has("fromEl") ? number("fromEl") : number("el");
  }

  /** Every field by its name, registers by {@code regs.NAME}. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      if (each.getValue().isObject()) {
        each.getValue()
            .properties()
            .forEach(
                inner -> values.put(each.getKey() + "." + inner.getKey(), leaf(inner.getValue())));
      } else if (each.getValue().isArray()) {
        int i = 1;
        for (JsonNode inner : each.getValue()) {
          values.put(each.getKey() + "[" + i++ + "]", leaf(inner));
        }
      } else {
        values.put(each.getKey(), leaf(each.getValue()));
      }
    }
    return values;
  }

  /** As TLA+ writes it. */
  private static String leaf(JsonNode value) {
    if (value.isNumber()) {
      return value.asText();
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? "TRUE" : "FALSE";
    }
    return '"' + value.asText().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
