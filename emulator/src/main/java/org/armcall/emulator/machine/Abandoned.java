// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/**
 * The instruction that executes has ended by an exception, which has been taken already. It has no
 * stack trace: a guest causes it as often as it likes.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // it says nothing that depends on the place
final class Abandoned extends RuntimeException {
  static final Abandoned NOW = new Abandoned();
  private static final long serialVersionUID = 1L;

  private Abandoned() {
    super("the instruction has ended by an exception", null, false, false);
  }
}
