// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

/** Why a definition has no value here; the message is the end of a sentence. */
final class NotANumber extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 40;

  NotANumber(String why) {
    super(why, null, false, false);
  }

  /** What was read, in quotes, and not the whole of what is long. */
  static String quoted(String text) {
    return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "'";
  }
}
