// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import org.armcall.model.platform.ExecutionState;

/** An instruction set. T16 instructions belong to {@link #T32}. */
public enum InstructionSet {
  A32,
  T32,
  A64;

  /** The execution state that runs it. */
  public ExecutionState executionState() {
    return this == A64 ? ExecutionState.AARCH64 : ExecutionState.AARCH32;
  }

  /**
   * The name as the command line and the traces write it: {@code a32}, {@code t32} or {@code a64}.
   */
  public String text() {
    return switch (this) {
      case A32 -> "a32";
      case T32 -> "t32";
      case A64 -> "a64";
    };
  }
}
