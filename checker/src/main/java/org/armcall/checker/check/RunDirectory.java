// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    StringBuilder run = new StringBuilder();
    run.append("command   ").append(String.join(" ", request.commandLine())).append('\n');
    run.append("ended     ").append(Instant.now().truncatedTo(ChronoUnit.SECONDS)).append('\n');
    run.append("profile   ").append(request.profile().word()).append('\n');
    run.append("workers   ").append(request.workers()).append('\n');
    run.append("java      ").append(Runtime.version()).append('\n');
    run.append("system    ")
        .append(System.getProperty("os.name"))
        .append(' ')
        .append(System.getProperty("os.arch"));
    run.append('\n');
    facts(report)
        .forEach((name, value) -> run.append(name).append("  ").append(value).append('\n'));
    run.append("exit      ").append(report.exitCode()).append('\n');
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
              facts.put(name.equals("seed") ? "seed of " + result.model().name() : name, value));
    }
    return facts;
  }
}
