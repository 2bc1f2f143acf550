// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * A fuzz target: any file is given to {@code report} as a result. It is refused in one line, or
 * every form is made of it, and what is XML or JSON is well-formed.
 */
class FindingsFuzzTest {
  private static Path directory;

  @BeforeAll
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("armcall-fuzz");
  }

  @AfterAll
  static void removeDirectory() throws IOException {
    remove(directory);
  }

  @FuzzTarget
  void findings(byte[] content) throws Exception {
    Path result = Files.write(directory.resolve("result.json"), content);
    Path out = directory.resolve("out");
    if (Files.exists(out)) {
      remove(out); // A target that failed has left it.
    }
    CommandRun run =
        CommandRun.of(
            "report",
            result.toString(),
            "--expected",
            "--pages",
            "20",
            "--format",
            "html,text,md,json,sarif,junit,itf,alloy",
            "--out",
            out.toString());
    if (run.code() == ExitCode.HOLDS) {
      try (Stream<Path> files = Files.list(out)) {
        for (Path file : files.toList()) {
          isWellFormed(file);
        }
      }
      remove(out);
      return;
    }
    assertEquals(ExitCode.INPUT, run.code(), run.err());
    assertFalse(Files.exists(out), "what is refused leaves nothing behind");
    List<String> message = run.err().lines().toList();
    assertEquals(1, message.size(), run.err());
    assertTrue(message.get(0).startsWith("armcall: "), run.err());
    String text = new String(content, StandardCharsets.ISO_8859_1);
    assertFalse(run.err().contains("Exception") && !text.contains("Exception"), run.err());
  }

  private static void isWellFormed(Path file) throws Exception {
    String name = file.getFileName().toString();
    if (name.endsWith("json") || name.endsWith(".sarif")) {
      new ObjectMapper().readTree(file.toFile());
    } else if (name.endsWith(".html") || name.equals("junit.xml")) {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(null);
      builder.parse(file.toFile());
    }
  }

  private static void remove(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
