// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.emulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.armcall.checker.replay.Judgement;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code emulate --minimise}: every shipped scenario that breaks rules. */
final class MinimisedScenariosTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir static Path temporary;
  private static Path out;

  static List<Path> failing() throws IOException {
    List<Path> failing = new ArrayList<>();
    for (Path file : ShippedScenariosTest.scenarios()) {
      if (!expected(ScenarioReader.read(file)).isEmpty()) {
        failing.add(file);
      }
    }
    assertTrue(failing.size() > 25, failing::toString);
    return failing;
  }

  private static Set<String> expected(Scenario scenario) {
    return scenario.expect().violated().orElse(List.of()).stream()
        .map(Rule::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @BeforeAll
  static void minimise() throws IOException {
    out = temporary.resolve("out");
    List<String> words = new ArrayList<>(List.of("emulate"));
    failing().forEach(file -> words.add(file.toString()));
    words.addAll(List.of("--minimise", "--out", out.toString()));
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(ExitCode.HOLDS, run.code(), run.err());
    assertEquals("", run.err());
  }

  private static Path minimal(Path file) {
    return out.resolve(ScenarioReader.read(file).name() + "-minimal.yaml");
  }

  /** What a scenario breaks, and in which words, but for the numbers in them. */
  private static Set<String> broken(String text) {
    Scenario scenario = ScenarioReader.parse("part", text);
    Emulation run = Emulation.of("part", scenario, Optional.empty(), false);
    Set<String> broken = new TreeSet<>();
    for (Judgement each : run.replay().violations()) {
      broken.add(
          each.rule().id() + " " + each.observed().replaceAll("0x[0-9a-f]+|\\b[0-9]+\\b", "N"));
    }
    return broken;
  }

  private static Set<String> rules(Set<String> broken) {
    return broken.stream()
        .map(each -> each.substring(0, each.indexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void whatIsLeftRunsAndBreaksTheSameRules(Path file) throws IOException {
    Path minimal = minimal(file);
    CommandRun run = CommandRun.of("emulate", minimal.toString(), "--json");
    assertEquals(ExitCode.HOLDS, run.code(), run.out());
    Set<String> violated = new TreeSet<>();
    JSON.readTree(run.out())
        .at("/scenarios/0/violated")
        .forEach(each -> violated.add(each.asText()));
    assertEquals(expected(ScenarioReader.read(file)), violated);
    Set<String> ways = broken(Files.readString(file));
    assertTrue(ways.containsAll(broken(Files.readString(minimal))), "broken by something else");
  }

  @ParameterizedTest
  @MethodSource("failing")
  void noPartOfItCanGo(Path file) throws IOException {
    String text = Files.readString(minimal(file));
    Set<String> wanted = rules(broken(text));
    Set<String> ways = broken(Files.readString(file));
    List<ObjectNode> without = withoutEach((ObjectNode) YAML.readTree(text));
    assertTrue(without.size() > 2, text);
    for (ObjectNode less : without) {
      String part = YAML.writeValueAsString(less);
      Set<String> left;
      try {
        left = broken(part);
      } catch (RuntimeException impossible) {
        continue;
      }
      assertFalse(
          rules(left).equals(wanted) && ways.containsAll(left), () -> "this is less:\n" + part);
    }
  }

  /** The document without each turn, line of code and other element of a list or map. */
  private static List<ObjectNode> withoutEach(ObjectNode whole) {
    List<ObjectNode> all = new ArrayList<>();
    whole.remove("expect");
    turns(whole, all);
    for (String list : List.of("controls", "memory", "tables", "devices", "code", "handlers")) {
      for (int i = 0; i < whole.path(list).size(); i++) {
        ObjectNode less = whole.deepCopy();
        ((ArrayNode) less.path(list)).remove(i);
        all.add(less);
      }
    }
    inner(whole, "tables", "map", all);
    inner(whole, "devices", "does", all);
    lines(whole, all);
    for (int cpu = 0; cpu < whole.path("cpus").size(); cpu++) {
      for (String register : names(whole.path("cpus").get(cpu).path("registers"))) {
        ObjectNode less = whole.deepCopy();
        ((ObjectNode) less.path("cpus").get(cpu).path("registers")).remove(register);
        all.add(less);
      }
    }
    if (whole.has("handler")) {
      ObjectNode less = whole.deepCopy();
      less.remove("handler");
      all.add(less);
      for (String option : names(whole.path("handler").path("options"))) {
        ObjectNode plainer = whole.deepCopy();
        ((ObjectNode) plainer.path("handler").path("options")).remove(option);
        if (!same(whole, plainer)) {
          all.add(plainer);
        }
      }
    }
    return all;
  }

  private static boolean same(ObjectNode one, ObjectNode other) {
    return ScenarioReader.parse("one", one.toString())
        .equals(ScenarioReader.parse("one", other.toString()));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void turns(ObjectNode whole, List<ObjectNode> all) {
    List<String> turns = new ArrayList<>();
    for (String word : whole.path("schedule").asText().split(" ")) {
      String[] parts = word.split("\\*");
      for (int i = 0; i < (parts.length == 1 ? 1 : Integer.parseInt(parts[1])); i++) {
        turns.add(parts[0]);
      }
    }
    for (int i = 0; i < turns.size() && turns.size() > 1; i++) {
      List<String> fewer = new ArrayList<>(turns);
      fewer.remove(i);
      all.add(whole.deepCopy().put("schedule", String.join(" ", fewer)));
    }
  }

  private static void inner(ObjectNode whole, String list, String part, List<ObjectNode> all) {
    for (int i = 0; i < whole.path(list).size(); i++) {
      for (int each = 0; each < whole.path(list).get(i).path(part).size(); each++) {
        ObjectNode less = whole.deepCopy();
        ((ArrayNode) less.path(list).get(i).path(part)).remove(each);
        all.add(less);
      }
    }
  }

  private static void lines(ObjectNode whole, List<ObjectNode> all) {
    for (int i = 0; i < whole.path("code").size(); i++) {
      List<String> lines = whole.path("code").get(i).path("text").asText().lines().toList();
      for (int line = 0; line < lines.size(); line++) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(line);
        ObjectNode less = whole.deepCopy();
        ((ObjectNode) less.path("code").get(i)).put("text", String.join("\n", fewer) + "\n");
        all.add(less);
      }
    }
  }

  /** What was put in beside the mail's case goes again. */
  @Test
  void whatDoesNotMatterGoes() throws IOException {
    Path mail =
        failing().stream()
            .filter(f -> f.endsWith("mail-smc-iss-zero.yaml"))
            .findFirst()
            .orElseThrow();
    ObjectNode fat = (ObjectNode) YAML.readTree(Files.readString(mail));
    fat.put("name", "fat").put("unknown", "ones").put("security", "nonsecure");
    fat.putArray("controls").add("HCR.TSC=1").add("SCR.SMD=1");
    ((ArrayNode) fat.path("memory")).addObject().put("at", 0x50000000L).put("size", 0x1000);
    ((ObjectNode) fat.withArray("cpus").addObject().putObject("start"))
        .put("at", 0x40008004L)
        .put("isa", "a32");
    fat.putArray("devices")
        .addObject()
        .put("name", "idler")
        .putArray("does")
        .addObject()
        .put("write", 0x4000f000L)
        .put("word", 1);
    fat.put("schedule", "cpu1 cpu0*4 idler cpu1*3 cpu0*4");
    fat.remove("expect");
    Path file = Files.writeString(temporary.resolve("fat.yaml"), YAML.writeValueAsString(fat));
    Path kept = temporary.resolve("fat-out");
    CommandRun run =
        CommandRun.of("emulate", file.toString(), "--minimise", "--out", kept.toString());
    assertEquals(ExitCode.VIOLATED, run.code(), run.err());
    Scenario left = ScenarioReader.read(kept.resolve("fat-minimal.yaml"));
    Scenario lean = ScenarioReader.read(minimal(mail));
    assertEquals(1, left.processors().size());
    assertEquals(List.of(), left.devices());
    assertEquals(lean.controls(), left.controls());
    assertEquals(lean.memory(), left.memory());
    assertEquals(lean.unknown(), left.unknown());
    assertEquals(lean.code(), left.code());
    assertEquals(lean.schedule(), left.schedule());
    assertTrue(run.out().contains("processors 2 to 1"), run.out());
  }

  @Test
  void whatBreaksNothingIsNotMinimised() throws IOException {
    Path clean = Path.of(System.getProperty("armcall.home"), "traces/scenarios/mail-smc-a64.yaml");
    Path kept = temporary.resolve("clean");
    CommandRun run =
        CommandRun.of("emulate", clean.toString(), "--minimise", "--out", kept.toString());
    assertEquals(ExitCode.HOLDS, run.code());
    assertEquals("armcall: mail-smc-a64 breaks no rule; there is nothing to minimise\n", run.err());
    assertFalse(Files.exists(kept.resolve("mail-smc-a64-minimal.yaml")));
  }

  @Test
  void minimisingNeedsADirectory() throws IOException {
    String file = failing().get(0).toString();
    CommandRun none = CommandRun.of("emulate", file, "--minimise");
    assertEquals(ExitCode.USAGE, none.code());
    assertTrue(none.err().contains("--minimise needs --out DIR"), none.err());
    Path trace = temporary.resolve("trace.ndjson");
    assertEquals(
        ExitCode.USAGE,
        CommandRun.of("emulate", file, "--minimise", "--out", trace.toString()).code());
  }

  @Test
  void theResultSaysFromWhatToWhat() throws IOException {
    JsonNode result = JSON.readTree(Files.readString(out.resolve("result.json")));
    for (JsonNode scenario : result.path("scenarios")) {
      JsonNode minimised = scenario.path("minimised");
      assertEquals("minimal", minimised.path("state").asText(), scenario.path("name").asText());
      assertTrue(
          minimised.path("to").asLong() < minimised.path("from").asLong(), minimised::toString);
      assertTrue(Files.exists(out.resolve(minimised.path("file").asText())));
    }
  }
}
