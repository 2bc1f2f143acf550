// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import org.armcall.traces.header.DefinedNumber;

/**
 * A number of a header that is not taken for that of a call.
 *
 * @param number what the header defines
 * @param why it is not
 */
record NotTaken(DefinedNumber number, Why why) {
  /** What speaks against it. */
  enum Why {
    NO_WORD("not a number of 32 bits without sign"),
    YIELDING("bit 31 is clear, and no macro of the convention made it"),
    PART("named as a mask, a base, a result or another part"),
    ONLY_FLAGS(
        "function number or owner zero: the beginning of a range, or flags, as often as a call"),
    RESERVED("bits 23:17 or the owner are reserved, and nothing else shows a call"),
    NO_CALL_BY_NAME("the value may be an identifier, but the name says nothing of calls");

    private final String meaning;

    Why(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }
  }
}
