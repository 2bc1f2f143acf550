// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Computes a constant expression as the preprocessor does (C11 6.10.1 paragraph 4): in 64 bits,
 * signed or unsigned. Casts to the types of machine words are followed. What C leaves undefined is
 * defined or refused: sums wrap, a right shift of a negative number keeps its sign; shifts by a
 * negative count or by 64 and more, and division by zero, have no value.
 */
final class Evaluator {
  private static final int DEEPEST = 200;
  private static final Pattern NUMBER =
      Pattern.compile("(0[xX][0-9a-fA-F]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)([uUlL]{0,3})");
  private static final Map<String, Integer> PRECEDENCE =
      Map.ofEntries(
          Map.entry("||", 1),
          Map.entry("&&", 2),
          Map.entry("|", 3),
          Map.entry("^", 4),
          Map.entry("&", 5),
          Map.entry("==", 6),
          Map.entry("!=", 6),
          Map.entry("<", 7),
          Map.entry(">", 7),
          Map.entry("<=", 7),
          Map.entry(">=", 7),
          Map.entry("<<", 8),
          Map.entry(">>", 8),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("*", 10),
          Map.entry("/", 10),
          Map.entry("%", 10));
  private static final Set<String> UNARY = Set.of("+", "-", "~", "!");

  /** A number of 64 bits. */
  private record Value(long bits, boolean isUnsigned) {
    static Value of(boolean truth) {
      return new Value(truth ? 1 : 0, false);
    }

    boolean isTrue() {
      return bits != 0;
    }
  }

  private final List<Token> tokens;
  private int at;
  private int depth;

