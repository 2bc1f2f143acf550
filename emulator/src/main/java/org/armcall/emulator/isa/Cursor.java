// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A line of assembly text and how far it was read. */
final class Cursor {
  private final String text;
  private final Site site;
  private final List<Site.Literal> literals = new ArrayList<>();
  private int position;
  private int furthest = -1;
  private String reason = "";

  Cursor(String text, Site site) {
    this.text = text;
    this.site = site;
  }

  /** Where the instruction is assembled. */
  Site site() {
    return site;
  }

  /** How many characters were read. */
  int position() {
    return position;
  }

  /** Goes back, or to the beginning for another template. */
  void position(int to) {
    position = to;
    if (to == 0) {
      literals.clear();
    }
  }

  /** Says why an operand is not there; false, so that it can be returned. */
  boolean refuse(String why) {
    if (position > furthest) {
      furthest = position;
      reason = why;
    }
    return false;
  }

  /** The reason of the attempt that came furthest. */
  String reason() {
    return reason;
  }

  /** What is left. */
  String rest() {
    return text.substring(position).trim();
  }

  /** Whether nothing but blanks is left. */
  boolean atEnd() {
    return rest().isEmpty();
  }

  /** Whether a blank or the end is next. */
  boolean atBlankOrEnd() {
    return position == text.length() || Character.isWhitespace(text.charAt(position));
  }

  /** Goes over blanks. */
  void skipBlanks() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  /** The next character, or 0 at the end. */
  char peek() {
    return position < text.length() ? text.charAt(position) : 0;
  }

  /** Reads exactly this, in either case, right here: a part of a mnemonic. */
  boolean takeAttached(String token) {
    if (text.regionMatches(true, position, token, 0, token.length())) {
      position += token.length();
      return true;
    }
    return false;
  }

  /** Reads this token behind blanks; a word must end where the token does. */
  boolean take(String token) {
    int before = position;
    skipBlanks();
    if (takeAttached(token)
        && !(isNamePart(token.charAt(token.length() - 1)) && isNamePart(peek()))) {
      return true;
    }
    position = before;
    return false;
  }

  /** Reads a name behind blanks: letters, digits, {@code _}, {@code .} and {@code $}. */
  Optional<String> takeName() {
    int before = position;
    skipBlanks();
    int start = position;
    while (isNamePart(peek())) {
      position++;
    }
    if (start == position || Character.isDigit(text.charAt(start))) {
      position = before;
      return Optional.empty();
    }
    return Optional.of(text.substring(start, position));
  }

  /** Reads a number or an expression behind blanks and an optional {@code #}. */
  OptionalLong takeExpression() {
    int before = position;
    skipBlanks();
    takeAttached("#");
    OptionalLong value = new Expression(this).read();
    if (value.isEmpty()) {
      position = before;
    }
    return value;
  }

  /**
   * Reads {@code =value} behind blanks, which stands for the address of a literal.
   *
   * @param bytes 4 or 8
   */
  OptionalLong takeLiteral(int bytes) {
    int before = position;
    if (!take("=")) {
      return OptionalLong.empty();
    }
    int start = position;
    OptionalLong value = takeExpression();
    if (value.isEmpty()) {
      position = before;
      return OptionalLong.empty();
    }
    Site.Literal literal =
        new Site.Literal(
            text.substring(start, position).trim(),
            bytes == 4 ? value.getAsLong() & 0xffff_ffffL : value.getAsLong(),
            bytes);
    literals.add(literal);
    return OptionalLong.of(site.literal(literal));
  }

  /** The literals that were read since the beginning of the line. */
  List<Site.Literal> literals() {
    return List.copyOf(literals);
  }

  static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
  }
}
