// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.report.Finding.Engine;
import org.armcall.checker.rules.RuleCatalogue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of every kind of finding each line of text and Markdown has at most 72 columns, but for one whose
 * only word, behind the mark or the label that it begins with, is longer: a path, an address, the
 * name of a test, a value of TLA+ without a blank, or a word of a command.
 */
final class ColumnsTest {
  private static final int WIDTH = 72;

  /** What a line of text may begin with: a label, a step, a mark, or what a table has before. */
  private static final String TEXT_BEGINNING =
      " *(?:(?:at|rule|law|source|expected|observed|model|shows|not known|no image) +"
          + "|>? *[0-9]+  |> +|\\+ )?";

  /** The same of Markdown. */
  private static final String MARKDOWN_BEGINNING =
      " *(?:## |\\* (?:At: |Source: |Rule: |Law: |Expected: |Observed: )?|[0-9]+\\. |\\+ )?";

  /** A word may be followed by what tells a shell that the command goes on. */
  private static final String ONE_WORD = "(?:'[^']*'|[^ '])+(?: \\\\)?";

  @TempDir static Path directory;
  private static final List<String> RESULTS = new ArrayList<>();

  @BeforeAll
  static void keepEveryKind() throws IOException {
    Kept kept = new Kept(directory);
    for (Path exhibit : in("traces/exhibits", Files::isDirectory)) {
      try (Stream<Path> files = Files.list(exhibit)) {
        for (Path file :
            files.filter(each -> each.toString().matches(".*/faulty\\.[^/]*")).toList()) {
          keep("replay", file);
        }
      }
    }
    for (Path scenario : in("traces/scenarios", file -> file.toString().endsWith(".yaml"))) {
      keep("emulate", scenario);
    }
    Path console = Kept.HOME.resolve("traces/formats/samples/console-uboot-hvc.txt");
    List<String> lines = new ArrayList<>(Files.readAllLines(console));
    lines.replaceAll(line -> line.replace("d401d422", "d401d442"));
    RESULTS.add(kept.log("console", lines));
    RESULTS.add(kept.log("il", Kept.BROKEN_IL));
    RESULTS.add(kept.failedCheck());
    for (String name : List.of("other-check.json", "stepped.json", "TEST-failed.xml")) {
      Path file = directory.resolve(name);
      Files.write(file, ColumnsTest.class.getResourceAsStream(name).readAllBytes());
      RESULTS.add(file.toString());
    }
  }

  private interface Wanted {
    boolean is(Path file);
  }

  private static List<Path> in(String folder, Wanted wanted) throws IOException {
    try (Stream<Path> files = Files.list(Kept.HOME.resolve(folder))) {
      return files.filter(wanted::is).sorted().toList();
    }
  }

  private static void keep(String command, Path file) {
    Path out = directory.resolve(command + RESULTS.size());
    CommandRun.of(command, file.toString(), "--out", out.toString());
    if (Files.exists(out.resolve(RunDirectory.RESULT))) {
      RESULTS.add(out.toString());
    }
  }

  @Test
  void everyKindOfFindingIsThere() {
    Set<Engine> engines = EnumSet.noneOf(Engine.class);
    for (String result : RESULTS) {
      KeptResult.open(result)
          .forEach(RuleCatalogue.load(), true, finding -> engines.add(finding.engine()));
    }
    assertEquals(EnumSet.allOf(Engine.class), engines);
  }

  @Test
  void everyFindingSaysWhatIsBrokenAndWhoSaysSo() {
    for (String result : RESULTS) {
      KeptResult.open(result)
          .forEach(
              RuleCatalogue.load(),
              true,
              finding -> {
                assertTrue(finding.sentence().endsWith("."), finding.verdict());
                assertTrue(!finding.sources().isEmpty(), finding.verdict());
              });
    }
  }

  private static Set<String> tooLong(String format, String beginning) {
    return Kept.report(RESULTS, "--format", format, "--expected")
        .lines()
        .filter(line -> line.codePointCount(0, line.length()) > WIDTH)
        .filter(line -> !line.matches(beginning + ONE_WORD))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void textHasSeventyTwoColumns() {
    assertEquals(Set.of(), tooLong("text", TEXT_BEGINNING));
  }

  @Test
  void markdownHasSeventyTwoColumns() {
    assertEquals(Set.of(), tooLong("md", MARKDOWN_BEGINNING));
  }
}
