// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.armcall.checker.replay.EnginesAgreeTest;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.SteppedReplay;
import org.armcall.checker.replay.SteppedResult;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.checker.replay.engine.Stepped.Rejection;
import org.armcall.checker.replay.engine.SteppingException;
import org.junit.jupiter.api.Test;

/**
 * What came with a later version than the callee has, and calls that are not done: pairs of traces
 * that differ in what breaks the rule of their name, of which the other half keeps all rules.
 */
class EnginesAgreeOnVersionsTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home", ".."));
  private static final Path PAIRS = HOME.resolve("checker/src/test/resources/versions");

  private static Map<Path, Set<String>> pairs() throws IOException {
    Map<Path, Set<String>> expected = new TreeMap<>();
    try (Stream<Path> files = Files.list(PAIRS)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String rule = name.substring(0, name.indexOf('.')).toUpperCase(Locale.ROOT);
        expected.put(file, name.endsWith(".broken.ndjson") ? Set.of(rule) : Set.of());
      }
    }
    return expected;
  }

  private static ReplayRequest request(Set<Path> files) {
    return new ReplayRequest(
        List.copyOf(files), Optional.empty(), Set.of(), TraceFormat.AUTO, Expectations.NONE);
  }

  @Test
  void eachPairIsAKeptAndABrokenTrace() throws IOException {
    Set<String> kept = new TreeSet<>();
    Set<String> broken = new TreeSet<>();
    for (Path file : pairs().keySet()) {
      String name = file.getFileName().toString();
      boolean keeps = name.endsWith(".kept.ndjson");
      (keeps ? kept : broken).add(name.replace(keeps ? ".kept." : ".broken.", "."));
    }
    assertEquals(kept, broken);
    assertTrue(kept.size() > 10);
  }

  @Test
  void bothEnginesFindTheRuleOfTheName() throws IOException, SteppingException {
    Map<Path, Set<String>> expected = pairs();
    SteppedResult stepped =
        new SteppedReplay(EnginesAgreeTest.classPath(), HOME.resolve("spec"), Set.of())
            .run(request(expected.keySet()));
    for (Map.Entry<Path, Set<String>> each : expected.entrySet()) {
      Set<String> java = new TreeSet<>();
      Replay.run(request(Set.of(each.getKey())))
          .violations()
          .forEach(finding -> java.add(finding.rule().id()));
      assertEquals(each.getValue(), java, each.getKey().toString());
      Set<String> tlc = new TreeSet<>();
      for (Rejection rejection : stepped.rejected()) {
        if (stepped.fileOf(rejection).equals(each.getKey().toString())) {
          tlc.addAll(rejection.conjuncts());
        }
      }
      assertEquals(each.getValue(), tlc, each.getKey().toString());
    }
  }
}
