// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A macro, or a constant of an {@code enum}.
 *
 * @param name what is defined
 * @param parameters of a function-like macro
 * @param body the text behind the name; of a constant without a value, the last value before it
 * @param offset what is to be added to that
 * @param place where
 * @param isConstant whether an {@code enum} defines it
 */
record Definition(
    String name,
    Optional<List<String>> parameters,
    String body,
    int offset,
    Place place,
    boolean isConstant) {
  /** More tokens than this no macro of a number has. */
  static final int MOST_TOKENS = 20_000;

  private static final int SHOWN = 200;

  Definition {
    parameters = parameters.map(List::copyOf);
  }

  List<Token> tokens() throws NotANumber {
    List<Token> tokens = Token.of(body, MOST_TOKENS);
    if (offset == 0) {
      return tokens;
    }
    List<Token> counted = new ArrayList<>();
    counted.add(Token.punctuator("("));
    counted.addAll(tokens);
    counted.add(Token.punctuator(")"));
    counted.add(Token.punctuator("+"));
    counted.add(new Token(Token.Kind.NUMBER, String.valueOf(offset)));
    return counted;
  }

  /** Whether it makes tokens of others. */
  boolean pastes() {
    return body.indexOf('#') >= 0;
  }

  /** Whether both say the same, wherever. */
  boolean saysTheSameAs(Definition other) {
    return parameters.equals(other.parameters)
        && isConstant == other.isConstant
        && offset == other.offset
        && body.equals(other.body);
  }

  /** The body on one line, shortened. */
  String shown() {
    String start = body.length() > 4 * SHOWN ? body.substring(0, 4 * SHOWN) : body;
    String line = start.replaceAll("[\\x00-\\x20]+", " ").strip();
    String counted = offset == 0 ? "" : " + " + offset;
    return line.length() > SHOWN || start.length() < body.length()
        ? line.substring(0, Math.min(SHOWN, line.length())) + "..."
        : line + counted;
  }
}
