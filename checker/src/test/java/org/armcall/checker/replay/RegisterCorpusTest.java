// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.rule.Family;
import org.armcall.model.rule.Rule;
import org.armcall.traces.callee.Callee;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;
import org.armcall.traces.preset.PresetException;
import org.armcall.traces.qemu.QemuIntReader;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;
import org.armcall.traces.source.TraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real boots with registers: their calls are tied, explained by whom they call, and by no other.
 */
class RegisterCorpusTest {
  private static final long CPU_ON = 0xc400_0003L;

  private static ReplayResult replay(String log, String callees) throws PresetException {
    Map<ExceptionLevel, Callee> atLevel = new EnumMap<>(ExceptionLevel.class);
    for (String each : callees.split(" ")) {
      String name = each.substring(4);
      atLevel.put(
          each.startsWith("el2=") ? ExceptionLevel.EL2 : ExceptionLevel.EL3,
          CalleeFile.named(name.endsWith(".json") ? Logs.CORPUS.resolve(name).toString() : name));
    }
    return Replay.run(
        new ReplayRequest(
            List.of(Logs.CORPUS.resolve(log + ".log.gz")),
            Optional.empty(),
            Set.of(),
            TraceFormat.AUTO,
            new Expectations(Optional.empty(), atLevel, Optional.empty())));
  }

  private static long held(ReplayResult result, Family family) {
    return result.tally().byRule().entrySet().stream()
        .filter(each -> each.getKey().family() == family)
        .mapToLong(each -> each.getValue().held())
        .sum();
  }

  /**
   * Linux calls its stub at EL2, which changes x5 and x6, with numbers from before the convention:
   * they owe SMCCC nothing, and no preset claims them.
   */
  @ParameterizedTest
  @CsvSource({
    "linux-hvc-regs, el2=qemu",
    "linux-smp-regs, el2=qemu",
    "linux-kvm-regs, el3=qemu",
    "linux-kvm-regs, el2=kvm-guest el3=qemu",
    "linux-tfa-regs, el3=tf-a-2.8.json",
    "linux-a32-hvc-regs, el2=qemu",
    "linux-a32-hyp-regs, el3=qemu",
    "xen-regs, el2=xen el3=qemu",
  })
  void whoIsCalledExplainsEveryAnswer(String log, String callees) throws PresetException {
    ReplayResult result = replay(log, callees);
    assertEquals(List.of(), result.violations(), result::toText);
    for (Family family : List.of(Family.FID, Family.REG, Family.RES, Family.PSC)) {
      assertTrue(held(result, family) > 0, () -> family + " was not checked:\n" + result.toText());
    }
  }

  /**
   * Where QEMU answers, the reader makes the answer of the next dump: each such call (of PSCI by
   * the machine's conduit, README.md beside the logs) but SYSTEM_OFF, which has no dump behind it.
   * What is returned by an exception return is seen.
   */
  @ParameterizedTest
  @CsvSource({
    "linux-hvc-regs, 6, false",
    "linux-smp-regs, 7, false",
    "linux-a32-hvc-regs, 6, false",
    "linux-a32-hyp-regs, 6, true",
    "linux-kvm-regs, 6, true",
    "linux-tfa-regs, 0, true",
    "xen-regs, 2, true",
    "bare-psci-shim, 12, true",
  })
  void anAnswerOfQemuItselfIsNoProofOfTheOrderOfAnswers(String log, long answered, boolean seen) {
    ReplayResult result = Replay.run(ReplayRequest.of(Logs.CORPUS.resolve(log + ".log.gz")));
    for (Rule rule : List.of(Rule.SEQ_CALLER, Rule.SEQ_ONE_ANSWER)) {
      Tally.Count count = result.tally().byRule().get(rule);
      assertEquals(
          answered, count.undetermined().getOrDefault(Unknown.BY_CONSTRUCTION, 0L), rule::id);
      assertEquals(seen, count.held() > 0, result::toText);
    }
  }

