// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What a callee does with bit 16 of a fast identifier. */
public enum HintHandling {
  /** It takes no part. */
  MASKED,
  /** It takes part: no identifier of the convention has it set. */
  COMPARED;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
