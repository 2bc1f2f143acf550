// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.armcall.traces.format.LogFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every format has a page that says how to record it, what it lets one check and what it cannot
 * show. Which families of rules that are is in the table of README.md, which is made by reading the
 * committed logs; a page says the same.
 */
class FormatPagesTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final Path PAGES = HOME.resolve("traces/formats");
  private static final String FAMILIES = "Families of rules with an answer: ";

  private static String page(LogFormat format) throws IOException {
    return Files.readString(PAGES.resolve(format.text() + ".md"));
  }

  /** The families with a yes in the row of that format. */
  private static List<String> answered(LogFormat format) throws IOException {
    List<String> lines = Files.readAllLines(HOME.resolve("README.md"));
    List<String> names = cells(line(lines, "| `--format` | "));
    List<String> words = cells(line(lines, "| `" + format.text() + "` |"));
    assertEquals(names.size(), words.size());
    List<String> answered = new ArrayList<>();
    for (int i = 1; i < names.size(); i++) {
      if (words.get(i).equals("yes")) {
        answered.add(names.get(i));
      }
    }
    return answered;
  }

  private static String line(List<String> lines, String start) {
    List<String> found = lines.stream().filter(line -> line.startsWith(start)).toList();
    assertEquals(1, found.size(), start);
    return found.get(0);
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void aPageSaysHowToRecordWhatIsCheckedAndWhatIsNotShown(LogFormat format) throws IOException {
    List<String> headings = page(format).lines().filter(line -> line.startsWith("## ")).toList();
    List<String> wanted =
        List.of("## How to record it", "## What it lets armcall check", "## What it cannot show");
    assertEquals(wanted, headings.stream().filter(wanted::contains).toList());
    for (String heading : wanted) {
      String section = page(format).split(heading + "\n", 2)[1].split("\n## ", 2)[0];
      assertTrue(section.strip().length() > 40, heading + " of " + format.text() + " is empty");
    }
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void thePageNamesTheFamiliesOfTheTable(LogFormat format) throws IOException {
    String said = line(page(format).lines().toList(), FAMILIES);
    assertEquals(FAMILIES + String.join(", ", answered(format)) + ".", said);
  }

  @Test
  void everyPageIsOfAFormatAndIsListed() throws IOException {
    String list = Files.readString(PAGES.resolve("README.md"));
    try (Stream<Path> files = Files.list(PAGES)) {
      List<String> pages =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
              .sorted()
              .toList();
      assertEquals(
          Arrays.stream(LogFormat.values()).map(format -> format.text() + ".md").sorted().toList(),
          pages);
      for (String name : pages) {
        assertTrue(list.contains("](" + name + ")"), name);
      }
    }
  }
}
