// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.preset;

/**
 * A platform or an implementation that cannot be had. The message is one line: what is wrong and
 * what to do.
 */
public final class PresetException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Problem {
    /** The operand names no preset and no JSON file. */
    NO_SUCH_PRESET,
    /**
     * The file is missing, unreadable or malformed, or what it describes cannot be: an impossible
     * machine, a cell without a source.
     */
    INPUT
  }

  private final Problem problem;

  private PresetException(Problem problem, String message) {
    // What is quoted from a file may have line ends: a name of a field has, if it was escaped so.
    super(message.replaceAll("\\p{Cntrl}+", " "));
    this.problem = problem;
  }

  /** There is no preset of that name. */
  public static PresetException noSuchPreset(String message) {
    return new PresetException(Problem.NO_SUCH_PRESET, message);
  }

  /** What was given cannot be read, or is not what it should be. */
  public static PresetException input(String message) {
    return new PresetException(Problem.INPUT, message);
  }

  /** What is wrong. */
  public Problem problem() {
    return problem;
  }
}
