// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

/** An implementation that cannot be had. The message is one line: what is wrong and what to do. */
public final class CalleeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the implementation. */
  public enum Problem {
    /** The operand names no preset and no JSON file. */
    NO_SUCH_PRESET,
    /** The file is missing, unreadable or malformed, or a cell has no source. */
    INPUT
  }

  private final Problem problem;

  private CalleeException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  static CalleeException noSuchPreset(String message) {
    return new CalleeException(Problem.NO_SUCH_PRESET, message);
  }

  static CalleeException input(String message) {
    return new CalleeException(Problem.INPUT, message);
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
