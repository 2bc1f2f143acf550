// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Reads an expression: numbers (decimal, {@code 0x}, {@code 0b}, {@code 'c'}), names, {@code .} for
 * the current address, parentheses, {@code - ~} in front, and {@code * + - << >> & ^ |} with the
 * precedence of C. Arithmetic is modulo 2^64.
 */
final class Expression {
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("<<", ">>"),
          List.of("+", "-"),
          List.of("*"));

  /** Deeper nesting than anyone writes; a hostile program must not overflow the stack. */
  private static final int DEEPEST = 100;

  private final Cursor text;
  private int depth;

  Expression(Cursor text) {
    this.text = text;
  }

  /** The value; nothing, with a reason at the cursor, if there is no expression. */
  OptionalLong read() {
    return binary(0);
  }

  private OptionalLong binary(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    OptionalLong left = binary(level + 1);
    while (left.isPresent()) {
      String operator = operator(LEVELS.get(level));
      if (operator.isEmpty()) {
        return left;
      }
      OptionalLong right = binary(level + 1);
      if (right.isEmpty()) {
        return right;
      }
      left = OptionalLong.of(apply(operator, left.getAsLong(), right.getAsLong()));
    }
    return left;
  }

  private String operator(List<String> operators) {
    for (String operator : operators) {
      if (text.take(operator)) {
        return operator;
      }
    }
    return "";
  }

  private static long apply(String operator, long left, long right) {
    return switch (operator) {
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "&" -> left & right;
      case "<<" -> right < 0 || right > 63 ? 0 : left << right;
      case ">>" -> right < 0 || right > 63 ? 0 : left >>> right;
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      default -> throw new IllegalArgumentException(operator);
    };
  }

  private OptionalLong unary() {
    if (++depth > DEEPEST) {
      text.refuse("the expression is nested too deeply");
      return OptionalLong.empty();
    }
    OptionalLong value;
    if (text.take("-")) {
      value = unary();
      value = value.isPresent() ? OptionalLong.of(-value.getAsLong()) : value;
    } else if (text.take("~")) {
      value = unary();
      value = value.isPresent() ? OptionalLong.of(~value.getAsLong()) : value;
    } else if (text.take("(")) {
      value = binary(0);
      if (value.isPresent() && !text.take(")")) {
        text.refuse("')' is missing");
        value = OptionalLong.empty();
      }
    } else {
      value = primary();
    }
    depth--;
    return value;
  }

  private OptionalLong primary() {
    text.skipBlanks();
    char first = text.peek();
    if (first >= '0' && first <= '9') {
      return number();
    }
    int before = text.position();
    if (text.takeAttached("'")) {
      char c = text.peek();
      text.position(text.position() + 1);
      if (c != 0 && text.takeAttached("'")) {
        return OptionalLong.of(c);
      }
      text.position(before);
      return OptionalLong.empty();
    }
    String name = text.takeName().orElse("");
    if (name.equals(".")) {
      return OptionalLong.of(text.site().address());
    }
    OptionalLong value = name.isEmpty() ? OptionalLong.empty() : text.site().symbol(name);
    if (value.isEmpty()) {
      text.refuse(
          name.isEmpty() ? "a value is missing" : "'" + name + "' is not what can stand there");
    }
    return value;
  }

  private OptionalLong number() {
    StringBuilder digits = new StringBuilder();
    int before = text.position();
    while (Character.isLetterOrDigit(text.peek()) || text.peek() == '_') {
      digits.append(text.peek());
      text.position(text.position() + 1);
    }
    String number = digits.toString().replace("_", "").toLowerCase(Locale.ROOT);
    try {
      if (number.startsWith("0x")) {
        return OptionalLong.of(Long.parseUnsignedLong(number.substring(2), 16));
      }
      if (number.startsWith("0b")) {
        return OptionalLong.of(Long.parseUnsignedLong(number.substring(2), 2));
      }
      return OptionalLong.of(Long.parseUnsignedLong(number));
    } catch (NumberFormatException notOne) {
      text.position(before);
      text.refuse("'" + digits + "' is not a number of 64 bits");
      return OptionalLong.empty();
    }
  }
}
