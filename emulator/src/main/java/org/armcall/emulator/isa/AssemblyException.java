// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/** Assembly text that cannot be assembled: the line and one sentence. */
public final class AssemblyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int line;

  /** An error in a line, counted from 1. */
  public AssemblyException(int line, String sentence) {
    super("line " + line + ": " + sentence);
    this.line = line;
  }

  /** The number of the line, from 1. */
  public int line() {
    return line;
  }
}
