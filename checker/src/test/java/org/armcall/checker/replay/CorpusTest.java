// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

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
import org.armcall.model.instruction.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real boots keep the rules, and hold the calls that somebody else counted in them. */
class CorpusTest {
  static List<Path> logs() {
    return Logs.all();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aRealBootViolatesNothingAndReadsWhole(Path log) {
    ReplayResult result = Replay.run(ReplayRequest.of(log));
    assertEquals(List.of(), result.violations(), result::toText);
    assertEquals(0, result.census().badLines(), result::toText);
    assertEquals(0, result.exitCode());
    assertEquals("holds", result.verdict());
    assertTrue(result.held() > 0);
  }

  @Test
  void linuxAtEl2MakesTheCountedCalls() {
    Census census = Replay.run(ReplayRequest.of(Logs.LINUX)).census();
    assertEquals(Map.of(0, 13L), census.immediates(Call.HVC));
    assertEquals(Map.of(0, 8L), census.immediates(Call.SMC));
    assertEquals(Map.of(0, 2L), census.immediates(Call.SVC));
    assertEquals(2575, census.events());
  }

  @Test
  void xenMakesTheCountedCalls() {
    Census census = Replay.run(ReplayRequest.of(Logs.XEN)).census();
    assertEquals(Map.of(0xea1, 1050L, 0, 22L), census.immediates(Call.HVC));
    assertEquals(Map.of(0, 4L), census.immediates(Call.SMC));
  }

  @Test
  void theRecordersOwnCountsAreFound() throws IOException {
    Path expected = Logs.CORPUS.resolve("expected.json");
    assertTrue(Files.exists(expected), "no expected.json beside the logs");
    for (JsonNode log : new ObjectMapper().readTree(Files.readString(expected)).get("logs")) {
      Path file = Logs.CORPUS.resolve(log.get("file").asText());
      JsonNode json = Replay.run(ReplayRequest.of(file)).toJson();
      assertEquals(asLongs(log.get("calls")), asLongs(json.get("calls")), file.toString());
      for (String call : List.of("hvc", "smc", "svc")) {
        assertEquals(
            asLongs(log.get("immediates").path(call)),
            asLongs(json.get("immediates").path(call)),
            file + " " + call);
      }
    }
  }

  private static Map<String, Long> asLongs(JsonNode object) {
    Map<String, Long> values = new java.util.TreeMap<>();
    for (String name : names(object)) {
      values.put(name, object.get(name).asLong());
    }
    return values;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
