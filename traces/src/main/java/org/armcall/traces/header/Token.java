// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.ArrayList;
import java.util.List;

/**
 * A token of C.
 *
 * @param kind what it is
 * @param text its letters
 */
record Token(Kind kind, String text) {
  enum Kind {
    NUMBER,
    NAME,
    PUNCTUATOR,
    STRING,
    CHARACTER,
    /** Not of the text: the expansion of the macro of that name ends here. */
    END
  }

  private static final List<String> LONG_PUNCTUATORS =
      List.of("...", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "##");

  static Token punctuator(String text) {
    return new Token(Kind.PUNCTUATOR, text);
  }

  boolean is(String punctuator) {
    return kind == Kind.PUNCTUATOR && text.equals(punctuator);
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  /** The tokens of a text without comments, at most so many. */
  static List<Token> of(String text, int most) throws NotANumber {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (isSpace(text.charAt(at))) {
        at++;
        continue;
      }
      if (tokens.size() == most) {
        throw new NotANumber("it has more than " + most + " tokens");
      }
      Token next = at(text, at);
      tokens.add(next);
      at += next.text.length();
    }
    return tokens;
  }

  private static Token at(String text, int at) {
    char first = text.charAt(at);
    if (isNameStart(first)) {
      return new Token(Kind.NAME, text.substring(at, endOfName(text, at)));
    }
    if (isDigit(first) || first == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
      int end = at + 1;
      while (end < text.length() && (isNamePart(text.charAt(end)) || text.charAt(end) == '.')) {
        end++;
      }
      return new Token(Kind.NUMBER, text.substring(at, end));
    }
    if (first == '"' || first == '\'') {
      Kind kind = first == '"' ? Kind.STRING : Kind.CHARACTER;
      return new Token(kind, text.substring(at, endOfQuoted(text, at)));
    }
    for (String punctuator : LONG_PUNCTUATORS) {
      if (text.startsWith(punctuator, at)) {
        return punctuator(punctuator);
      }
    }
    return punctuator(String.valueOf(first));
  }

  private static int endOfQuoted(String text, int at) {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != text.charAt(at)) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, text.length());
  }

  /** Where the name that starts there ends. */
  static int endOfName(String text, int at) {
    int end = at;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static boolean isNameStart(char letter) {
    return isNamePart(letter) && !isDigit(letter);
  }

  private static boolean isNamePart(char letter) {
    return letter >= 'a' && letter <= 'z'
        || letter >= 'A' && letter <= 'Z'
        || letter == '_'
        || letter == '$'
        || isDigit(letter);
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  static boolean isSpace(char letter) {
    return letter <= ' ';
  }
}
