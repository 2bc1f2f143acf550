// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/**
 * What a callee does with a trapped AArch32 SMC that failed its condition, where the processor
 * traps before it knows that (CCKNOWNPASS is 1; IMM-CONDITION).
 */
public enum FailedCondition {
  /** It looks at the condition, and goes on behind the SMC with nothing else done. */
  SKIPPED,
  /** It does not look: the SMC is answered as a call. */
  NEVER_CHECKED,
  /** There is no such trap: it has no AArch32 callers, or traps nothing. */
  NO_SUCH_TRAP;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
