// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A number that a header defines.
 *
 * @param name of the macro or of the constant of an {@code enum}
 * @param value 64 bits, as the preprocessor computes them; those of an unsigned number too
 * @param place of the definition
 * @param definition how it is computed: the text behind the name, shortened
 * @param macros the function-like macros that took part, also the ones that those use
 * @param alias the other name, where the definition is only that
 */
public record DefinedNumber(
    String name,
    long value,
    Place place,
    String definition,
    Set<String> macros,
    Optional<String> alias) {
  /** Keeps copies. */
  public DefinedNumber {
    macros = Collections.unmodifiableSet(new TreeSet<>(macros));
  }

  /** Whether it is a number of 32 bits, unsigned. */
  public boolean isWord() {
    return value >>> 32 == 0;
  }
}
