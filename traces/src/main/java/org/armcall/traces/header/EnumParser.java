// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.List;
import java.util.Optional;

/** Finds the constants of {@code enum}s in the lines that are no directives. */
final class EnumParser {
  private enum State {
    OUTSIDE,
    /** Behind the word enum, before the brace. */
    NAMED,
    INSIDE,
    /** Behind a constant's name and before the comma. */
    CONSTANT
  }

  private final String file;
  private final List<Definition> found;
  private State state = State.OUTSIDE;
  private String name = "";
  private int line;
  private StringBuilder value = new StringBuilder();
  private boolean hasValue;
  private int depth;

  /** The value that the constants count from, in letters, and how far they are from it. */
  private String base = "";

  private int offset;

  EnumParser(String file, List<Definition> found) {
    this.file = file;
    this.found = found;
  }

  void read(int number, String text) {
    if (state == State.OUTSIDE && !text.contains("enum")) {
      return;
    }
    List<Token> tokens;
    try {
      tokens = Token.of(text, Definition.MOST_TOKENS);
    } catch (NotANumber tooLong) {
      state = State.OUTSIDE;
      return;
    }
    tokens.forEach(token -> read(number, token));
  }

  private void read(int number, Token token) {
    switch (state) {
      case OUTSIDE -> state = token.text().equals("enum") ? State.NAMED : State.OUTSIDE;
      case NAMED -> {
        if (token.is("{")) {
          state = State.INSIDE;
          base = "";
          offset = -1;
        } else if (token.is(";") || token.is(")") || token.is(",") || token.is("=")) {
          state = State.OUTSIDE;
        }
      }
      case INSIDE -> {
        if (token.is("}")) {
          state = State.OUTSIDE;
        } else if (token.isName()) {
          state = State.CONSTANT;
          name = token.text();
          line = number;
          value = new StringBuilder();
          hasValue = false;
          depth = 0;
        }
      }
      case CONSTANT -> constant(token);
      default -> throw new AssertionError(state);
    }
  }

  private void constant(Token token) {
    if (depth == 0 && (token.is(",") || token.is("}"))) {
      define();
      state = token.is("}") ? State.OUTSIDE : State.INSIDE;
      return;
    }
    if (token.is("(")) {
      depth++;
    } else if (token.is(")")) {
      depth--;
    }
    if (depth == 0 && token.is("=") && !hasValue) {
      hasValue = true;
    } else if (hasValue && value.length() < Definition.MOST_TOKENS) {
      value.append(token.text()).append(' ');
    }
  }

  private void define() {
    if (hasValue) {
      base = value.toString().strip();
      offset = 0;
    } else {
      offset++;
    }
    Place place = new Place(file, line);
    if (base.isEmpty()) {
      found.add(new Definition(name, Optional.empty(), String.valueOf(offset), 0, place, true));
    } else {
      found.add(new Definition(name, Optional.empty(), base, offset, place, true));
    }
  }
}
