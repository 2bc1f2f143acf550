// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.IOException;

/**
 * An input that cannot be read, or is no trace. The message is one line: the file, what is wrong
 * and what to do.
 */
public final class TraceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the input. */
  public enum Problem {
    /** There is no such file. */
    MISSING,
    /** The file may not be read, or reading it failed. */
    UNREADABLE,
    /** It is a directory. */
    DIRECTORY,
    /** It has no content. */
    EMPTY,
    /** It is not text, and not gzip or zstd. */
    BINARY,
    /** The compressed data end early or are damaged; what came before was read. */
    TRUNCATED,
    /** No line end follows the last line; what came before was read. */
    CUT,
    /** It is a trace that was made from a log which was not whole; all of it was read. */
    PART,
    /** It is text, but no line of it is of the format. */
    NOT_A_TRACE,
    /** Its first line is not the header that the format begins with. */
    NO_HEADER,
    /** It is of a version of the format that is not read. */
    VERSION
  }

  private final Problem problem;

  /** An input with that problem. */
  public TraceException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
