// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.List;

/**
 * What a C header defines.
 *
 * @param file the name that it was given by
 * @param numbers what has a value, in the order of the file; a name that different branches of
 *     {@code #if} give different values is there once for each value
 * @param notEvaluated what has none, and why
 * @param functionLike how many macros take arguments
 * @param withoutValue how many macros are defined as nothing
 */
public record Header(
    String file,
    List<DefinedNumber> numbers,
    List<NotEvaluated> notEvaluated,
    int functionLike,
    int withoutValue) {
  /** Keeps copies. */
  public Header {
    numbers = List.copyOf(numbers);
    notEvaluated = List.copyOf(notEvaluated);
  }
}
