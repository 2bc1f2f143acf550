// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.Map;

/** A part of a YAML document that remembers its line. */
sealed interface Node {

  /** The line that it starts on, from 1. */
  int line();

  /** What it is, for messages. */
  String what();

  /**
   * A scalar as it is written; {@code 0x10} is not yet a number.
   *
   * @param line the line it starts on
   * @param text without quotes
   */
  record Scalar(int line, String text) implements Node {
    @Override
    public String what() {
      return "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
    }
  }

  /**
   * A list.
   *
   * @param line the line it starts on
   * @param items its items in order
   */
  record Sequence(int line, List<Node> items) implements Node {
    @Override
    public String what() {
      return "a list";
    }
  }

  /**
   * A mapping; keys are in the order of the file and none is there twice.
   *
   * @param line the line it starts on
   * @param entries its fields
   */
  record Mapping(int line, Map<String, Entry> entries) implements Node {
    @Override
    public String what() {
      return "a mapping";
    }
  }

  /**
   * A field of a mapping.
   *
   * @param line the line of its key
   * @param value what it holds
   */
  record Entry(int line, Node value) {}
}
