// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the definitions of one header. Both sides of an {@code #if} count, but not {@code #if 0}.
 */
final class HeaderParser {
  /** An {@code #if} that is open; dead is what stands under a literal zero, or in what does. */
  private record Condition(int line, boolean isInDead, boolean isDead, boolean hasElse) {}

  private final String file;
  private final Deque<Condition> conditions = new ArrayDeque<>();
  private final List<Definition> found = new ArrayList<>();
  private final EnumParser enums;

  private HeaderParser(String file) {
    this.file = file;
    this.enums = new EnumParser(file, found);
  }

  /**
   * The definitions, in order.
   *
   * @throws HeaderException if it is no header: a comment or an {@code #if} that does not end, a
   *     {@code #define} of no name
   */
  static List<Definition> definitions(String file, String text) throws HeaderException {
    HeaderParser parser = new HeaderParser(file);
    LogicalLines lines = new LogicalLines(file, text);
    for (Optional<LogicalLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      parser.read(line.get().number(), line.get().text());
    }
    if (!parser.conditions.isEmpty()) {
      throw new HeaderException(file, parser.conditions.peek().line(), "this #if has no #endif");
    }
    return parser.found;
  }

  private void read(int line, String text) throws HeaderException {
    int at = afterSpaces(text, 0);
    if (at == text.length()) {
      return;
    }
    if (text.charAt(at) != '#') {
      if (!isDead()) {
        enums.read(line, text);
      }
      return;
    }
    int start = afterSpaces(text, at + 1);
    int end = Token.endOfName(text, start);
    String rest = text.substring(end);
    switch (text.substring(start, end)) {
      case "if" -> push(line, rest.strip().equals("0"));
      case "ifdef", "ifndef" -> push(line, false);
      case "elif", "elifdef", "elifndef" -> branch(line, "#elif", false);
      case "else" -> branch(line, "#else", true);
      case "endif" -> {
        open(line, "#endif");
        conditions.pop();
      }
      case "define" -> {
        if (!isDead()) {
          define(line, rest);
        }
      }
      default -> {
        // #include, #pragma, #error and the like define nothing; an #undef ends no definition here.
      }
    }
  }

  private boolean isDead() {
    return !conditions.isEmpty() && conditions.peek().isDead();
  }

  private void push(int line, boolean isZero) {
    conditions.push(new Condition(line, isDead(), isDead() || isZero, false));
  }

  private Condition open(int line, String directive) throws HeaderException {
    if (conditions.isEmpty()) {
      throw new HeaderException(file, line, "this " + directive + " has no #if");
    }
    return conditions.peek();
  }

  private void branch(int line, String directive, boolean isElse) throws HeaderException {
    if (open(line, directive).hasElse()) {
      throw new HeaderException(file, line, "this " + directive + " stands behind an #else");
    }
    Condition before = conditions.pop();
    conditions.push(new Condition(before.line(), before.isInDead(), before.isInDead(), isElse));
  }

  private void define(int line, String rest) throws HeaderException {
    int start = afterSpaces(rest, 0);
    int end = Token.endOfName(rest, start);
    if (end == start || !Token.isNameStart(rest.charAt(start))) {
      throw new HeaderException(file, line, "this #define has no name");
    }
    String name = rest.substring(start, end);
    Optional<List<String>> parameters = Optional.empty();
    int body = end;
    if (end < rest.length() && rest.charAt(end) == '(') {
      int close = rest.indexOf(')', end);
      if (close < 0) {
        throw new HeaderException(file, line, "the parameters of " + name + " do not end");
      }
      parameters = Optional.of(parameters(line, name, rest.substring(end + 1, close)));
      body = close + 1;
    }
    found.add(
        new Definition(
            name, parameters, rest.substring(body).strip(), 0, new Place(file, line), false));
  }

  private List<String> parameters(int line, String name, String text) throws HeaderException {
    List<String> parameters = new ArrayList<>();
    if (text.isBlank()) {
      return parameters;
    }
    for (String each : text.split(",", -1)) {
      String parameter = each.strip();
      boolean isRest = parameter.endsWith("...");
      String bare = isRest ? parameter.substring(0, parameter.length() - 3).strip() : parameter;
      boolean isName =
          !bare.isEmpty()
              && Token.isNameStart(bare.charAt(0))
              && Token.endOfName(bare, 0) == bare.length();
      if (!isName && !(isRest && bare.isEmpty())) {
        throw new HeaderException(
            file, line, name + " has a parameter that is no name: " + NotANumber.quoted(parameter));
      }
      parameters.add(isRest ? bare + "..." : bare);
    }
    return parameters;
  }

  private static int afterSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && Token.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
