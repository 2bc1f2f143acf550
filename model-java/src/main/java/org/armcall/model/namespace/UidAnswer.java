// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.namespace;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.armcall.model.function.FunctionId;

/**
 * What an owner answers when it is asked for its UID (DEN0028 section 6.2).
 *
 * @param owner who
 * @param query the number that asks
 * @param uid the answer
 * @param words what W0 to W3 hold, where that was seen: four words
 * @param layer who answers
 * @param source who says so
 */
public record UidAnswer(
    Owner owner,
    FunctionId query,
    UUID uid,
    Optional<List<Integer>> words,
    Layer layer,
    String source) {
  /** Keeps copies; refuses what is not four words. */
  public UidAnswer {
    words = words.map(List::copyOf);
    if (words.isPresent() && words.get().size() != 4) {
      throw new IllegalArgumentException("a UID is answered in four words");
    }
  }

  /** The four words that the convention asks for: byte 0 in bits 7:0 of W0. */
  public List<Integer> wordsOfConvention() {
    long high = uid.getMostSignificantBits();
    long low = uid.getLeastSignificantBits();
    return List.of(
        Integer.reverseBytes((int) (high >>> 32)),
        Integer.reverseBytes((int) high),
        Integer.reverseBytes((int) (low >>> 32)),
        Integer.reverseBytes((int) low));
  }
}
