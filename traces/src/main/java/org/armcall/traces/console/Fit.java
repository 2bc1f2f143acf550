// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

/** How a line suits a grammar. */
enum Fit {
  /** It is of something else. */
  NONE,
  /** It begins as the grammar says, and is not whole: cut by a mail program, or damaged. */
  HALF,
  WHOLE;

  /** What a line is that begins as it should: whole, or half. */
  static Fit of(boolean whole) {
    return whole ? WHOLE : HALF;
  }
}
