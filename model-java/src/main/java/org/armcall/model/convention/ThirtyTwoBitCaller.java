// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** How a callee finds out that a 64-bit call came from AArch32. */
public enum ThirtyTwoBitCaller {
  /** By the width that its guest was created with. */
  BY_DOMAIN,
  /** By the mode that the caller is in. */
  BY_MODE,
  /** By the exception class of the call. */
  BY_CLASS,
  /** Not at all: such a call is answered like any other. */
  NOT_TESTED;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
