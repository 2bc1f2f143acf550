// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.engine;

/** The specification could not be stepped: no verdict. */
public final class SteppingException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what happened, one sentence. */
  public SteppingException(String message) {
    super(message);
  }
}
