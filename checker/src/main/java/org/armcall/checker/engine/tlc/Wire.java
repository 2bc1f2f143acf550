// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.util.ArrayList;
import java.util.List;

/** The lines between a child and us, as the child's own Wire reads and writes them. */
final class Wire {

  private Wire() {}

  static String line(List<String> fields) {
    return String.join(
        "\t",
        fields.stream()
            .map(
                field ->
                    field
                        .replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r"))
            .toList());
  }

  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < field.length(); i++) {
        char c = field.charAt(i);
        if (c == '\\' && i + 1 < field.length()) {
          char escaped = field.charAt(++i);
          c = escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
        }
        text.append(c);
      }
      fields.add(text.toString());
    }
    return fields;
  }
}
