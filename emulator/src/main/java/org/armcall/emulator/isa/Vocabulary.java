// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

/** The operands that the templates of an instruction set may name. */
@FunctionalInterface
interface Vocabulary {
  /**
   * The operand of that name.
   *
   * @param hole what stands between {@code <} and {@code >} in a template
   * @throws IllegalArgumentException if there is none
   */
  Operand operand(String hole);
}
