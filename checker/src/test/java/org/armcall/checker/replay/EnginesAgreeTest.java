// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.checker.replay.engine.Stepped.Rejection;
import org.armcall.checker.replay.engine.SteppingException;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.emulator.scenario.ScenarioRunner;
import org.armcall.emulator.scenario.TraceRecorder;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.canonical.CanonicalWriter;
import org.armcall.traces.canonical.TraceHeader;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replay by the checks in Java and by stepping the trace specification: one verdict, the same
 * lines, of the rules that are stepped.
 */
public class EnginesAgreeTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home", ".."));
  private static final Set<Family> CONVENTION =
      EnumSet.of(Family.FID, Family.REG, Family.RES, Family.PSC, Family.SEQ);
  private static final Pattern RECORDING =
      Pattern.compile(".*\\.(ndjson|txt|(log|ndjson|txt|execlog|qemu-trace)\\.gz)");
  private static final String HEADER = "{\"armcall\":1,\"source\":{\"format\":\"emulator\"}}\n";

  @TempDir Path directory;

  /** The jars that the engine is started with. */
  public static List<Path> classPath() {
    return List.of(
        placeOf("org.armcall.engine.tlc.BurstMain"),
        placeOf("tlc2.TLC"),
        placeOf("org.armcall.model.rule.Rule"));
  }

  private static Path placeOf(String type) {
    try {
      Class<?> known = Class.forName(type, false, EnginesAgreeTest.class.getClassLoader());
      return Path.of(known.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SteppedResult stepped(List<Path> files, Expectations who)
      throws SteppingException {
    return replay(Set.of(), "RESOLVED").run(request(files, who));
  }

  private static SteppedReplay replay(Set<Integer> immediates, String evaluation) {
    return new SteppedReplay(
        classPath(), HOME.resolve("spec/convention/TraceConvention.tla"), immediates, evaluation);
  }

  private static ReplayRequest request(List<Path> files, Expectations who) {
    return new ReplayRequest(files, Optional.empty(), Set.of(), TraceFormat.AUTO, who);
  }

  /** Whether the trace specification has the rule. */
  static boolean isStepped(Rule rule) {
    return CONVENTION.contains(rule.family()) || rule == Rule.RET_RESUME;
  }

  private static List<Path> recorded() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String directory : List.of("corpus", "exhibits", "schema", "formats/samples")) {
      Path all = HOME.resolve("traces").resolve(directory);
      if (Files.isDirectory(all)) {
        try (Stream<Path> tree = Files.walk(all)) {
          tree.filter(file -> RECORDING.matcher(file.toString()).matches())
              .sorted()
              .forEach(files::add);
        }
      }
    }
    return files;
  }

  /** Rule and line of each violation of the rules that are stepped. */
  private static Set<String> byJava(Path file, Expectations who) {
    Set<String> found = new TreeSet<>();
    Replay.run(request(List.of(file), who)).violations().stream()
        .filter(finding -> isStepped(finding.rule()) || isOfPreset(finding))
        .forEach(finding -> found.add(finding.line() + " " + finding.rule().id()));
    return found;
  }

  /** What a preset says of a trapped call is stepped; what Arm says of it is not. */
  private static boolean isOfPreset(Judgement finding) {
    return finding.expected().startsWith("differs from preset ");
  }

  private static Set<String> bySpecification(SteppedResult result, Path file) {
    Set<String> found = new TreeSet<>();
    for (Rejection each : result.rejected()) {
      if (result.fileOf(each).equals(file.toString())) {
        each.conjuncts().forEach(rule -> found.add(each.line() + " " + rule));
      }
    }
    return found;
  }

  private static int assertAgree(List<Path> files, Expectations who) throws SteppingException {
    SteppedResult result = stepped(files, who);
    int violations = 0;
    for (Path file : files) {
      Set<String> java = byJava(file, who);
      assertEquals(java, bySpecification(result, file), file.toString());
      violations += java.size();
    }
    return violations;
  }

  @Test
  void theEnginesAgreeOnTheCorpusAndOnEveryExhibit() throws IOException, SteppingException {
    List<Path> files = recorded();
    assertTrue(files.size() > 5, "the corpus is not there");
    assertAgree(files, Expectations.NONE);
  }

  @Test
  void theEnginesAgreeOnEachExhibitAsItIsReplayed()
      throws IOException, SteppingException, PresetException {
    Map<JsonNode, List<Path>> byOptions = new LinkedHashMap<>();
    for (Path folder : ExhibitsTest.traces()) {
      byOptions
          .computeIfAbsent(
              ExhibitsTest.exhibit(folder).path("replay"), options -> new ArrayList<>())
          .addAll(List.of(folder.resolve("faulty.ndjson"), folder.resolve("fixed.ndjson")));
    }
    assertTrue(byOptions.size() > 1, "no exhibit has options");
    Set<String> resumed = new TreeSet<>();
    for (List<Path> files : byOptions.values()) {
      Expectations who = ExhibitsTest.told(ExhibitsTest.exhibit(files.get(0).getParent()));
      assertAgree(files, who);
      for (Path file : files) {
        byJava(file, who).stream()
            .filter(found -> found.endsWith(Rule.RET_RESUME.id()))
            .forEach(found -> resumed.add(file.getParent().getFileName().toString()));
      }
    }
    assertEquals(Set.of("b5-trapped-smc-again", "b36-answered-smc-again"), resumed);
  }

  /** Each conjunct and each variable of each step, or the child fails. */
  @Test
  void tlcItselfFindsTheSameValueOfEveryExpression()
      throws IOException, SteppingException, PresetException {
    Path good = directory.resolve("good.ndjson");
    Path hidden = directory.resolve("hidden.ndjson");
    GeneratedTrace.write(good, 600, false, -1);
    GeneratedTrace.write(hidden, 60, true, -1);
    List<Path> files = new ArrayList<>(recorded());
    files.addAll(List.of(good, hidden));
    for (Expectations who :
        List.of(
            Expectations.NONE,
            new Expectations(Optional.of(CalleeFile.named("xen")), Map.of(), Optional.empty()))) {
      SteppedResult both = replay(Set.of(0, 1, 2), "BOTH").run(request(files, who));
      SteppedResult ours = replay(Set.of(0, 1, 2), "RESOLVED").run(request(files, who));
      assertEquals(ours.stepped(), both.stepped());
      assertTrue(both.events() > 1000, "hardly anything was compared");
    }
  }

  @Test
  void theEnginesAgreeOnTheTraceOfEveryScenario()
      throws IOException, SteppingException, PresetException {
    List<Path> traces = new ArrayList<>();
    try (Stream<Path> files = Files.list(HOME.resolve("traces/scenarios"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        traces.add(emulated(file));
      }
    }
    assertTrue(traces.size() > 5, "the scenarios are not there");
    assertAgree(traces, Expectations.NONE);
    for (String preset : List.of("jailhouse", "bao", "reference")) {
      Expectations who =
          new Expectations(Optional.of(CalleeFile.named(preset)), Map.of(), Optional.empty());
      assertTrue(assertAgree(traces, who) > 0, preset + " explains every scenario");
    }
  }

  private Path emulated(Path file) throws IOException {
    Scenario scenario = ScenarioReader.read(file);
    Path trace = directory.resolve(scenario.name() + ".ndjson");
    TraceHeader header =
        TraceHeader.ofEmulator("armcall", Optional.of(file.toString()), scenario.platform().name());
    try (CanonicalWriter writer = CanonicalWriter.toFile(trace, header)) {
      ScenarioRunner.run(
          scenario,
          new TraceRecorder(
              event -> {
                try {
                  writer.write(event);
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              }));
    }
    return trace;
  }

  @Test
  void theEnginesAgreeOnTheCorpusWithPresets()
      throws IOException, SteppingException, PresetException {
    int violations = 0;
    for (String preset : List.of("xen", "jailhouse", "tf-a")) {
      Expectations who =
          new Expectations(Optional.of(CalleeFile.named(preset)), Map.of(), Optional.empty());
      violations += assertAgree(recorded(), who);
    }
    assertTrue(violations > 0, "no preset is wrong for any log, so nothing was compared");
  }

  @Test
  void aBrokenAnswerIsFoundByBothAtTheSameLine() throws IOException, SteppingException {
    Path good = directory.resolve("good.ndjson");
    Path broken = directory.resolve("broken.ndjson");
    GeneratedTrace.write(good, 600, false, -1);
    GeneratedTrace.write(broken, 600, false, 500);
    assertEquals(1, assertAgree(List.of(good, broken), Expectations.NONE));
    SteppedResult result = stepped(List.of(broken), Expectations.NONE);
    Rejection only = result.rejected().get(0);
    assertEquals(List.of(Rule.REG_PRESERVED.id()), only.conjuncts());
    assertEquals("Return", only.action());
    assertTrue(only.line() >= 501 && only.line() <= 504, () -> "line " + only.line());
    assertTrue(only.frontier().contains("/\\ cpus = "), only::frontier);
    // REG_PRESERVED reads no table of CPUs that were started.
    assertFalse(only.frontier().contains("/\\ starts = "), only::frontier);
    result
        .toText()
        .lines()
        .forEach(line -> assertTrue(line.length() <= 100 || line.startsWith("/"), line));
    assertEquals(1, result.exitCode());
  }

  @Test
  void aLogWithoutAnEventIsAnErrorToBoth() throws IOException, SteppingException {
    Path empty = Files.writeString(directory.resolve("empty.ndjson"), HEADER);
    ReplayResult java = Replay.run(request(List.of(empty), Expectations.NONE));
    SteppedResult tlc = stepped(List.of(empty), Expectations.NONE);
    assertEquals(3, java.exitCode());
    assertEquals(tlc.problems(), java.problems());
    assertEquals(tlc.verdict(), java.verdict());
  }

  @Test
  void aLogOfOtherEventsHasNothingToCheckToBoth() throws IOException, SteppingException {
    Path other =
        Files.writeString(
            directory.resolve("other.ndjson"),
            HEADER
                + "{\"seq\":1,\"cpu\":0,\"kind\":\"fetch\",\"va\":\"0x1000\",\"bytes\":\"03000014\"}\n");
    ReplayResult java = Replay.run(request(List.of(other), Expectations.NONE));
    SteppedResult tlc = stepped(List.of(other), Expectations.NONE);
    assertEquals(0, tlc.events());
    assertEquals("nothing checked", tlc.verdict(), tlc.problems()::toString);
    assertEquals(0, tlc.exitCode());
    assertEquals(0, java.exitCode());
  }

  /** It has no registers: of the convention's rules none has an answer, and that is no "holds". */
  @Test
  void whatALogLacksIsCountedAsTheOtherEngineCountsIt() throws SteppingException {
    Path xen = HOME.resolve("traces/corpus/xen-a53.log.gz");
    SteppedResult tlc = stepped(List.of(xen), Expectations.NONE);
    assertEquals("nothing checked", tlc.verdict());
    assertEquals(0, tlc.exitCode());
    Set<Rule> some =
        Stream.of(Rule.values())
            .filter(rule -> CONVENTION.contains(rule.family()))
            .collect(Collectors.toSet());
    ReplayResult java =
        Replay.run(
            new ReplayRequest(
                List.of(xen), Optional.empty(), some, TraceFormat.AUTO, Expectations.NONE));
    assertTrue(java.undetermined() > 0);
    assertEquals(java.tally().byRule(), tlc.tally().byRule());
    assertTrue(tlc.toText().contains(Unknown.REGISTERS_NOT_RECORDED.text()), tlc::toText);
    assertTrue(tlc.toText().contains("nothing was checked"), tlc::toText);
    assertEquals(java.undetermined(), tlc.toJson().get("undetermined").asLong());
  }

  @Test
  void whatIsNotSteppedIsSaid() throws SteppingException {
    Path exhibit = HOME.resolve("traces/exhibits/b48-injected-at-the-wrong-vector/faulty.ndjson");
    ReplayRequest request = request(List.of(exhibit), Expectations.NONE);
    assertEquals(1, Replay.run(request).exitCode());
    SteppedResult tlc = replay(Set.of(), "RESOLVED").run(request);
    assertEquals("nothing checked", tlc.verdict());
    assertTrue(tlc.toText().contains("not stepped: families ENC, ROU, SYN, IMM"), tlc::toText);
    assertTrue(tlc.toJson().get("notStepped").asText().contains("ROU"));
  }

  @Test
  void aSpecificationThatIsNotThereIsAnErrorAndNoVerdict() throws IOException {
    Path good = directory.resolve("good.ndjson");
    GeneratedTrace.write(good, 30, false, -1);
    SteppedReplay replay =
        new SteppedReplay(classPath(), directory.resolve("Nothing.tla"), Set.of(), "RESOLVED");
    String message =
        org.junit.jupiter.api.Assertions.assertThrows(
                SteppingException.class,
                () -> replay.run(request(List.of(good), Expectations.NONE)))
            .getMessage();
    assertFalse(message.isBlank());
  }

  /** No rule tells immediates apart that are neither 0 nor a vendor's: 0xea1 is Xen's. */
  @Test
  void anImmediateThatIsNotLoggedIsTriedWithEveryValueThatARuleTells()
      throws IOException, SteppingException, PresetException {
    Path hidden = directory.resolve("hidden.ndjson");
    GeneratedTrace.write(hidden, 60, true, -1);
    Expectations xen =
        new Expectations(Optional.of(CalleeFile.named("xen")), Map.of(), Optional.empty());
    assertEquals(1, widest(hidden, Set.of(5, 7), Expectations.NONE));
    assertEquals(2, widest(hidden, range(0, 64), Expectations.NONE));
    assertEquals(2, widest(hidden, Set.of(0, 5, 0xea1), Expectations.NONE));
    assertEquals(3, widest(hidden, Set.of(0, 5, 7, 0xea1), xen));
  }

  private static Set<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toSet());
  }

  private static long widest(Path trace, Set<Integer> immediates, Expectations callees)
      throws SteppingException {
    SteppedResult result = replay(immediates, "RESOLVED").run(request(List.of(trace), callees));
    return result.stepped().widest();
  }
}