  private Evaluator(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** The value of the expression, without its sign. */
  static long evaluate(List<Token> tokens) throws NotANumber {
    if (tokens.isEmpty()) {
      throw new NotANumber("it is empty");
    }
    Evaluator evaluator = new Evaluator(tokens);
    Value value = evaluator.conditional(true);
    if (evaluator.at < tokens.size()) {
      throw new NotANumber(
          NotANumber.quoted(tokens.get(evaluator.at).text()) + " stands behind the expression");
    }
    return value.bits;
  }

  private boolean skips(String punctuator) {
    if (at < tokens.size() && tokens.get(at).is(punctuator)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String punctuator) throws NotANumber {
    if (!skips(punctuator)) {
      throw new NotANumber("a " + punctuator + " is missing");
    }
  }

  private void deeper() throws NotANumber {
    depth++;
    if (depth > DEEPEST) {
      throw new NotANumber("it is nested more than " + DEEPEST + " deep");
    }
  }

  /** What is not live is the side that was not chosen: it may divide by zero. */
  private Value conditional(boolean isLive) throws NotANumber {
    deeper();
    Value condition = binary(1, isLive);
    if (skips("?")) {
      Value first = conditional(isLive && condition.isTrue());
      expect(":");
      Value second = conditional(isLive && !condition.isTrue());
      boolean isUnsigned = first.isUnsigned || second.isUnsigned;
      condition = new Value(condition.isTrue() ? first.bits : second.bits, isUnsigned);
    }
    depth--;
    return condition;
  }

  private Value binary(int lowest, boolean isLive) throws NotANumber {
    Value left = unary(isLive);
    while (at < tokens.size() && tokens.get(at).kind() == Token.Kind.PUNCTUATOR) {
      String operator = tokens.get(at).text();
      int precedence = PRECEDENCE.getOrDefault(operator, 0);
      if (precedence < lowest) {
        break;
      }
      at++;
      boolean needed =
          !(operator.equals("||") && left.isTrue()) && !(operator.equals("&&") && !left.isTrue());
      Value right = binary(precedence + 1, isLive && needed);
      left = apply(operator, left, right, isLive);
    }
    return left;
  }

  private static Value apply(String operator, Value left, Value right, boolean isLive)
      throws NotANumber {
    boolean isUnsigned = left.isUnsigned || right.isUnsigned;
    long a = left.bits;
    long b = right.bits;
    int order = isUnsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
    return switch (operator) {
      case "||" -> Value.of(left.isTrue() || right.isTrue());
      case "&&" -> Value.of(left.isTrue() && right.isTrue());
      case "==" -> Value.of(a == b);
      case "!=" -> Value.of(a != b);
      case "<" -> Value.of(order < 0);
      case ">" -> Value.of(order > 0);
      case "<=" -> Value.of(order <= 0);
      case ">=" -> Value.of(order >= 0);
      case "|" -> new Value(a | b, isUnsigned);
      case "^" -> new Value(a ^ b, isUnsigned);
      case "&" -> new Value(a & b, isUnsigned);
      case "+" -> new Value(a + b, isUnsigned);
      case "-" -> new Value(a - b, isUnsigned);
      case "*" -> new Value(a * b, isUnsigned);
      case "/", "%" -> quotient(operator.equals("/"), a, b, isUnsigned, isLive);
      default -> shift(operator.equals("<<"), left, right, isLive);
    };
  }

  private static Value quotient(
      boolean isQuotient, long a, long b, boolean isUnsigned, boolean isLive) throws NotANumber {
    if (b == 0) {
      if (isLive) {
        throw new NotANumber("it divides by zero");
      }
      return new Value(0, isUnsigned);
    }
    if (isUnsigned) {
      return new Value(isQuotient ? Long.divideUnsigned(a, b) : Long.remainderUnsigned(a, b), true);
    }
    return new Value(isQuotient ? a / b : a % b, false);
  }

  private static Value shift(boolean isLeft, Value left, Value right, boolean isLive)
      throws NotANumber {
    boolean isDefined = right.bits >>> 6 == 0;
    if (!isDefined && isLive) {
      throw new NotANumber(
          "it shifts by "
              + (right.isUnsigned ? Long.toUnsignedString(right.bits) : Long.toString(right.bits)));
    }
    int count = isDefined ? (int) right.bits : 0;
    if (isLeft) {
      return new Value(left.bits << count, left.isUnsigned);
    }
    return new Value(left.isUnsigned ? left.bits >>> count : left.bits >> count, left.isUnsigned);
  }

  private Value unary(boolean isLive) throws NotANumber {
    if (at == tokens.size()) {
      throw new NotANumber("it ends within the expression");
    }
    Token token = tokens.get(at);
    if (token.kind() == Token.Kind.PUNCTUATOR && UNARY.contains(token.text())) {
      at++;
      deeper();
      Value operand = unary(isLive);
      depth--;
      return switch (token.text()) {
        case "-" -> new Value(-operand.bits, operand.isUnsigned);
        case "~" -> new Value(~operand.bits, operand.isUnsigned);
        case "!" -> Value.of(!operand.isTrue());
        default -> operand;
      };
    }
    if (token.is("(")) {
      Optional<CastType> type = castType();
      if (type.isPresent()) {
        deeper();
        Value operand = unary(isLive);
        depth--;
        return new Value(type.get().of(operand.bits), type.get().isUnsigned());
      }
      at++;
      Value inner = conditional(isLive);
      expect(")");
      return inner;
    }
    at++;
    return primary(token);
  }

  /** Goes past a type in parentheses, if one is here. */
  private Optional<CastType> castType() {
    int end = at + 1;
    while (end < tokens.size() && (tokens.get(end).isName() || tokens.get(end).is("*"))) {
      end++;
    }
    if (end == tokens.size() || !tokens.get(end).is(")")) {
      return Optional.empty();
    }
    Optional<CastType> type =
        CastType.of(tokens.subList(at + 1, end).stream().map(Token::text).toList());
    if (type.isPresent()) {
      at = end + 1;
    }
    return type;
  }

  private static Value primary(Token token) throws NotANumber {
    return switch (token.kind()) {
      case NUMBER -> number(token.text());
      case STRING -> throw new NotANumber("it is text");
      case CHARACTER -> throw new NotANumber("it has a character, not a number");
      case NAME -> {
        if (token.text().equals("true") || token.text().equals("false")) {
          yield Value.of(token.text().equals("true"));
        }
        throw new NotANumber(NotANumber.quoted(token.text()) + " is not defined in these files");
      }
      default ->
          throw new NotANumber(
              NotANumber.quoted(token.text()) + " stands where a number should be");
    };
  }

  private static Value number(String text) throws NotANumber {
    Matcher parts = NUMBER.matcher(text);
    if (!parts.matches()) {
      throw new NotANumber(NotANumber.quoted(text) + " is not an integer");
    }
    String digits = parts.group(1);
    boolean isHex = digits.startsWith("0x") || digits.startsWith("0X");
    boolean isBinary = digits.startsWith("0b") || digits.startsWith("0B");
    boolean isOctal = !isHex && !isBinary && digits.startsWith("0");
    int radix = isHex ? 16 : isBinary ? 2 : isOctal ? 8 : 10;
    try {
      long bits = Long.parseUnsignedLong(isHex || isBinary ? digits.substring(2) : digits, radix);
      boolean suffixed = parts.group(2).indexOf('u') >= 0 || parts.group(2).indexOf('U') >= 0;
      return new Value(bits, suffixed || bits < 0);
    } catch (NumberFormatException tooLarge) {
      throw new NotANumber(NotANumber.quoted(text) + " does not fit 64 bits");
    }
  }
}
