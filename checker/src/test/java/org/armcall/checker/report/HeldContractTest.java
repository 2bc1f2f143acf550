// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.armcall.checker.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The register table has the contract that the callee was held to, and says why it is that one. */
final class HeldContractTest {
  private static final String B15 =
      Kept.HOME.resolve("traces/exhibits/b15-x18-lost/faulty.ndjson").toString();

  @TempDir Path directory;

  private JsonNode finding(String... options) throws IOException {
    Path out = directory.resolve("out" + String.join("", options));
    List<String> words =
        new ArrayList<>(
            List.of("replay", B15, "--rules", "REG-PRESERVED", "--out", out.toString()));
    words.addAll(List.of(options));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals("", run.err());
    return Kept.json(Files.readString(out.resolve("report.json"))).at("/findings/0");
  }

  private static Map<String, String> contracts(JsonNode finding) {
    return StreamSupport.stream(finding.path("registers").spliterator(), false)
        .collect(
            Collectors.toMap(
                each -> each.path("name").asText(), each -> each.path("contract").asText()));
  }

  /** DEN0028 table 3-1 and section 3.1: of 1.1, X4 to X17 are results or preserved. */
  @Test
  void withoutAnOptionItIsWhatTheCalleeAnswers() throws IOException {
    JsonNode finding = finding();
    assertEquals(
        "SMC Calling Convention 1.1, 64-bit call, caller in AArch64 (known by what the callee itself"
            + " answers in the log).",
        finding.path("contract").asText());
    assertEquals("preserved", contracts(finding).get("x17"));
    assertEquals("result", contracts(finding).get("x0"));
    assertEquals("preserved", contracts(finding).get("x4 to x16"), "was not recorded");
  }

  /** In 1.0 a callee may leave anything in X4 to X17 (DEN0028 A, section 3.1). */
  @Test
  void anotherVersionOfTheCommandLineIsAnotherContract() throws IOException {
    JsonNode finding = finding("--convention", "1.0");
    assertTrue(
        finding.path("contract").asText().contains("1.0, 64-bit call"),
        finding.path("contract")::asText);
    assertTrue(finding.path("contract").asText().contains("(known by --convention 1.0)"));
    assertEquals("may change", contracts(finding).get("x17"));
    assertEquals("preserved", contracts(finding).get("x18"));
  }

  @Test
  void aPresetSaysTheVersionOfItsCallee() throws IOException {
    JsonNode finding = finding("--callee", "xen");
    assertTrue(
        finding.path("contract").asText().contains("(known by --callee xen)"),
        finding.path("contract")::asText);
  }

  /** The other engine says nothing of it; then the options of the run do. */
  @Test
  void withoutAWordOfTheReplayTheOptionsCount() {
    for (String option : List.of("--callee xen", "--convention 1.1")) {
      JsonNode run =
          Kept.json(
              "{\"run\":{\"commandLine\":[\"armcall\",\"replay\",\"x\",\""
                  + option.replace(" ", "\",\"")
                  + "\"]}}");
      HeldContract held =
          HeldContract.of(Kept.json("{}"), new Head(run), Map.of("x0", 0x84000000L));
      assertEquals(1, held.versions().size(), option);
      assertTrue(held.text().contains("(known by " + option + ")"), held.text());
    }
  }

  @Test
  void whatNothingSaysIsNotGuessed() {
    HeldContract none =
        HeldContract.of(
            Kept.json("{}"), new Head(Kept.JSON.createObjectNode()), Map.of("x0", 0x84000000L));
    assertEquals("result", none.of(0));
    assertEquals("preserved", none.of(18));
    assertTrue(none.of(17).startsWith("by version: "), none.of(17));
    assertEquals(
        "SMC Calling Convention, any version, 32-bit call, caller in AArch64.", none.text());
  }
}
