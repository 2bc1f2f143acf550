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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exhibits as images: what the faulty trace shows breaks the rule, and what the mended one
 * shows does not, on the emulator and in QEMU.
 */
final class ReproduceExhibitsTest {
  private static final Path EXHIBITS =
      Path.of(System.getProperty("armcall.home")).resolve("traces/exhibits");

  /** The exhibits that no image shows, by the words that say why. */
  private static final Map<String, String> NOT_SHOWN =
      Map.of(
          "b1-guest-stopped-for-an-immediate", "no answer to the call",
          "b2-entry-point-cut", "a second processor",
          "b33-failed-condition-executed", "condition failed",
          "b48-injected-at-the-wrong-vector", "level and vector",
          "b49-it-bits-of-aarch64", "no answer to the call");

  private static final int LEAST = 18;

  /** An exhibit and its first violation. */
  record Exhibit(String name, Rule rule, long line) {
    @Override
    public String toString() {
      return name;
    }

    Chosen faulty() {
      return new Chosen(trace("faulty"), line, rule, "something", "something else");
    }

    /** The mended trace has its last answer in the place of the faulty one's line. */
    Chosen fixed() throws IOException {
      List<String> lines = Files.readAllLines(trace("fixed"));
      return new Chosen(trace("fixed"), Math.min(line, lines.size()), rule, "", "");
    }

    private Path trace(String which) {
      return EXHIBITS.resolve(name).resolve(which + ".ndjson");
    }
  }

  static List<Exhibit> exhibits() throws IOException {
    List<Exhibit> exhibits = new ArrayList<>();
    try (Stream<Path> folders = Files.list(EXHIBITS)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        if (Files.exists(folder.resolve("faulty.ndjson"))) {
          JsonNode first =
              new ObjectMapper()
                  .readTree(Files.readAllBytes(folder.resolve("exhibit.json")))
                  .at("/breaks/0");
          exhibits.add(
              new Exhibit(
                  folder.getFileName().toString(),
                  Rule.ofId(first.get("rule").asText()).orElseThrow(),
                  first.get("line").asLong()));
        }
      }
    }
    return exhibits;
  }

  static List<Exhibit> shown() throws IOException {
    return exhibits().stream().filter(one -> !NOT_SHOWN.containsKey(one.name())).toList();
  }

  @Test
  void everyExhibitIsShownOrSaysWhyNot() throws IOException {
    Map<String, String> refused = new TreeMap<>();
    for (Exhibit exhibit : exhibits()) {
      try {
        ReproduceCommand.make(exhibit.faulty(), Optional.empty(), true);
      } catch (NotShownException why) {
        refused.put(exhibit.name(), why.getMessage());
      }
    }
    assertEquals(NOT_SHOWN.keySet(), refused.keySet());
    NOT_SHOWN.forEach((name, words) -> assertTrue(refused.get(name).contains(words), name));
    assertTrue(shown().size() >= LEAST);
  }

  @ParameterizedTest
  @MethodSource("shown")
  void theFaultyOneBreaksItsRuleOnTheEmulatorAndTheMendedOneDoesNot(Exhibit exhibit)
      throws Exception {
    emulates(ReproduceCommand.make(exhibit.faulty(), Optional.empty(), true), exhibit.rule(), 1);
    emulates(ReproduceCommand.make(exhibit.fixed(), Optional.empty(), true), exhibit.rule(), 0);
  }

  private static void emulates(Reproducer made, Rule rule, int status) {
    Reproducer.Emulated run = made.emulate();
    assertEquals("", run.why());
    assertEquals(made.prediction().text(), run.output());
    assertEquals(status, run.status());
    assertTrue(
        run.output().contains("rule " + rule.id() + (status == 1 ? " broken: " : " holds\n")),
        run.output());
  }

  @ParameterizedTest
  @MethodSource("shown")
  void itBootsInQemuAndSaysTheSame(Exhibit exhibit, @TempDir Path directory) throws Exception {
    boots(exhibit.faulty(), directory, 1);
    boots(exhibit.fixed(), directory, 0);
  }

  private static void boots(Chosen chosen, Path directory, int status) throws Exception {
    Reproducer made = ReproduceCommand.make(chosen, Optional.empty(), true);
    ReproducerFiles.write(directory, chosen, made);
    Booted booted = Booted.of(made, directory);
    assertEquals(Files.readString(directory.resolve(ReproducerFiles.EXPECTED)), booted.output());
    assertEquals(status, booted.status());
  }

  /** On QEMU's own firmware the same clients find nothing wrong. */
  @Test
  void theMachinesOwnCalleeAnswersWhereItIsAsked(@TempDir Path directory) throws Exception {
    for (Exhibit exhibit : shown()) {
      boolean own =
          List.of(
                  "b15-x18-lost",
                  "b38-upper-halves-at-el2",
                  "b3-upper-halves-at-el3",
                  "b6-number-alone")
              .contains(exhibit.name());
      if (own) {
        Reproducer made = ReproduceCommand.make(exhibit.faulty(), Optional.empty(), false);
        ReproducerFiles.write(directory, exhibit.faulty(), made);
        Booted booted = Booted.of(made, directory);
        assertEquals(0, booted.status(), exhibit + ": " + booted.output());
        assertTrue(booted.output().contains("rule " + exhibit.rule().id() + " holds\n"));
      }
    }
  }

  /** QEMU's virt answers PSCI at EL1 by HVC: an SMC is UNDEFINED there, which decides nothing. */
  @Test
  void aCallThatTheMachineDoesNotHaveDecidesNothing(@TempDir Path directory) throws Exception {
    Exhibit exhibit =
        shown().stream()
            .filter(one -> one.name().equals("b36-answered-smc-again"))
            .findFirst()
            .orElseThrow();
    Reproducer made = ReproduceCommand.make(exhibit.faulty(), Optional.empty(), false);
    ReproducerFiles.write(directory, exhibit.faulty(), made);
    Booted booted = Booted.of(made, directory);
    assertEquals(2, booted.status());
    assertTrue(booted.output().contains("not decided"), booted.output());
  }
}
