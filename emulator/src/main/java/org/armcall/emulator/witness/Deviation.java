// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where QEMU is known to depart from the architecture: an entry of the data file {@code
 * deviations.json}.
 *
 * @param id a name
 * @param about what it does instead
 * @param who who is right and why
 * @param source where that can be looked up
 * @param seen the versions with which it was seen, for example {@code 7.2}
 * @param when facts that all must be as one of the values; see {@link Facts}
 */
record Deviation(
    String id,
    String about,
    String who,
    String source,
    List<String> seen,
    Map<String, List<String>> when) {

  /** The file. */
  private record Book(List<Deviation> deviations) {}

  /** The known deviations. */
  static List<Deviation> known() {
    return read(DriverText.resource("deviations.json"));
  }

  /**
   * Reads a data file.
   *
   * @throws IllegalArgumentException if an id is there twice, a reason is missing or an entry asks
   *     for nothing
   */
  static List<Deviation> read(String json) {
    try {
      List<Deviation> deviations =
          new ObjectMapper()
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(json, Book.class)
              .deviations();
      Set<String> ids = new HashSet<>();
      for (Deviation deviation : deviations) {
        if (!ids.add(deviation.id)) {
          throw new IllegalArgumentException("deviation " + deviation.id + " is there twice");
        }
        if (deviation.who.isBlank() || deviation.source.isBlank() || deviation.when.isEmpty()) {
          throw new IllegalArgumentException(
              "deviation " + deviation.id + " needs a reason, a source and a predicate");
        }
      }
      return List.copyOf(deviations);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the data file of deviations: " + e.getOriginalMessage(), e);
    }
  }

  /** Whether it was seen with the QEMU of that version line. */
  boolean wasSeenWith(String line) {
    return seen.stream().anyMatch(version -> line.contains("version " + version + "."));
  }

  /**
   * Whether the facts are as the entry says.
   *
   * @throws IllegalArgumentException if it asks for a fact that there is not
   */
  boolean matches(Map<String, String> facts) {
    for (Map.Entry<String, List<String>> asked : when.entrySet()) {
      String fact = facts.get(asked.getKey());
      if (fact == null) {
        throw new IllegalArgumentException(
            "deviation " + id + " asks for " + asked.getKey() + ", which is no fact");
      }
      if (!asked.getValue().contains(fact)) {
        return false;
      }
    }
    return true;
  }
}
