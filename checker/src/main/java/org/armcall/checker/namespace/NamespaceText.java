// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.Registry;

/** The registry as a person reads it. */
final class NamespaceText {
  private NamespaceText() {}

  static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).stripTrailing() + '\n';
  }

  /** A line for each claim. */
  static String list(List<Claim> claims) {
    StringBuilder text = new StringBuilder();
    for (Claim claim : claims) {
      text.append(
          line(
              "%-26s %-8s %-20s %-10s %s%s",
              numbers(claim.calls()),
              conduits(claim.calls()),
              claim.owner().name(),
              claim.status().text(),
              claim.name(),
              claim.isBlock() ? " (block)" : ""));
    }
    return text + line("%d claim%s", claims.size(), claims.size() == 1 ? "" : "s");
  }

  private static String conduits(CallPattern calls) {
    return calls.conduits().stream()
        .map(conduit -> conduit.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  /** The identifiers, or the immediates where those choose. */
  static String numbers(CallPattern calls) {
    boolean anyNumber = calls.ids().equals(ClaimedIds.Range.ANY);
    String immediates = calls.immediates().text();
    if (calls.immediates().hasZero()) {
      return calls.ids().text();
    }
    return anyNumber ? immediates : immediates + ", " + calls.ids().text();
  }

  /** Whose a value is. */
  static String whois(Asked asked, Registry registry) {
    StringBuilder text = new StringBuilder(asked.heading()).append('\n');
    if (asked.isIdentifier()) {
      text.append(line("  range   %s", asked.id().owner().meaning()));
    }
    List<Claim> claims = asked.claims(registry);
    for (Claim claim : claims) {
      String layers =
          claim.calls().layers().stream().map(Layer::text).collect(Collectors.joining(", "));
      text.append(
          line(
              "  %-7s %s%s, %s, %s by %s at %s",
              claim.isBlock() ? "block" : "claim",
              claim.title(),
              claim.since().map(version -> ", since " + version).orElse(""),
              claim.status().text(),
              numbers(claim.calls()),
              conduits(claim.calls()),
              layers));
      claim.doubt().ifPresent(why -> text.append(line("          not confirmed: %s", why)));
      text.append(line("          %s", claim.source()));
    }
    registry.uids().stream()
        .filter(uid -> asked.isIdentifier() && uid.query().equals(asked.id()))
        .forEach(
            uid ->
                text.append(
                    line("  uid     %s answers %s", uid.owner().name(), uid.uid().toString())));
    if (claims.isEmpty()) {
      text.append(line("  claim   none that the registry knows"));
    }
    return text.toString();
  }
}
