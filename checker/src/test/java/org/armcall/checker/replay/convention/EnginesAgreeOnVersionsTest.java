// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import org.armcall.model.convention.ArchitectureFunction;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.psci.PsciFunction;
import org.armcall.model.psci.PsciVersion;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.preset.PresetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What came with a later version than the callee has, and calls that are not done: pairs of traces
 * that differ in what breaks the rule of their name, of which the other half keeps all rules.
 */
class EnginesAgreeOnVersionsTest {
  private static final Path HOME = Path.of(System.getProperty("armcall.home", ".."));
  private static final Path PAIRS = HOME.resolve("checker/src/test/resources/versions");

  @TempDir Path directory;

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

  private static String hex(FunctionId id) {
    return Answered.hex(id.value() & 0xffff_ffffL);
  }

  /** A small code in the width of the call, a value, or half a code. */
  private static String result(Random random, boolean wide) {
    int code = random.nextInt(14) - 11;
    return switch (random.nextInt(6)) {
      case 0 -> "0x5";
      case 1 -> "0xffff";
      default -> Answered.hex(wide ? code : code & 0xffff_ffffL);
    };
  }

  /** What a callee of a version answers to any function of PSCI, and what PSCI_FEATURES says. */
  private static Calls ofPsci(PsciVersion version, Random random) {
    Calls calls = Calls.trace();
    if (version != PsciVersion.V0_1) {
      calls = calls.hvc("x0=0x84000000", "x0=" + Answered.hex(version.word()));
    }
    for (int i = 0; i < 150; i++) {
      PsciFunction function = PsciFunction.values()[random.nextInt(PsciFunction.values().length)];
      FunctionId id =
          random.nextBoolean() ? function.id64().orElse(function.id32()) : function.id32();
      if (random.nextInt(4) == 0) {
        calls =
            calls.hvc(
                "x0=0x8400000a x1=" + hex(id),
                "x0=" + (random.nextBoolean() ? "0x0" : "0xffffffff"));
      } else {
        String arguments = " x1=0x" + random.nextInt(3) + " x2=0x40000000 x3=0x0";
        calls = calls.hvc("x0=" + hex(id) + arguments, "x0=" + result(random, id.is64Bit()));
      }
      if (random.nextInt(100) == 0) {
        calls = calls.hvc("x0=0x84000000", "x0=0x10001");
      }
    }
    return calls;
  }

  /** The same of the Arm Architecture calls, of the owner that 1.5 gave out, and of the hint. */
  private static Calls ofConvention(int minor, Random random) {
    Calls calls =
        Calls.trace().hvc("x0=0x84000000", "x0=0x10001").hvc("x0=0x80000000", "x0=0x1000" + minor);
    for (int i = 0; i < 100; i++) {
      ArchitectureFunction[] all = ArchitectureFunction.values();
      FunctionId id =
          switch (random.nextInt(8)) {
            case 0 -> new FunctionId(0x8700_0000 | random.nextInt(2) << 30);
            case 1 -> new FunctionId(0x8000_0000 | random.nextInt(9));
            case 2 -> new FunctionId(0xc000_0000 | random.nextInt(9));
            default -> all[random.nextInt(all.length)].id();
          };
      int hint = random.nextInt(8) == 0 ? 0x1_0000 : 0;
      String call = "x0=" + hex(new FunctionId(id.value() | hint)) + " x1=0x1";
      calls = calls.hvc(call, "x0=" + result(random, id.is64Bit()));
    }
    return calls;
  }

  /** Calls that two levels make to a Trusted OS, with threads that wait and go on anywhere. */
  private static Calls ofTrustedOs(Random random) {
    Calls calls = Calls.trace();
    String[] identifiers = {"0x32000004", "0x32000003", "0xb2000007", "0xbf00ff01", "0x84000000"};
    String[] results = {"0x0", "0x3", "0xffff0004", "0xffff0005", "0xffffffff", "0x384fb3e0"};
    for (int i = 0; i < 200; i++) {
      String before = "x0=" + identifiers[random.nextInt(identifiers.length)];
      String after = "x0=" + results[random.nextInt(results.length)];
      if (random.nextInt(12) != 0) {
        before += " x3=0x" + random.nextInt(3);
        after += " x3=0x" + random.nextInt(3);
      } else if (random.nextBoolean()) {
        after = "";
      }
      calls = random.nextBoolean() ? calls.smc(before, after) : calls.smcOfEl1(before, after);
      if (random.nextInt(60) == 0) {
        calls = calls.damaged();
      }
    }
    return calls;
  }

  /** Random conversations with callees of each version: the same rules at the same lines. */
  @Test
  void bothEnginesSayTheSameOfEveryVersion() throws IOException, SteppingException {
    Set<String> rules = assertAgree(Expectations.NONE, 4);
    assertTrue(
        rules.containsAll(
            Set.of("RES-UNKNOWN", "RES-CODE", "FID-OWNER", "PSC-FEATURES", "SEQ-YIELDING")),
        rules::toString);
  }

  /** The version is the user's: of a preset that hands calls on it says nothing of functions. */
  @Test
  void bothEnginesSayTheSameOfTheVersionThatTheUserSays()
      throws IOException, SteppingException, PresetException {
    for (String preset : List.of("xen", "pkvm-host")) {
      Optional<Callee> callee = Optional.of(CalleeFile.named(preset));
      assertAgree(new Expectations(callee, Map.of(), Optional.empty()), 1);
    }
    for (SmcccVersion version : List.of(SmcccVersion.V1_0, SmcccVersion.V1_4)) {
      assertAgree(new Expectations(Optional.empty(), Map.of(), Optional.of(version)), 1);
    }
  }

  private Set<String> assertAgree(Expectations who, int rounds)
      throws IOException, SteppingException {
    Random random = new Random(0x51);
    List<Calls> all = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (PsciVersion version : PsciVersion.values()) {
        all.add(ofPsci(version, random));
      }
      for (int minor = 0; minor <= 7; minor++) {
        all.add(ofConvention(minor, random));
      }
      all.add(ofTrustedOs(random));
    }
    Set<Path> files = new LinkedHashSet<>();
    for (Calls calls : all) {
      Path file = directory.resolve("version-" + files.size() + ".ndjson");
      files.add(Files.writeString(file, calls.text()));
    }
    SteppedResult stepped =
        new SteppedReplay(EnginesAgreeTest.classPath(), HOME.resolve("spec"), Set.of())
            .run(request(files, who));
    Set<String> rules = new TreeSet<>();
    for (Path file : files) {
      Set<String> java = new TreeSet<>();
      Replay.run(request(Set.of(file), who))
          .violations()
          .forEach(finding -> java.add(finding.line() + " " + finding.rule().id()));
      Set<String> tlc = new TreeSet<>();
      for (Rejection rejection : stepped.rejected()) {
        if (stepped.fileOf(rejection).equals(file.toString())) {
          rejection.conjuncts().forEach(rule -> tlc.add(rejection.line() + " " + rule));
        }
      }
      assertEquals(java, tlc, () -> file + "\n" + all.get(List.copyOf(files).indexOf(file)).text());
      java.forEach(found -> rules.add(found.substring(found.indexOf(' ') + 1)));
    }
    return rules;
  }

  private static ReplayRequest request(Set<Path> files) {
    return request(files, Expectations.NONE);
  }

  private static ReplayRequest request(Set<Path> files, Expectations who) {
    return new ReplayRequest(List.copyOf(files), Optional.empty(), Set.of(), TraceFormat.AUTO, who);
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
