// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.Main;
import org.armcall.checker.cli.Terminal;
import org.junit.jupiter.api.Test;

/** What the README shows is what the program prints, and what it names exists. */
final class ReadmeTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));
  private static final Pattern SHOWN =
      Pattern.compile(
          "`?(?:    )?\\./armcall ((?:replay|predict|decode|emulate|namespace)[^`\n]*)`?[^`]*\n```\n(.*?)\n```",
          Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern LAW_TABLE = Pattern.compile("\\| `(\\w+Test)` \\|");

  private static String readme() throws IOException {
    return Files.readString(HOME.resolve("README.md"));
  }

  @Test
  void theOutputsAreReal() throws IOException {
    Matcher shown = SHOWN.matcher(readme());
    int count = 0;
    while (shown.find()) {
      assertEquals(shown.group(2), run(words(shown.group(1))), shown.group(1));
      count++;
    }
    assertEquals(6, count, "replay, emulate, predict, decode, namespace whois and check");
  }

  @Test
  void theTestsOfTheLawTableExist() throws IOException {
    Matcher law = LAW_TABLE.matcher(readme());
    int count = 0;
    while (law.find()) {
      String file = law.group(1) + ".java";
      try (var files = Files.walk(HOME)) {
        assertTrue(files.anyMatch(path -> path.getFileName().toString().equals(file)), file);
      }
      count++;
    }
    assertTrue(count > 20, count + " laws");
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(
          text.startsWith("traces/") || text.startsWith("spec/")
              ? HOME.resolve(text).toString()
              : text);
    }
    return words;
  }

  private static String run(List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    Main.run(
        words.toArray(new String[0]),
        new Terminal(new ByteArrayInputStream(new byte[0]), stream, stream));
    stream.flush();
    // A user is in the root of the project, and the test is not.
    return out.toString(StandardCharsets.UTF_8).replace(HOME + "/", "").stripTrailing();
  }
}