  /**
   * The differences are those of the cells of spec/implementations: PSCI 1.1 of QEMU and Xen and
   * 1.3 of KVM and the reference; SMCCC 1.1 of Xen, 1.2 of TF-A 2.8, 1.5 of the TF-A of the preset
   * and 1.6 of the reference; Jailhouse stops who calls PSCI by HVC, or by another immediate than
   * its own. KVM and Bao look at no immediate and know nothing of what stands in x0 with Xen's
   * {@code hvc #0xea1}; KVM writes x0 to x3 when it says so, and Bao has SMCCC 1.0. The log without
   * registers shows at least that Xen answers.
   */
  @ParameterizedTest
  @CsvSource({
    "linux-hvc-regs, el2=reference, PSC-VERSION",
    "linux-hvc-regs, el2=kvm-guest, PSC-VERSION",
    "linux-hvc-regs, el2=jailhouse, RES-UNKNOWN",
    "linux-smp-regs, el2=reference, PSC-VERSION",
    "linux-kvm-regs, el3=reference, PSC-VERSION",
    "linux-tfa-regs, el3=tf-a, RES-CODE",
    "linux-a32-hvc-regs, el2=reference, PSC-VERSION",
    "linux-a32-hyp-regs, el3=reference, PSC-VERSION",
    "xen-regs, el2=kvm-guest el3=qemu, FID-ZERO-IMMEDIATE PSC-VERSION REG-RESULTS RES-UNKNOWN",
    "xen-regs, el2=reference el3=qemu, PSC-VERSION RES-CODE",
    "xen-regs, el2=xen el3=reference, PSC-VERSION",
    "xen-regs, el2=bao el3=qemu, FID-ZERO-IMMEDIATE RES-CODE RES-UNKNOWN",
    "sample-xen-a57, el2=jailhouse, FID-ZERO-IMMEDIATE RES-UNKNOWN",
  })
  void whoIsNotCalledIsFoundOut(String log, String callees, String rules) throws PresetException {
    ReplayResult result = replay(log, callees);
    assertEquals(
        new TreeSet<>(Arrays.asList(rules.split(" "))),
        result.violations().stream()
            .map(Judgement::rule)
            .map(Rule::id)
            .collect(Collectors.toCollection(TreeSet::new)),
        result::toText);
    result
        .violations()
        .forEach(
            finding ->
                assertTrue(
                    finding.expected().startsWith("differs from preset "), finding::toString));
  }

  @Test
  void theFunctionsAreThoseThatSomebodyElseCountedInTheDumps() throws IOException, TraceException {
    int logs = 0;
    String expected = Files.readString(Logs.CORPUS.resolve("expected.json"));
    for (JsonNode log : new ObjectMapper().readTree(expected).get("logs")) {
      if (log.has("functions")) {
        logs++;
        Map<String, Long> counted = new TreeMap<>();
        log.get("functions")
            .fields()
            .forEachRemaining(each -> counted.put(each.getKey(), each.getValue().asLong()));
        assertEquals(counted, functions(log.get("file").asText()), log.get("file").asText());
      }
    }
    assertTrue(logs >= 7, "the logs with registers are not there");
  }

  private static Map<String, Long> functions(String log) throws IOException, TraceException {
    List<TraceEvent> events = events(log);
    Map<String, Long> functions = new TreeMap<>();
    for (int i = 0; i + 1 < events.size(); i++) {
      if (events.get(i) instanceof TraceEvent.Call call
          && (syndrome(events.get(i + 1)).orElseThrow() & 0xffff) == 0) {
        long x0 = call.regs().containsKey("x0") ? call.regs().get("x0") : call.regs().get("r0");
        functions.merge(String.format("0x%08x", (int) x0), 1L, Long::sum);
      }
    }
    return functions;
  }

  private static List<TraceEvent> events(String log) throws IOException, TraceException {
    List<TraceEvent> events = new ArrayList<>();
    try (LogLines lines = LogSource.open(Logs.CORPUS.resolve(log))) {
      QemuIntReader.read(
          lines,
          new TraceSink() {
            @Override
            public void event(TraceEvent event) {
              events.add(event);
            }

            @Override
            public void badLine(SourceLine line, String why) {
              throw new AssertionError(line + ": " + why);
            }
          });
    }
    return events;
  }

  private static OptionalLong syndrome(TraceEvent event) {
    return event instanceof TraceEvent.Entry entry
        ? entry.syndrome()
        : ((TraceEvent.Handled) event).syndrome();
  }

  /** The kernel says "Brought up 1 node, 2 CPUs"; the log has one CPU_ON, with SUCCESS. */
  @Test
  void ofTwoProcessorsCpuOnIsTiedToTheOneThatCalled() throws IOException, TraceException {
    List<TraceEvent> events = events("linux-smp-regs.log.gz");
    int at = 0;
    while (!(events.get(at) instanceof TraceEvent.Call call && call.regs().get("x0") == CPU_ON)) {
      at++;
    }
    assertEquals(OptionalInt.of(0), events.get(at).cpu());
    assertEquals(1L, ((TraceEvent.Call) events.get(at)).regs().get("x1"), "the second processor");
    assertEquals("handled", events.get(at + 1).kind());
    TraceEvent.Return back = (TraceEvent.Return) events.get(at + 2);
    assertEquals(0L, back.regs().get("x0"));
    assertTrue(
        events.subList(at + 3, events.size()).stream()
            .anyMatch(event -> event.cpu().equals(OptionalInt.of(1))));
  }
}
