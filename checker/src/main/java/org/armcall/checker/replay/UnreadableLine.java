// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import org.armcall.traces.event.SourceLine;

/** A line of a log cannot be read, and that was to be an error. */
public final class UnreadableLine extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** That line of that log. */
  public UnreadableLine(String file, SourceLine line, String why) {
    this(file + ":" + line.number() + ": " + why);
  }

  /** What cannot be read, and where. */
  public UnreadableLine(String what) {
    super(what + "; --strict makes this an error: without it the rest is read, and this is told");
  }
}
