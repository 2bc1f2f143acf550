// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

/**
 * A count written as the sizes that it comes from: {@code 12 * (4 + 1) * 1_000}. Whole numbers,
 * {@code +}, {@code *} and parentheses.
 */
public record ProductFormula(String text, long value) {

  /**
   * Reads a formula.
   *
   * @throws IllegalArgumentException where it is no such formula; the message says where
   */
  public static ProductFormula parse(String text) {
    Reader reader = new Reader(text);
    long value = reader.sum();
    reader.expectEnd();
    return new ProductFormula(text, value);
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    long sum() {
      long value = product();
      while (take('+')) {
        value = Math.addExact(value, product());
      }
      return value;
    }

    private long product() {
      long value = factor();
      while (take('*')) {
        value = Math.multiplyExact(value, factor());
      }
      return value;
    }

    private long factor() {
      if (take('(')) {
        long value = sum();
        if (!take(')')) {
          throw wrong("a closing parenthesis");
        }
        return value;
      }
      skipSpace();
      int start = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
      String digits = text.substring(start, at).replace("_", "");
      if (digits.isEmpty()) {
        throw wrong("a number");
      }
      return Long.parseLong(digits);
    }

    private boolean take(char c) {
      skipSpace();
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    private void skipSpace() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    void expectEnd() {
      skipSpace();
      if (at < text.length()) {
        throw wrong("+, * or the end");
      }
    }

    private IllegalArgumentException wrong(String expected) {
      return new IllegalArgumentException(
          "'" + text + "': expected " + expected + " at character " + (at + 1));
    }
  }
}
