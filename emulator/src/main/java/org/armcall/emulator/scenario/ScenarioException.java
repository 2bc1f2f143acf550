// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

/** A scenario cannot be read or run; the message is one line: file, line, field, what to do. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioException(String message) {
    super(message);
  }

  ScenarioException(String file, int line, String field, String problem) {
    super(file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + problem);
  }
}
