// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;

/**
 * A run of {@code armcall replay --minimise}.
 *
 * @param run the run
 * @param minimal what its result says of the one trace
 * @param file the trace
 */
record Minimised(CommandRun run, JsonNode minimal, Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The run over a log in which one rule is violated. */
  static Minimised of(Path log, Path out, List<String> options) throws IOException {
    List<String> words = words(log, options);
    words.addAll(List.of("--minimise", "--out", out.toString()));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(ExitCode.VIOLATED, run.code(), run::err);
    JsonNode all = JSON.readTree(Files.readString(out.resolve("result.json"))).path("minimal");
    assertEquals(1, all.size(), all::toString);
    return new Minimised(run, all.get(0), out.resolve(all.at("/0/file").asText()));
  }

  private static List<String> words(Path log, List<String> options) {
    List<String> words = new ArrayList<>(List.of("replay", log.toString()));
    words.addAll(options);
    return words;
  }

  /** The rules that are violated in that log. */
  static List<String> broken(Path log, List<String> options) throws IOException {
    List<String> words = words(log, options);
    words.add("--json");
    JsonNode result = JSON.readTree(CommandRun.of(words.toArray(String[]::new)).out());
    assertEquals(0, result.path("badLines").asInt(), result::toString);
    return result.path("violations").findValuesAsText("rule");
  }

  String rule() {
    return minimal.path("rule").asText();
  }

  int from() {
    return minimal.path("from").asInt();
  }

  int to() {
    return minimal.path("to").asInt();
  }

  /** The laws of a minimal trace of a canonical one. */
  void isMinimal(Path log, Path scratch, List<String> options) throws IOException {
    assertEquals("minimal", minimal.path("state").asText());
    assertTrue(broken(file, options).contains(rule()), "its rule is not broken any more");
    eventsAreOf(log);
    assertNoEventCanBeLeftOut(scratch, options);
    Minimised again = Minimised.of(file, scratch.resolve("again"), options);
    assertEquals(Files.readString(file), Files.readString(again.file), "minimising again changes");
  }

  private void eventsAreOf(Path log) throws IOException {
    List<String> original = Files.readAllLines(log);
    List<String> lines = Files.readAllLines(file);
    assertEquals(to() + 1, lines.size());
    long last = 1;
    for (String line : lines.subList(1, lines.size())) {
      JsonNode event = JSON.readTree(line);
      // Where nothing was left out the events are those of the log one by one.
      long at = to() == from() ? last + 1 : event.path("line").asLong();
      assertTrue(at > last, "not in their order");
      assertEquals(bare(original.get((int) at - 1)), bare(line));
      last = at;
    }
  }

  private static JsonNode bare(String line) throws IOException {
    ObjectNode event = (ObjectNode) JSON.readTree(line);
    event.remove(List.of("seq", "line"));
    return event;
  }

  private void assertNoEventCanBeLeftOut(Path scratch, List<String> options) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 1; i < lines.size() && lines.size() > 2; i++) {
      List<String> fewer = new ArrayList<>(lines);
      fewer.remove(i);
      for (int seq = 1; seq < fewer.size(); seq++) {
        fewer.set(seq, ((ObjectNode) JSON.readTree(fewer.get(seq))).put("seq", seq).toString());
      }
      Path without = Files.write(scratch.resolve("without-" + i + ".ndjson"), fewer);
      List<String> broken = broken(without, options);
      String gone = lines.get(i);
      assertTrue(!broken.contains(rule()), () -> rule() + " without " + gone);
    }
  }
}
