// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.decode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;

/** Writes decoded words as JSON; apart, so that the text form never loads the JSON library. */
final class DecodedJson {
  private DecodedJson() {}

  static void print(List<Decoded> decoded, PrintStream out) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    decoded.forEach(one -> all.add(node(one)));
    out.println((all.size() == 1 ? all.get(0) : all).toPrettyString());
  }

  private static ObjectNode node(Decoded decoded) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", decoded.kind()).put("value", decoded.value()).put("title", decoded.title());
    ArrayNode fields = node.putArray("fields");
    for (DecodedField field : decoded.fields()) {
      fields
          .addObject()
          .put("name", field.name())
          .put("bits", field.bits())
          .put("value", field.value())
          .put("meaning", field.meaning());
    }
    ArrayNode notes = node.putArray("notes");
    decoded.notes().forEach(notes::add);
    return node;
  }
}
