// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What names mean in one of several headers: what this header says, else what another one says that
 * was given with it, else what is well known.
 */
final class Definitions {
  private final Map<String, List<Definition>> own;
  private final Map<String, List<Definition>> others;
  private final Map<String, List<Definition>> wellKnown;

  private Definitions(
      Map<String, List<Definition>> own,
      Map<String, List<Definition>> others,
      Map<String, List<Definition>> wellKnown) {
    this.own = own;
    this.others = others;
    this.wellKnown = wellKnown;
  }

  /** By name, each meaning once. */
  static Map<String, List<Definition>> byName(List<Definition> definitions) {
    Map<String, List<Definition>> byName = new LinkedHashMap<>();
    for (Definition each : definitions) {
      List<Definition> same = byName.computeIfAbsent(each.name(), name -> new ArrayList<>(1));
      // A name with hundreds of meanings is no number; the bound keeps this linear.
      if (same.size() <= Expander.MOST_MEANINGS && same.stream().noneMatch(each::saysTheSameAs)) {
        same.add(each);
      }
    }
    return byName;
  }

  static Definitions of(Map<String, List<Definition>> own, Map<String, List<Definition>> allGiven) {
    return new Definitions(own, allGiven, WellKnown.DEFINITIONS);
  }

  /** For the well-known ones themselves. */
  static Definitions alone(List<Definition> definitions) {
    return new Definitions(byName(definitions), new HashMap<>(), new HashMap<>());
  }

  /**
   * The meanings of a macro; none where it is no macro. A meaning that pastes tokens counts only
   * where there is no other.
   */
  List<Definition> macros(String name) {
    List<Definition> pasting = List.of();
    for (Map<String, List<Definition>> place : List.of(own, others, wellKnown)) {
      List<Definition> here =
          place.getOrDefault(name, List.of()).stream().filter(each -> !each.isConstant()).toList();
      List<Definition> plain = here.stream().filter(each -> !each.pastes()).toList();
      if (!plain.isEmpty()) {
        return plain;
      }
      pasting = pasting.isEmpty() ? here : pasting;
    }
    return pasting;
  }

  /** The meanings of a constant of an {@code enum}. */
  List<Definition> constants(String name) {
    for (Map<String, List<Definition>> place : List.of(own, others)) {
      List<Definition> here =
          place.getOrDefault(name, List.of()).stream().filter(Definition::isConstant).toList();
      if (!here.isEmpty()) {
        return here;
      }
    }
    return List.of();
  }
}
