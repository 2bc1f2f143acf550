// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What to call the parts of a file of claims in messages: by line where the text is at hand. */
final class Places {
  private final String file;
  private final Map<String, Integer> lines;

  private Places(String file, Map<String, Integer> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Parts that have no lines. */
  static Places of(String file) {
    return new Places(file, Map.of());
  }

  /** Parts of a text that was read as JSON before. */
  static Places of(String file, String text) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      String list = "";
      String number = "";
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        if (depth == 1 && token == JsonToken.FIELD_NAME) {
          list = parser.currentName();
          lines.put(list, line);
        } else if (depth == 2 && !token.isStructEnd()) {
          number = list + lines.merge(list + "#", 1, Integer::sum);
          lines.put(number, line);
        } else if (depth == 3 && token == JsonToken.FIELD_NAME) {
          lines.put(number + "." + parser.currentName(), line);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    return new Places(file, lines);
  }

  /** Where a field of the file stands: the file, and the line if it is known. */
  String at(String field) {
    Integer line = lines.get(field);
    return line == null ? file : file + ":" + line;
  }

  /** Where an element of a list stands, counted from 1. */
  String of(String list, int number) {
    return at(list + number);
  }

  /** Where a field of an element stands; where the element does, if it has no such field. */
  String of(String list, int number, String field) {
    String known = list + number + "." + field;
    return lines.containsKey(known) ? at(known) : of(list, number);
  }
}
