// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What a caller may expect in a register after its call. */
public enum After {
  /** A result; not to be relied on where the function has none there. */
  RESULT,
  /** A result where the function has one there, otherwise what it held before. */
  RESULT_OR_PRESERVED,
  /** What it held before. */
  PRESERVED,
  /** Anything that the caller could have put there itself. */
  UNPREDICTABLE;

  /** The word that the specification uses, for example {@code result or preserved}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
