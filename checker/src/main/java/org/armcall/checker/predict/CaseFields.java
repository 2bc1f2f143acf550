// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.predict;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.checker.cli.CommandException;
import org.armcall.checker.cli.Words;

/** Reads the fields of a case, with messages that name the field. */
final class CaseFields {
  private CaseFields() {}

  static void refuseUnknown(JsonNode node, Set<String> known, String where) {
    if (!node.isMissingNode() && !node.isObject()) {
      throw CommandException.input(where + " must be an object");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw CommandException.input(
            where
                + " has no field '"
                + name
                + "'; it has "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }

  /** The number in the field, 0 where it is absent; JSON number, boolean, decimal or 0x text. */
  static int number(JsonNode node, String field, int maximum) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return 0;
    }
    long number =
        value.isBoolean() ? (value.asBoolean() ? 1 : 0) : word(value.asText(), "caller." + field);
    if (number < 0 || number > maximum) {
      throw CommandException.input(
          "caller." + field + " is 0 to " + maximum + ", not " + value.asText());
    }
    return (int) number;
  }

  static long word(String text, String field) {
    try {
      return Words.parse64(text);
    } catch (CommandException wrong) {
      throw CommandException.input(field + ": " + wrong.getMessage());
    }
  }
}
