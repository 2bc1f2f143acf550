// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * By which rules the fields of an event were filled in that decide those very rules: whatever the
 * log said, they would be kept (traces/adr/0004-by-construction.md).
 *
 * <p>The events of most logs say nothing of the kind, and pay nothing for it.
 */
final class Constructed {
  /** What {@code reconstructed} says: {@code fromEl, toEl by ROU-HVC-TARGET: the ground}. */
  private static final Pattern BY =
      Pattern.compile("\\bby ([A-Z][A-Z0-9-]+(?:, [A-Z][A-Z0-9-]+)*)");

  /** A reader has a few texts; a trace with more is odd, and read all the same. */
  private static final int TEXTS = 256;

  private final Map<String, Set<Rule>> texts = new HashMap<>();
  private final Map<OptionalInt, Set<Rule>> ofCalls = new HashMap<>();

  /** Whether some call was made whose rules its exception has to be told. */
  boolean isWaiting() {
    return !ofCalls.isEmpty();
  }

  /** Lines are missing. */
  void forget() {
    ofCalls.clear();
  }

  /**
   * The rules that are kept in this event by construction. What an exception has is its own and
   * that of the call before it.
   */
  Set<Rule> rules(TraceEvent event, String reconstructed) {
    Set<Rule> own = reconstructed.isEmpty() ? Set.of() : of(reconstructed);
    if (event instanceof TraceEvent.Call) {
      if (own.isEmpty()) {
        ofCalls.remove(event.cpu());
      } else {
        ofCalls.put(event.cpu(), own);
      }
      return own;
    }
    boolean follows = event instanceof TraceEvent.Entry || event instanceof TraceEvent.Handled;
    Set<Rule> ofCall = follows ? ofCalls.remove(event.cpu()) : null;
    if (ofCall == null) {
      return own;
    }
    Set<Rule> both = EnumSet.copyOf(ofCall);
    both.addAll(own);
    return both;
  }

  private Set<Rule> of(String reconstructed) {
    if (texts.size() >= TEXTS) {
      texts.clear();
    }
    return texts.computeIfAbsent(reconstructed, Constructed::parsed);
  }

  /** An identifier of no rule is a word for people. */
  private static Set<Rule> parsed(String reconstructed) {
    EnumSet<Rule> rules = EnumSet.noneOf(Rule.class);
    Matcher by = BY.matcher(reconstructed);
    while (by.find()) {
      for (String id : by.group(1).split(", ", -1)) {
        Rule.ofId(id).ifPresent(rules::add);
      }
    }
    return Collections.unmodifiableSet(rules);
  }
}
