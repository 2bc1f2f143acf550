// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text for a mailing list: 72 columns, and no character that a terminal would obey. */
final class Wrapped {
  /** Columns of a line. */
  static final int WIDTH = 72;

  /** How a shell is told that the command goes on. */
  private static final String CONTINUED = " \\";

  private static final int DELETE = 0x7f;
  private static final int FIRST_AFTER_CONTROLS = 0xa0;

  private Wrapped() {}

  /**
   * The text with what cannot be shown written as {@code \}{@code u001b}: control characters but
   * tab and line end, halves of a surrogate pair, and what XML has no form for. Everything else is
   * unchanged.
   */
  static String printable(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < DELETE)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                shown.appendCodePoint(c);
              } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return shown.toString();
  }

  private static boolean isPrintable(int c) {
    boolean control = c < ' ' && c != '\t' && c != '\n' || c >= DELETE && c < FIRST_AFTER_CONTROLS;
    boolean direction = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    return !control && !direction && !(c >= 0xd800 && c <= 0xdfff) && (c & 0xfffe) != 0xfffe;
  }

  /**
   * The words of a text on lines of 72 columns. A word that is longer stands on a line of its own,
   * whole, for it is an address or a path that somebody copies.
   *
   * @param first what the first line begins with
   * @param rest what the others begin with
   */
  static List<String> words(String first, String rest, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    boolean begun = false;
    for (String word : printable(text).trim().split("\\s+")) {
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(withoutBlanks(line.toString()));
        line = new StringBuilder(rest);
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(withoutBlanks(line.toString()));
    return lines;
  }

  /** A line of a log, cut after 72 columns wherever that is; what goes on begins with {@code +}. */
  static List<String> cut(String first, String rest, String text) {
    List<String> lines = new ArrayList<>();
    String left = printable(text).replace("\t", "    ").replace("\n", " ");
    String prefix = first;
    do {
      int room = WIDTH - prefix.length();
      int end = left.length() <= room ? left.length() : room;
      lines.add(withoutBlanks(prefix + left.substring(0, end)));
      left = left.substring(end);
      prefix = rest;
    } while (!left.isEmpty());
    return lines;
  }

  /** Without blanks at its end; a blank that is no space is text. */
  private static String withoutBlanks(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    return line.substring(0, end);
  }

  /**
   * A command, on several lines where a shell lets it be. Only a word that is longer than a line,
   * such as a path, stands over its end.
   */
  static List<String> command(String indent, String command) {
    String text = printable(command);
    if (indent.length() + text.length() <= WIDTH || text.contains("\n")) {
      return List.of(indent + text);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    boolean begun = false;
    for (String word : shellWords(text)) {
      if (begun && line.length() + 1 + word.length() + CONTINUED.length() > WIDTH) {
        lines.add(line + CONTINUED);
        line = new StringBuilder(indent + "  ");
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
    return lines;
  }

  /** The words of a command as they are quoted: a blank between quotes ends none. */
  private static List<String> shellWords(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : command.toCharArray()) {
      boolean escaped = !quoted && word.length() > 0 && word.charAt(word.length() - 1) == '\\';
      quoted ^= c == '\'' && !escaped;
      if (c == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    words.add(word.toString());
    return words;
  }
}
