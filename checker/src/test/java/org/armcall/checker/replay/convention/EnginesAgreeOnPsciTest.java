// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.checker.replay.EnginesAgreeTest;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.SteppedReplay;
import org.armcall.checker.replay.SteppedResult;
import org.armcall.checker.replay.TraceFormat;
import org.armcall.checker.replay.engine.Stepped.Rejection;
import org.armcall.checker.replay.engine.SteppingException;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DEN0022F.b leaves open, and what it does not, is the same to both engines of replay. */
class EnginesAgreeOnPsciTest {
  private static final Path SPEC =
      Path.of(System.getProperty("armcall.home", "..")).resolve("spec");
  private static final String TYPE = "x0=0x8400000a x1=0x84000011";
  private static final String WIDE = "r0=0x8400000a r1=0xc4000004";
  private static final String VENDORS = "x0=0x84000012 x1=0x80000001 x2=0x0";
  private static final String SUSPEND = "x0=0xc400000e x1=0x1000 x2=0x0";
  private static final String REST = "x0=0xc400000c x1=0x1000 x2=0x0";
  private static final String OFF = "r0=0x84000002 r1=0x1 r5=0x5 r11=0xb";
  private static final String OFF_DENIED = "r0=0xfffffffd r1=0x1 r5=0x6 r11=0xb";

  @TempDir Path directory;

  private final Map<Calls, List<Rule>> cases = new LinkedHashMap<>();

  private static Calls of11() {
    return Calls.ofVersion11();
  }

  private void holds(Calls calls) {
    cases.put(calls, List.of());
  }

  private void breaks(Rule rule, Calls calls) {
    cases.put(calls, List.of(rule));
  }

  /** Sections 5.2.1, 5.16.2, 5.22.3 and 5.1.8, and Linux f2d3b2e8759a for the registers. */
  private void identifiersAndDiscovery() {
    Calls of02 = Calls.trace().hvc("x0=0x84000000", "x0=0x2");
    holds(of02.narrow("r0=0xc4000003", "r0=0xfffffffe"));
    Calls another = Calls.trace().hvc("x0=0x84000000", "x0=0x2");
    breaks(Rule.FID_64_FROM_32, another.narrow("r0=0xc4000012", "r0=0xfffffffe"));
    breaks(Rule.FID_64_FROM_32, of11().narrow("r0=0xc4000003", "r0=0xfffffffe"));
    Calls unknown = Calls.trace().hvc("x0=0x80000000", "x0=0x10001");
    holds(unknown.narrow("r0=0xc4000003", "r0=0xfffffffe"));
    String affinity = "x0=0xc4000004 x1=0x0 x2=0x0";
    holds(of11().narrow(WIDE, "r0=0xffffffff").hvc(affinity, "x0=0x0"));
    breaks(Rule.PSC_FEATURES, of11().narrow("r0=0x8400000a r1=0xc4000002", "r0=0x0"));
    String count = "x0=0x84000011 x1=0x0";
    holds(of11().hvc(TYPE, "x0=0x0").hvc(count, "x0=0xffffffff"));
    breaks(Rule.PSC_FEATURES, of11().hvc(TYPE, "x0=0xffffffff").hvc(count, "x0=0x5"));
    String resident = "x0=0x8400000a x1=0x84000007";
    holds(of11().hvc(resident, "x0=0x0").hvc("x0=0x84000007", "x0=0xffffffff"));
    holds(of11().hvc("x0=0x84000000", "x0=0x10000"));
    breaks(Rule.REG_PRESERVED, of11().narrow(OFF, OFF_DENIED));
    Calls old = Calls.trace().hvc("x0=0x84000000", "x0=0x10000");
    holds(old.hvc("x0=0x80000000", "x0=0xffffffff").narrow(OFF, OFF_DENIED));
  }

  /** Sections 5.22.3, 5.13.5, 5.1.19 with 5.20, 5.1.8 and 5.18.3. */
  private void codes() {
    for (String result : List.of("0x80000000", "0xfffffffe", "0xffffffff", "0xfffffff0")) {
      holds(of11().hvc("x0=0x84000010 x1=0x0", "x0=" + result));
    }
    String plain = "x0=0x84000011 x1=0x0 x2=0x0";
    String upper = "x0=0x84000011 x1=0xffffffff00000000 x2=0x0";
    holds(of11().hvc(plain, "x0=0xfffffffd x1=0x0 x2=0x0").hvc(upper, "x0=0xfffffffe"));
    holds(of11().hvc(VENDORS, "x0=0xfffffefe"));
    holds(of11().hvc(VENDORS, "x0=0xfffffffd"));
    breaks(Rule.RES_CODE, of11().hvc(VENDORS, "x0=0xffffff00"));
    breaks(Rule.RES_CODE, of11().hvc("x0=0x84000012 x1=0x1 x2=0x0", "x0=0xfffffffd"));
    holds(of11().hvc("x0=0x84000012", "x0=0xfffffefe"));
    holds(of11().hvc("x0=0xc4000012 x1=0x80000001 x2=0x0", "x0=0xfffffffffffffefe"));
    holds(of11().hvc(SUSPEND, "x0=0x0"));
    breaks(Rule.RES_CODE, of11().hvc(SUSPEND, "x0=0xfffffffffffffffe"));
    holds(of11().hvc("x0=0x84000007", "x0=0xfffffffb"));
    holds(of11().hvc(REST, "x0=0x0"));
    breaks(Rule.RES_CODE, of11().hvc(REST, "x0=0xfffffffffffffffe"));
    breaks(Rule.PSC_MANDATORY, of11().hvc("x0=0x84000003", "x0=0xffffffff"));
  }

  /** A processor that was not seen to run may have called before the trace. */
  private void processors() {
    holds(Calls.trace().smcTaken("x0=0x1").back(1, 3, 2, 0x4_0004, "x0=0x0"));
    Calls lost = Calls.trace().running(1).damaged().smcTaken("x0=0x1");
    holds(lost.back(1, 3, 2, 0x4_0004, "x0=0x0"));
    Calls ran = Calls.trace().running(1).smcTaken("x0=0x1");
    breaks(Rule.SEQ_CALLER, ran.back(1, 3, 2, 0x4_0004, "x0=0x0"));
  }

  @Test
  void theyFindTheSameRulesBroken() throws IOException, SteppingException {
    identifiersAndDiscovery();
    codes();
    processors();
    List<Path> files = new ArrayList<>();
    for (Calls calls : cases.keySet()) {
      Path file = directory.resolve("case-" + files.size() + ".ndjson");
      files.add(Files.writeString(file, calls.text()));
    }
    SteppedResult stepped =
        new SteppedReplay(EnginesAgreeTest.classPath(), SPEC, Set.of())
            .run(
                new ReplayRequest(
                    files, Optional.empty(), Set.of(), TraceFormat.AUTO, Expectations.NONE));
    int number = 0;
    for (Map.Entry<Calls, List<Rule>> each : cases.entrySet()) {
      Path file = files.get(number++);
      assertEquals(each.getValue(), each.getKey().broken(), each.getKey().text());
      Set<String> rules = new TreeSet<>();
      each.getValue().forEach(rule -> rules.add(rule.id()));
      Set<String> found = new TreeSet<>();
      for (Rejection rejection : stepped.rejected()) {
        if (stepped.fileOf(rejection).equals(file.toString())) {
          found.addAll(rejection.conjuncts());
        }
      }
      assertEquals(rules, found, each.getKey().text());
    }
  }
}
