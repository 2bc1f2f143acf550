// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.armcall.model.syndrome.SyndromeLayout;

/** Which interfaces a handler calls for what it sees. It is right if that is the one meant. */
@FunctionalInterface
interface Dispatcher {
  /** The interfaces of the layer that are called, in their order: none, one, or several. */
  List<Offered> picks(Seen seen, List<Offered> here);

  /** {@code if (!(iss & mask))}: those without a tag, else those with one. */
  static Dispatcher onZero(int mask) {
    return ofIss((offered, iss) -> offered.isTagged() == ((iss & mask) != 0));
  }

  /** By the immediate in the syndrome. */
  static Dispatcher onTag(int mask) {
    return ofIss((offered, iss) -> offered.tag().value() == (iss & mask));
  }

  /** By the number in r0 or x0. */
  static Dispatcher onIdentifier() {
    return (seen, here) -> those(here, offered -> offered.ids().contains(seen.id()));
  }

  /** By the immediate, from memory where the syndrome lacks it. */
  static Dispatcher onInstruction() {
    return (seen, here) ->
        seen.narrowSmc()
            ? those(here, offered -> offered.tag().value() == seen.memory().value())
            : onTag(SyndromeLayout.IMM16.mask()).picks(seen, here);
  }

  /** The immediate, and behind it the number. */
  static Dispatcher onTagThenIdentifier() {
    return (seen, here) ->
        onIdentifier().picks(seen, onTag(SyndromeLayout.IMM16.mask()).picks(seen, here));
  }

  /** The dispatcher of a design; {@code masked} is of D1 alone. */
  static Dispatcher of(Design design, boolean masked) {
    return switch (design) {
      case D1 -> onZero(masked ? SyndromeLayout.IMM16.mask() : SyndromeLayout.ISS.mask());
      case D2, D3 -> onTag(SyndromeLayout.IMM16.mask());
      case D4, D5, D6 -> onIdentifier();
      case D7 -> onInstruction();
      case D8 -> onTagThenIdentifier();
    };
  }

  /** Where there is no syndrome register nothing is told apart: it may be any of them. */
  private static Dispatcher ofIss(BiPredicate<Offered, Integer> chosen) {
    return (seen, here) -> {
      OptionalInt iss = seen.iss();
      return iss.isEmpty() ? here : those(here, offered -> chosen.test(offered, iss.getAsInt()));
    };
  }

  private static List<Offered> those(List<Offered> here, Predicate<Offered> chosen) {
    List<Offered> picked = new ArrayList<>(here.size());
    for (Offered offered : here) {
      if (chosen.test(offered)) {
        picked.add(offered);
      }
    }
    return picked;
  }
}
