// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A set as an engine prints it: {@code {1, [a |-> 2], {"x"}}}. */
record SetText(List<String> elements) {

  /** The elements, if the text is a set. */
  static Optional<SetText> of(String text) {
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return Optional.empty();
    }
    List<String> elements = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 1;
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '"' && text.charAt(i - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted && c == ',' && depth == 0) {
        elements.add(text.substring(start, i).strip());
        start = i + 1;
      } else if (!quoted) {
        depth += "{[(<".indexOf(c) >= 0 ? 1 : 0;
        depth -=
            "}])".indexOf(c) >= 0
                    || (c == '>' && text.charAt(i - 1) != '-' && text.charAt(i - 1) != ':')
                ? 1
                : 0;
      }
    }
    String last = text.substring(start, text.length() - 1).strip();
    if (!last.isEmpty()) {
      elements.add(last);
    }
    return Optional.of(new SetText(List.copyOf(elements)));
  }

  /** The elements that are not in the other set. */
  List<String> without(SetText other) {
    return elements.stream().filter(element -> !other.elements.contains(element)).toList();
  }
}
