// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

/** A scenario cannot be read or run; the message is one line: file, line, field, what to do. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioException(String message) {
    super(oneLine(message));
  }

  ScenarioException(String file, int line, String field, String problem) {
    this(file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + problem);
  }

  /** What is quoted from a scenario may have line ends: a value in a block has. */
  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}
