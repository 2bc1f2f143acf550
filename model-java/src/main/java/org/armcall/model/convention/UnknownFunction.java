// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What a callee does with an identifier that names no function. */
public enum UnknownFunction {
  /** It is answered NOT_SUPPORTED. */
  NOT_SUPPORTED,
  /** The caller is stopped. */
  KILLED,
  /** The call is passed to the level below as it is. */
  FORWARDED,
  /** The caller goes on with its registers unchanged, the identifier still in X0. */
  LEFT;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
