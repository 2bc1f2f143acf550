// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.namespace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.Finding;
import org.armcall.model.namespace.Registry;
import org.armcall.traces.registry.RegistryFile;

/** What is wrong with claims, as a person reads it. */
final class CheckText {
  private CheckText() {}

  /** A project's own claim is named by its place, one of the registry by its source. */
  static String findings(List<Finding> findings, Map<Claim, String> places) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      List<Claim> claims = finding.claims();
      Optional<String> place =
          claims.stream().map(places::get).filter(Objects::nonNull).reduce((one, last) -> last);
      text.append(place.map(where -> where + ": ").orElse(""))
          .append(NamespaceText.line("%s (%s)", finding.sentence(), finding.rule().id()));
      claims.stream()
          .map(Claim::source)
          .distinct()
          .forEach(source -> text.append(NamespaceText.line("  %s", source)));
    }
    return text.toString();
  }

  static String summary(int claims, List<Finding> findings) {
    Registry builtIn = RegistryFile.builtIn();
    Map<String, Long> byRule =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.rule().id(), LinkedHashMap::new, Collectors.counting()));
    StringBuilder text = new StringBuilder();
    if (findings.size() > 1) {
      byRule.forEach((rule, count) -> text.append(NamespaceText.line("%5d %s", count, rule)));
    }
    return text
        + NamespaceText.line(
            "%s: %s held against %d claims of %d owners",
            counted(findings.size(), "finding", "findings"),
            counted(claims, "claim", "claims"),
            builtIn.claims().size(),
            builtIn.owners().size());
  }

  static String counted(int count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
