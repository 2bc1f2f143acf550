// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.armcall.checker.report.RunDirectory;

/**
 * The record of one check in its run directory; the engines' own output of each model lies beside
 * it.
 */
record CheckRecord(RunDirectory directory) {

  static CheckRecord create(Path path) throws CheckException {
    try {
      return new CheckRecord(RunDirectory.create(path));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  Path path() {
    return directory.path();
  }

  void write(CheckRequest request, CheckReport report) throws CheckException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("profile", request.profile().word());
    lines.put("workers", Integer.toString(request.workers()));
    lines.putAll(facts(report));
    lines.put("exit", Integer.toString(report.exitCode()));
    try {
      directory.write(request.commandLine(), lines, CheckJson.tree(report));
    } catch (IOException e) {
      throw new CheckException(
          CheckException.ENGINE,
          "the result could not be kept in " + path() + ": " + RunDirectory.reason(e));
    }
  }

  private static CheckException unwritable(Path path, IOException e) {
    return new CheckException(
        CheckException.USAGE, "--out " + path + ": cannot be written: " + RunDirectory.reason(e));
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
