// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a program without its comment.
 *
 * @param line its number, from 1
 * @param labels the labels in front
 * @param text the instruction or the directive; empty if there is none
 */
record Statement(int line, List<String> labels, String text) {
  private static final Pattern LABEL = Pattern.compile("\\s*([A-Za-z_.$][\\w.$]*)\\s*:(.*)");

  /** Copies the list. */
  Statement {
    labels = List.copyOf(labels);
  }

  /** The lines of a program, but for empty ones. */
  static List<Statement> of(String program) {
    List<Statement> statements = new ArrayList<>();
    int number = 0;
    for (String line : program.split("\\R", -1)) {
      number++;
      String rest = withoutComment(line);
      List<String> labels = new ArrayList<>();
      for (Matcher label = LABEL.matcher(rest); label.matches(); label = LABEL.matcher(rest)) {
        labels.add(label.group(1));
        rest = label.group(2);
      }
      if (!labels.isEmpty() || !rest.isBlank()) {
        statements.add(new Statement(number, labels, rest.trim()));
      }
    }
    return statements;
  }

  private static String withoutComment(String line) {
    boolean quoted = false;
    for (int index = 0; index < line.length(); index++) {
      char c = line.charAt(index);
      if (quoted && c == '\\') {
        index++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ';' || c == '@' || line.startsWith("//", index))) {
        return line.substring(0, index);
      }
    }
    return line;
  }
}
