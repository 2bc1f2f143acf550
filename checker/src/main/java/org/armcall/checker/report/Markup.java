// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTML and XML that is put together from markup of ours and text of others. Every text goes through
 * {@link #escaped}: there is no other way in.
 */
final class Markup {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<!\\bCPU) ");
  private static final Pattern BETWEEN_NAMES =
      Pattern.compile(BETWEEN_WORDS.pattern() + "|(?<=/)(?=[^/ ])");

  private final StringBuilder out = new StringBuilder();

  /**
   * The text so that a parser of HTML or XML gives it back, as an element's content or between
   * quotes as the value of an attribute, whatever is in it. What no document may hold is shown as
   * {@link Wrapped#printable} shows it.
   */
  static String escaped(String text) {
    String shown = Wrapped.printable(text);
    StringBuilder escaped = new StringBuilder(shown.length() + 16);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&#34;");
        case '\'' -> escaped.append("&#39;");
        // In the value of an attribute a parser would make blanks of these.
        case '\t' -> escaped.append("&#9;");
        case '\n' -> escaped.append("&#10;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Markup of ours, as it is. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text of whoever. */
  Markup text(String text) {
    out.append(escaped(text));
    return this;
  }

  /**
   * Text of whoever, each word of it in an element of its own: the style keeps it in one piece, for
   * a browser breaks lines behind hyphens too. The number of a processor is no word of its own.
   */
  Markup words(String text) {
    return words(text, BETWEEN_WORDS);
  }

  /** The same, but that lines break behind the slashes of a path too. */
  Markup path(String text) {
    return words(text, BETWEEN_NAMES);
  }

  private Markup words(String text, Pattern between) {
    Matcher gap = between.matcher(text);
    int from = 0;
    while (gap.find()) {
      word(text.substring(from, gap.start())).raw(gap.group());
      from = gap.end();
    }
    return word(text.substring(from));
  }

  private Markup word(String word) {
    return word.isEmpty() ? this : element("span class=\"w\"", word);
  }

  /** An element with a text in it; its tag may have attributes of ours. */
  Markup element(String tag, String text) {
    int end = tag.indexOf(' ');
    out.append('<').append(tag).append('>').append(escaped(text));
    out.append("</").append(end < 0 ? tag : tag.substring(0, end)).append('>');
    return this;
  }

  /** An attribute with a value of whoever. */
  Markup attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
    return this;
  }

  int length() {
    return out.length();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
