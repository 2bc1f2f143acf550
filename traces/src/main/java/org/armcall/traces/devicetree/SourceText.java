// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

/**
 * What has to be known of the text of a tree before the compiler gets it: whether it is one, and
 * that it asks for no other file. Comments, texts and character constants are told apart as the
 * compiler does.
 */
final class SourceText {
  private final String text;
  private int at;
  private int line = 1;

  private SourceText(String text) {
    this.text = text;
  }

  /** Whether {@code /dts-v1/} is the first thing behind blanks, comments and line markers. */
  static boolean isOne(String text) {
    SourceText source = new SourceText(text);
    while (source.at < text.length()) {
      char letter = text.charAt(source.at);
      if (letter == '#') {
        source.skipTo("\n");
      } else if (!source.skipComment()) {
        if (!isBlank(letter)) {
          return text.startsWith("/dts-v1/", source.at);
        }
        source.at++;
      }
    }
    return false;
  }

  /**
   * Refuses what would read another file.
   *
   * @throws DeviceTreeException with the line, if there is something of that kind
   */
  static void refuseIncludes(String text, String file) throws DeviceTreeException {
    SourceText source = new SourceText(text);
    while (source.at < text.length()) {
      char letter = text.charAt(source.at);
      if (source.skipComment()) {
        continue;
      }
      for (String word : new String[] {"/include/", "/incbin/", "#include"}) {
        if (text.startsWith(word, source.at)) {
          throw new DeviceTreeException(
              file
                  + ":"
                  + source.line
                  + ": "
                  + word
                  + " is not followed; give the whole tree, as the C preprocessor and dtc -O dts"
                  + " write it");
        }
      }
      if (letter == '"' || letter == '\'') {
        source.skipQuoted(letter);
      } else {
        source.step();
      }
    }
  }

  private static boolean isBlank(char letter) {
    return letter == ' ' || letter >= '\t' && letter <= '\r';
  }

  private boolean skipComment() {
    if (text.startsWith("//", at)) {
      skipTo("\n");
      return true;
    }
    if (text.startsWith("/*", at)) {
      at += 2;
      skipTo("*/");
      return true;
    }
    return false;
  }

  private void skipTo(String end) {
    while (at < text.length() && !text.startsWith(end, at)) {
      step();
    }
    for (int each = 0; each < end.length() && at < text.length(); each++) {
      step();
    }
  }

  private void skipQuoted(char quote) {
    step();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\') {
        step();
      }
      if (at < text.length()) {
        step();
      }
    }
    if (at < text.length()) {
      step();
    }
  }

  private void step() {
    if (text.charAt(at) == '\n') {
      line++;
    }
    at++;
  }
}
