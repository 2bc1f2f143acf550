// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** Why an exception was taken. */
public enum Cause {
  /** SVC, HVC or SMC, whether taken as a call or trapped. */
  CALL,
  /** The instruction is UNDEFINED. */
  UNDEFINED,
  /** PSTATE.IL was set. */
  ILLEGAL_STATE,
  /** An indirect branch into a guarded page that does not expect it. */
  BRANCH_TARGET,
  INSTRUCTION_ABORT,
  DATA_ABORT,
  PC_ALIGNMENT,
  SP_ALIGNMENT,
  /** BRK or BKPT. */
  BREAKPOINT,
  /** WFI that a higher level traps. */
  WAIT,
  /** An access to a system register that a higher level traps. */
  SYSTEM_REGISTER;

  /** Whether a program that means to go on has no use for it: UNDEFINED, an abort and the like. */
  public boolean isFault() {
    return switch (this) {
      case UNDEFINED,
          ILLEGAL_STATE,
          BRANCH_TARGET,
          INSTRUCTION_ABORT,
          DATA_ABORT,
          PC_ALIGNMENT,
          SP_ALIGNMENT ->
          true;
      case CALL, BREAKPOINT, WAIT, SYSTEM_REGISTER -> false;
    };
  }

  /** The name in lower case with blanks, for example {@code data abort}. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
