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
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        if (depth == 1 && token == JsonToken.FIELD_NAME) {
          list = parser.currentName();
          lines.put(list, line);
        } else if (depth == 2 && !token.isStructEnd()) {
          lines.put(list + lines.merge(list + "#", 1, Integer::sum), line);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    return new Places(file, lines);
  }

  /** The file as a whole. */
  String whole() {
    return file;
  }

  /** Where an element of a list stands, counted from 1: the file, and the line if it is known. */
  String of(String list, int number) {
    Integer line = lines.get(list + number);
    return line == null ? file : file + ":" + line;
  }
}
