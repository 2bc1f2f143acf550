// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.Optional;

/** The lines of a header as the preprocessor sees them: continued ones joined, no comments. */
final class LogicalLines {
  /**
   * One line.
   *
   * @param number in the file, of the line where it begins
   * @param text without comments and line ends
   */
  record Line(int number, String text) {}

  private final String file;
  private final String text;
  private int at;
  private int line = 1;

  LogicalLines(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /** The next line, until there is none. */
  Optional<Line> next() throws HeaderException {
    if (at >= text.length()) {
      return Optional.empty();
    }
    int number = line;
    StringBuilder joined = new StringBuilder();
    char quote = 0;
    boolean isBlank = true;
    while (at < text.length()) {
      char letter = text.charAt(at);
      if (letter == '\n') {
        at++;
        line++;
        break;
      }
      if (letter == '\\' && skipsLineEnd()) {
        continue;
      }
      if (quote == 0 && text.startsWith("/*", at)) {
        skipComment();
        joined.append(' ');
        continue;
      }
      if (quote == 0 && text.startsWith("//", at)) {
        skipRest();
        continue;
      }
      if (letter == '"' || letter == '\'') {
        quote = quote == 0 ? letter : quote == letter ? 0 : quote;
      } else if (letter == '\\' && quote != 0 && at + 1 < text.length()) {
        joined.append(letter);
        at++;
        letter = text.charAt(at);
        if (letter == '\n') {
          continue;
        }
      }
      if (isBlank && !Token.isSpace(letter)) {
        isBlank = false;
        number = line;
      }
      joined.append(letter);
      at++;
    }
    return Optional.of(new Line(number, joined.toString()));
  }

  /** Goes past a backslash that ends the line, and the spaces that compilers allow behind it. */
  private boolean skipsLineEnd() {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '\n' && Token.isSpace(text.charAt(end))) {
      end++;
    }
    if (end < text.length() && text.charAt(end) != '\n') {
      return false;
    }
    at = Math.min(end + 1, text.length());
    line++;
    return true;
  }

  private void skipComment() throws HeaderException {
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw new HeaderException(file, line, "this comment does not end");
    }
    for (int each = at; each < end; each++) {
      if (text.charAt(each) == '\n') {
        line++;
      }
    }
    at = end + 2;
  }

  private void skipRest() {
    while (at < text.length() && text.charAt(at) != '\n') {
      if (text.charAt(at) != '\\' || !skipsLineEnd()) {
        at++;
      }
    }
  }
}
