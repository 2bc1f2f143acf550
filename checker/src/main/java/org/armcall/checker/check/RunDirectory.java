// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The record of one check: {@code run.txt}, {@code result.json} and the engines' own output of each
 * model.
 */
final class RunDirectory {

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes the directory, before any engine is started, so that a long check is not lost for want of
   * a place.
   */
  static RunDirectory create(Path path) throws CheckException {
    try {
      Files.createDirectories(path);
      Path probe = Files.createTempFile(path, "armcall", ".tmp");
      Files.delete(probe);
      return new RunDirectory(path.toAbsolutePath());
    } catch (IOException e) {
      throw new CheckException(
          CheckException.USAGE, "--out " + path + ": cannot be written: " + e.getMessage());
    }
  }

  Path path() {
    return path;
  }

  void write(CheckRequest request, CheckReport report) throws CheckException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("command", String.join(" ", request.commandLine()));
    lines.put("ended", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    lines.put("profile", request.profile().word());
    lines.put("workers", Integer.toString(request.workers()));
    lines.put("java", Runtime.version().toString());
    lines.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    lines.putAll(facts(report));
    lines.put("exit", Integer.toString(report.exitCode()));
    StringBuilder run = new StringBuilder();
    lines.forEach((name, value) -> run.append(String.format("%-10s%s%n", name, value)));
    try {
      Files.writeString(path.resolve("run.txt"), run.toString());
      Files.writeString(path.resolve("result.json"), CheckJson.of(report) + "\n");
    } catch (IOException e) {
      throw new CheckException(
          CheckException.USAGE, "--out " + path + ": cannot be written: " + e.getMessage());
    }
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
