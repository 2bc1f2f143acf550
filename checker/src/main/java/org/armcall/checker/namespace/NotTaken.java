// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.Optional;
import org.armcall.model.namespace.Claim;
import org.armcall.traces.header.DefinedNumber;

/**
 * A number of a header that is not taken for that of a call.
 *
 * @param number what the header defines
 * @param why it is not
 * @param registered the function of the registry that has the number all the same
 */
record NotTaken(DefinedNumber number, Why why, Optional<Claim> registered) {
  /** What speaks against it. */
  enum Why {
    TOO_WIDE("named as an immediate of HVC, but it has more than 16 bits"),
    REGISTERED("the registry has the number, but the name is that of something else than a call"),
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

    /** Whether a reader should look at each. */
    boolean isWorthALook() {
      return this == TOO_WIDE || this == REGISTERED;
    }
  }
}
