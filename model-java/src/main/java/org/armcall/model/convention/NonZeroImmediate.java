// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import java.util.Locale;

/** What a callee does with a call whose immediate is not zero. */
public enum NonZeroImmediate {
  /** The caller gets an Undefined Instruction exception. */
  UNDEFINED,
  /** The call is answered NOT_SUPPORTED. */
  NOT_SUPPORTED,
  /** The immediate is not looked at: the function identifier decides. */
  IGNORED,
  /** The caller is stopped. */
  KILLED,
  /** It is a call of the vendor's own interface. */
  VENDOR;

  /** The words that the specification and the implementation files use. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
