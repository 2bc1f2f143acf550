// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of many findings of one rule the first are told in full, and every one is told. */
final class ManyFindingsTest {
  private static final int MORE = 30;

  @TempDir Path directory;

  /** HVCs whose IL is 0, each with an immediate of its own. */
  private String many() throws IOException {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < Report.IN_FULL + MORE; i++) {
      String next = Integer.toHexString(0x40080004 + 8 * i);
      log.add("Taking exception 11 [Hypervisor Call] on CPU 0");
      log.add("...from EL1 to EL2");
      log.add("...with ESR 0x16/0x" + Integer.toHexString(0x58000000 + i));
      log.add("...with ELR 0x" + next);
      log.add("...to EL2 PC 0x40001400 PSTATE 0x3c9");
      log.add("Exception return from AArch64 EL2 to AArch64 EL1 PC 0x" + next);
    }
    return new Kept(directory).log("many", log);
  }

  @Test
  void theFirstHaveAPageAndStepsAndTheOthersAreInEveryFileInShort() throws IOException {
    Path out = Path.of(many());
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(
          Report.IN_FULL,
          files
              .filter(file -> file.getFileName().toString().matches("[0-9a-f]{12}\\.html"))
              .count());
    }
    JsonNode report = Kept.json(Files.readString(out.resolve("report.json")));
    assertEquals(
        List.of(),
        Kept.problems("findings-1.schema.json", SpecVersion.VersionFlag.V202012, report));
    JsonNode findings = report.path("findings");
    assertEquals(Report.IN_FULL + MORE, findings.size());
    assertFalse(findings.path(Report.IN_FULL - 1).path("steps").isEmpty());
    JsonNode last = findings.path(Report.IN_FULL);
    assertTrue(last.path("steps").isEmpty(), last::toPrettyString);
    assertFalse(last.path("observed").asText().isEmpty());
    String index = Files.readString(out.resolve("index.html"));
    assertTrue(
        index.contains(
            "Of each rule the first "
                + Report.IN_FULL
                + " findings are told in full; "
                + MORE
                + " more are here"),
        index);
    assertTrue(index.contains(last.path("id").asText()), index);
    assertEquals(
        Report.IN_FULL + MORE,
        Kept.json(Files.readString(out.resolve("report.sarif"))).at("/runs/0/results").size());
    // Who asks for one is told it in full.
    JsonNode only =
        Kept.json(
            Kept.report(
                List.of(out.toString()), "--only", last.path("id").asText(), "--format", "json"));
    assertFalse(only.at("/findings/0/steps").isEmpty(), only::toPrettyString);
  }

  private String told(String violates, int workers) throws IOException {
    ObjectNode result =
        (ObjectNode)
            Kept.json(
                "{\"command\":\"check\",\"profile\":\"quick\",\"models\":[{\"name\":\"m/x\","
                    + "\"engine\":\"tlc\",\"module\":\"m/X.tla\",\"verdict\":\"not-as-expected\","
                    + "\"reasons\":[\"broken\"],\"expected\":{\"verdict\":\"holds\"},\"observed\":{"
                    + "\"verdict\":\"violated\",\"property\":\"P\",\"counterexample\":{\"steps\":[{"
                    + "\"number\":1,\"action\":\"Init\",\"values\":{\"a\":\"1\"}}]}}}]}");
    ObjectNode model = (ObjectNode) result.at("/models/0");
    model.put("workers", workers);
    ((ObjectNode) model.at("/observed/counterexample")).put("violates", violates);
    Path file = Files.writeString(directory.resolve("result.json"), result.toString());
    return Kept.report(List.of(file.toString()), "--format", "text").replaceAll("\\s+", " ");
  }

  @Test
  void aCounterexampleSaysWhetherItIsTheShortest() throws IOException {
    assertTrue(
        told("invariant", 1)
            .contains(
                "The shortest counterexample: the search was breadth-first, with one worker."));
    assertTrue(told("invariant", 4).contains("Perhaps not the shortest counterexample: 4 workers"));
    assertTrue(told("temporal", 1).contains("Perhaps not the shortest counterexample: that of a"));
  }
}
