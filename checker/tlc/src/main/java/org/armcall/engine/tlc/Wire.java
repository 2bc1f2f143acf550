// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One message a line: fields separated by tabs; tab, line feed, carriage return and backslash are
 * escaped.
 */
public final class Wire {

  private Wire() {}

  /** The line of these fields, without a line end. */
  public static String line(List<String> fields) {
    StringBuilder line = new StringBuilder();
    for (String field : fields) {
      if (line.length() > 0) {
        line.append('\t');
      }
      for (int i = 0; i < field.length(); i++) {
        char c = field.charAt(i);
        switch (c) {
          case '\t' -> line.append("\\t");
          case '\n' -> line.append("\\n");
          case '\r' -> line.append("\\r");
          case '\\' -> line.append("\\\\");
          default -> line.append(c);
        }
      }
    }
    return line.toString();
  }

  /** The fields of a line. */
  public static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\\' && i + 1 < line.length()) {
        char escaped = line.charAt(++i);
        field.append(
            switch (escaped) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> escaped;
            });
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  /** The {@code key=value} fields of a line as a map; the last of equal keys wins. */
  public static Map<String, String> map(String line) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String field : fields(line)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        map.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return map;
  }
}
