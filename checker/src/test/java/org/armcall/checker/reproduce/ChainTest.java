// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole way of a fault, by the command line alone: a trace is replayed, what was found becomes
 * a page, and an image that is made from the finding boots in QEMU and says what the page says. The
 * steps before QEMU are taken where it is not installed, too.
 */
final class ChainTest {
  private static final Path EXHIBITS =
      Path.of(System.getProperty("armcall.home")).resolve("traces/exhibits");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One exhibit for each kind of fault that an image shows. */
  private static final List<String> KINDS =
      List.of(
          "b3-upper-halves-at-el3",
          "b5-trapped-smc-again",
          "b6-number-alone",
          "b8-tfv-8",
          "b9-result-of-32-bits",
          "b10-identifier-of-64-bits",
          "b15-x18-lost",
          "b22-features-without-version",
          "b31-answer-taken-for-a-failure",
          "b39-immediate-ignored",
          "b43-version-not-supported");

  /** A machine that is so slow hangs: no run takes a second of an idle one. */
  private static final int HANGS = 300;

  @TempDir private Path directory;

  static Stream<String> kinds() {
    return KINDS.stream();
  }

  private static JsonNode exhibit(String name) throws IOException {
    return JSON.readTree(EXHIBITS.resolve(name).resolve("exhibit.json").toFile());
  }

  @Test
  void tenRulesAreBrokenAtLeast() throws IOException {
    List<String> rules = new ArrayList<>();
    for (String name : KINDS) {
      rules.add(exhibit(name).at("/breaks/0/rule").asText());
    }
    assertTrue(rules.stream().distinct().count() >= 10, rules.toString());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aTraceBecomesAFindingAPageAndAnImageThatSaysTheSame(String name) throws Exception {
    String rule = exhibit(name).at("/breaks/0/rule").asText();
    Path trace =
        Files.copy(
            EXHIBITS.resolve(name).resolve("faulty.ndjson"), directory.resolve("recorded.ndjson"));
    Path kept = directory.resolve("kept");
    ends(ExitCode.VIOLATED, replay(name, trace, kept));

    Path pages = directory.resolve("pages");
    ends(ExitCode.HOLDS, "report", kept.toString(), "--format", "html,json", "--out", "" + pages);
    JsonNode findings = JSON.readTree(pages.resolve("report.json").toFile()).path("findings");
    JsonNode finding = findings.get(0);
    assertEquals(rule, finding.path("what").asText());
    String page = text(pages.resolve(finding.path("id").asText() + ".html"));
    assertTrue(page.contains(" breaks " + rule + "."), page);
    assertTrue(page.contains(finding.path("expected").asText()), page);
    assertTrue(page.contains(finding.path("observed").asText()), page);

    Path boot = directory.resolve("boot");
    ends(ExitCode.HOLDS, "reproduce", kept.toString(), "--finding", "1", "--out", "" + boot);
    String readme = Files.readString(boot.resolve("README.md"));
    assertTrue(readme.startsWith("# " + rule + ", line " + finding.path("line").asLong()), readme);
    assertTrue(readme.contains(finding.path("observed").asText()), readme);

    String output = boots(boot, readme);
    assertEquals(Files.readString(boot.resolve("expected.txt")), output);
    assertTrue(output.contains("rule " + rule + " broken: "), output);
  }

  /** With the options that the exhibit says that its replay needs. */
  private static String[] replay(String name, Path trace, Path kept) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("replay", trace.toString(), "--out", kept.toString()));
    JsonNode options = exhibit(name).path("replay");
    for (JsonNode callee : options.path("callee")) {
      command.addAll(List.of("--callee", callee.asText()));
    }
    if (options.has("convention")) {
      command.addAll(List.of("--convention", options.path("convention").asText()));
    }
    return command.toArray(String[]::new);
  }

  private static void ends(ExitCode code, String... command) {
    CommandRun run = CommandRun.of(command);
    assertEquals(code, run.code(), String.join(" ", command) + "\n" + run.err());
  }

  /** The text of a page, as a reader sees it. */
  private static String text(Path page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(page.toFile())
        .getDocumentElement()
        .getTextContent();
  }

  /** Runs the command that stands in the image's README; it exits with 1 where a rule is broken. */
  private static String boots(Path boot, String readme) throws Exception {
    List<String> command =
        readme
            .lines()
            .filter(line -> line.startsWith("    qemu-system-"))
            .map(line -> List.of(line.strip().split(" ", -1)))
            .findFirst()
            .orElseThrow();
    assumeTrue(isInstalled(command.get(0)), command.get(0) + " is not installed: not booted");
    Path output = boot.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(boot.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      assertTrue(process.waitFor(HANGS, TimeUnit.SECONDS), "QEMU hangs");
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertEquals(1, process.exitValue(), said);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
  }
}
