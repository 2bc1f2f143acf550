// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.platform;

/** A platform that cannot be had. The message is one line: what is wrong and what to do. */
public final class PlatformException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the platform. */
  public enum Problem {
    /** The operand names no preset and no JSON file. */
    NO_SUCH_PRESET,
    /** The file is missing, unreadable, malformed, or describes an impossible machine. */
    INPUT
  }

  private final Problem problem;

  private PlatformException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  static PlatformException noSuchPreset(String message) {
    return new PlatformException(Problem.NO_SUCH_PRESET, message);
  }

  static PlatformException input(String message) {
    return new PlatformException(Problem.INPUT, message);
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
