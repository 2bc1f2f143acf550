// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.armcall.model.namespace.Breach;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Clash;
import org.armcall.model.namespace.Registry;

/** What is wrong with claims, as a person reads it. */
final class CheckText {
  private CheckText() {}

  /** A project's own claim is named by its place, one of the registry by its source. */
  static String claims(List<Clash> clashes, List<Breach> breaches, Map<Claim, String> places) {
    StringBuilder text = new StringBuilder();
    for (Clash clash : clashes) {
      Claim mine = places.containsKey(clash.second()) ? clash.second() : clash.first();
      String kind = clash.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      text.append(NamespaceText.line("%s: %s", places.getOrDefault(mine, kind), clash.sentence()));
      text.append(NamespaceText.line("  %s", clash.first().source()));
      text.append(NamespaceText.line("  %s", clash.second().source()));
    }
    for (Breach breach : breaches) {
      text.append(
          NamespaceText.line(
              "%s: %s", places.getOrDefault(breach.claim(), "rule"), breach.sentence()));
      text.append(NamespaceText.line("  %s", breach.claim().source()));
    }
    return text.toString();
  }

  static String summary(int claims, Registry all, List<Clash> clashes, List<Breach> breaches) {
    return NamespaceText.line(
        "%s, %s: %s held against %d claims of %d owners",
        counted(clashes.size(), "clash", "clashes"),
        counted(breaches.size(), "broken rule", "broken rules"),
        counted(claims, "claim", "claims"),
        all.claims().size(),
        all.owners().size());
  }

  static String counted(int count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
