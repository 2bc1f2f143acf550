// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

/** A line that is no line of the format; the message says in a few words why. */
final class BadLine extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 40;

  BadLine(String why) {
    // Bad lines may be many: what is said of them does not need a stack trace.
    super(why, null, false, false);
  }

  /** A name from the file, short enough to be shown, and in one line. */
  static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > SHOWN ? clean.substring(0, SHOWN) + "..." : clean;
  }
}
