// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.concretise;

/** A counterexample that no scenario has; the message says why. */
public final class NotConcreteException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose message is that. */
  public NotConcreteException(String why) {
    super(why);
  }
}
