// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.armcall.checker.report.RunDirectory;

/** What the record of one check has besides the result. */
final class CheckRecord {
  private CheckRecord() {}

  /** Writes the record; the engines' own output of each model lies beside it. */
  static void write(RunDirectory directory, CheckRequest request, CheckReport report) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("profile", request.profile().word());
    lines.put("workers", Integer.toString(request.workers()));
    lines.putAll(facts(report));
    lines.put("exit", Integer.toString(report.exitCode()));
    directory.write(lines, CheckJson.tree(report, request.spec()));
  }

  /** Versions are the same for all models of an engine; a seed belongs to one model. */
  private static Map<String, String> facts(CheckReport report) {
    Map<String, String> facts = new TreeMap<>();
    for (CheckResult result : report.results()) {
      Outcome outcome = result.outcome();
      Map<String, String> own =
          outcome instanceof Outcome.Holds holds
              ? holds.seen().facts()
              : outcome instanceof Outcome.Violated violated ? violated.seen().facts() : Map.of();
      own.forEach(
          (name, value) ->
              facts.put(name.equals("seed") ? "seed " + result.model().name() : name, value));
    }
    return facts;
  }
}
