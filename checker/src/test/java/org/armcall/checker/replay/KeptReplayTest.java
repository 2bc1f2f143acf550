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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.armcall.checker.replay.engine.Stepped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept with a violation is what happened around it, and no more. */
final class KeptReplayTest {
  private static final Path EXHIBIT =
      Path.of(System.getProperty("armcall.home"), "traces/exhibits/b15-x18-lost/faulty.ndjson");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private static ReplayRequest request(Path file) {
    return new ReplayRequest(List.of(file), Optional.empty(), Set.of(), TraceFormat.AUTO);
  }

  /** As it is written: the events stand in the tree as raw text. */
  private static JsonNode read(JsonNode kept) throws IOException {
    return JSON.readTree(JSON.writeValueAsString(kept)).at("/violations");
  }

  private static List<String> kinds(JsonNode violation) {
    List<String> kinds = new ArrayList<>();
    violation
        .path("around")
        .forEach(event -> kinds.add(event.path("kind").asText() + event.path("line").asText()));
    return kinds;
  }

  @Test
  void theCallTheExceptionAndTheAnswerAreKeptAndWhatCameJustBefore() throws IOException {
    JsonNode violations = read(KeptReplay.of(request(EXHIBIT), Replay.run(request(EXHIBIT))));
    assertEquals(1, violations.size());
    assertEquals(
        List.of("call5", "entry6", "return7", "call8", "entry9", "return10"),
        kinds(violations.get(0)));
    assertEquals("0xffff80001234", violations.at("/0/around/3/regs/x18").asText());
    assertEquals("armv8a-el3-el2-a64", violations.at("/0/platform").asText());
  }

  @Test
  void anEventThatTheOtherEngineRejectsHasTheSameAround() throws IOException {
    Stepped.Rejection why =
        new Stepped.Rejection(
            1, 9, 10, OptionalInt.of(0), "Return", List.of("REG-PRESERVED"), 1, "/\\ x = 1");
    SteppedResult result =
        new SteppedResult(
            List.of(EXHIBIT.toString()),
            new Stepped(10, 10, 1, List.of(why)),
            new Census(),
            new Tally(Set.of()),
            Set.of(),
            List.of());
    JsonNode violations = read(KeptReplay.of(request(EXHIBIT), result));
    assertEquals(List.of("return7", "call8", "entry9", "return10"), kinds(violations.get(0)));
    assertEquals("REG-PRESERVED", violations.at("/0/rule").asText());
  }

  @Test
  void aLogWithManyViolationsKeepsAFewEventsOfEach() throws IOException {
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      log.add("Taking exception 11 [Hypervisor Call] on CPU 0");
      log.add("...from EL1 to EL2");
      log.add("...with ESR 0x16/0x58000000");
      log.add("...with ELR 0x40080004");
      log.add("...to EL2 PC 0x40001400 PSTATE 0x3c9");
      log.add("Exception return from AArch64 EL2 to AArch64 EL1 PC 0x40080004");
    }
    Path file = Files.write(directory.resolve("many.log"), log);
    JsonNode violations = read(KeptReplay.of(request(file), Replay.run(request(file))));
    assertEquals(200, violations.size());
    assertEquals(List.of("entry1", "return6"), kinds(violations.get(0)));
    for (int i = 2; i < 200; i++) {
      String line = String.valueOf(i * 6 + 1);
      List<String> around = kinds(violations.get(i));
      assertEquals(Surroundings.BEFORE + 1 + Surroundings.BEHIND, around.size());
      assertEquals("entry" + line, around.get(Surroundings.BEFORE));
    }
  }

  @Test
  void whatCannotBeReadAgainHasNothingAround() {
    Surroundings none = Surroundings.of(directory, TraceFormat.AUTO, List.of(Set.of(1L)));
    assertTrue(none.around(Set.of(1L)).isEmpty());
  }
}
