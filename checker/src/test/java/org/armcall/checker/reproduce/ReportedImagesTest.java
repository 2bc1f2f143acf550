// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for an image that a report names is one that reproduce carries out. */
final class ReportedImagesTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home"));

  @TempDir Path directory;

  private List<JsonNode> findings(String command, Path file, Path out) throws IOException {
    CommandRun.of(command, file.toString(), "--out", out.toString());
    List<JsonNode> findings = new ArrayList<>();
    new ObjectMapper()
        .readTree(out.resolve("report.json").toFile())
        .path("findings")
        .forEach(findings::add);
    return findings;
  }

  /** Carries a command out with another directory for the image. */
  private CommandRun reproduce(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    assertEquals("armcall", words.remove(0));
    words.set(words.size() - 1, directory.resolve(words.get(words.size() - 1)).toString());
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void ofEveryExhibitTheCommandMakesAnImageOrTheReasonIsThatOfReproduce() throws IOException {
    int[] made = new int[2];
    List<Path> exhibits;
    try (Stream<Path> all = Files.walk(HOME.resolve("traces/exhibits"))) {
      exhibits = all.filter(file -> file.endsWith("faulty.ndjson")).sorted().toList();
    }
    for (Path exhibit : exhibits) {
      Path out = directory.resolve(exhibit.getParent().getFileName().toString());
      int number = 0;
      for (JsonNode finding : findings("replay", exhibit, out)) {
        number++;
        JsonNode run = finding.path("run");
        if (run.has("image")) {
          CommandRun image = reproduce(run.path("image").asText());
          assertEquals(ExitCode.HOLDS, image.code(), out + image.out() + image.err());
          made[0]++;
        } else {
          CommandRun refused =
              CommandRun.of(
                  "reproduce",
                  out.toString(),
                  "--finding",
                  String.valueOf(number),
                  "--out",
                  directory.resolve("refused").toString());
          assertEquals(ExitCode.VIOLATED, refused.code(), out + refused.out() + refused.err());
          String why = run.path("noImage").asText();
          assertTrue(!why.isEmpty() && refused.out().contains(why), out + refused.out() + why);
          made[1]++;
        }
      }
    }
    assertTrue(made[0] > 10 && made[1] > 3, made[0] + " images and " + made[1] + " reasons");
  }

  /** What emulate says while its traces have not got their places holds when they have. */
  @Test
  void theTraceOfARunThatIsJustKeptIsFound() throws IOException {
    Path out = directory.resolve("out");
    List<JsonNode> findings = findings("emulate", HOME.resolve("traces/scenarios/guess.yaml"), out);
    assertTrue(!findings.isEmpty());
    for (JsonNode finding : findings) {
      String why = finding.at("/run/noImage").asText();
      assertTrue(!why.contains("no such file") && !why.contains("not there"), why);
    }
    String kept = Files.readString(out.resolve("report.txt"));
    assertEquals(kept, CommandRun.of("report", out.toString()).out());
  }

  /** What has several findings with one id has a number for each. */
  @Test
  void aReportNamesTheNumberOfTheFinding() throws IOException {
    Path exhibit = HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson");
    JsonNode run = findings("replay", exhibit, directory.resolve("x")).get(0).path("run");
    String command = run.path("image").asText();
    assertTrue(
        command.startsWith(
            "armcall reproduce " + directory.resolve("x") + " --finding 1 --target qemu-virt-a64-"),
        command);
    String text = CommandRun.of("report", directory.resolve("x").toString()).out();
    assertTrue(text.contains("\n  image\n    armcall reproduce "), text);
    String page =
        CommandRun.of("report", directory.resolve("x").toString(), "--format", "html").out();
    assertTrue(page.contains("This makes an image"), page);
  }

  @Test
  void aFindingThatNoImageShowsSaysWhyNot() throws IOException {
    Path log =
        Files.write(
            directory.resolve("il.log"),
            List.of(
                "Taking exception 11 [Hypervisor Call] on CPU 0",
                "...from EL1 to EL2",
                "...with ESR 0x16/0x58000000",
                "...with ELR 0x1004",
                "...to EL2 PC 0x40eee400 PSTATE 0x3c9"));
    Path out = directory.resolve("y");
    JsonNode run = findings("replay", log, out).get(0).path("run");
    assertEquals(
        "the machine writes the syndrome, and UNKNOWN and reserved bits read as zero on it",
        run.path("noImage").asText());
    String text = CommandRun.of("report", out.toString()).out();
    assertTrue(text.contains("\n  no image  the machine writes the syndrome"), text);
  }
}
