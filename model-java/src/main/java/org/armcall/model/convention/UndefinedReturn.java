// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/**
 * Where the return address of an Undefined Instruction exception for a call points that the callee
 * refuses.
 */
public enum UndefinedReturn {
  /** To the call, as for every undefined instruction. */
  INSTRUCTION,
  /** Behind the call. */
  NEXT;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
