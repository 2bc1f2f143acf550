// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import org.armcall.model.function.FunctionId;

/** Which function an identifier names, or why it names none. */
public sealed interface Naming {
  /**
   * The identifier names the function of that number.
   *
   * @param canonical the identifier without what takes no part in the choice of the function
   */
  record Named(FunctionId canonical) implements Naming {}

  /**
   * The identifier names no function; the answer is NOT_SUPPORTED (RES-UNKNOWN).
   *
   * @param reason why
   */
  record NoFunction(Reason reason) implements Naming {}

  /** Why an identifier names no function. */
  enum Reason {
    /** FID-RESERVED-BITS: bits 23:17 of a fast identifier are not zero; before 1.3 bits 23:16. */
    RESERVED_BITS,
    /** FID-OWNER: nobody owns the range. */
    RESERVED_OWNER,
    /** FID-64-FROM-32: a 64-bit identifier from AArch32. */
    SMC64_FROM_AARCH32
  }
}
