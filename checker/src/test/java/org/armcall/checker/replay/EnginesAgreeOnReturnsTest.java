// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.armcall.checker.replay.convention.Expectations;
import org.armcall.checker.replay.engine.SteppingException;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a handler resumes its caller is judged by both engines of replay alike (RET-RESUME). */
class EnginesAgreeOnReturnsTest {
  private static final Path SPEC =
      Path.of(System.getProperty("armcall.home", "..")).resolve("spec");

  /** A64 HVC at 0x1000, its exception, and an unconditional SMC that EL2 traps. */
  private static final String HVC =
      call(0, 1, "hvc", 0x1000, "0xd4000002", "0x84000004") + entry(0, 1, 2, "0x5a000000", 0x1004);

  private static final String TRAPPED =
      call(0, 1, "smc", 0x1000, "0xd4000003", "0x84000004") + entry(0, 1, 2, "0x5e000000", 0x1000);
  private static final String SMC =
      call(0, 2, "smc", 0x9000, "0xd4000003", "0x84000004") + entry(0, 2, 3, "0x5e000000", 0x9004);
  private static final String ABORT_AT_1 = entry(0, 1, 2, "0x92000000", 0x1008);

  private static final int[] MOVES = {0, 0, 0, 0, -4, -4, -2, 2, 4, 64};

  @TempDir Path directory;

  private final Map<String, Set<Long>> cases = new LinkedHashMap<>();

  private static String call(int cpu, int el, String insn, long pc, String word, String x0) {
    return String.format(
        "{\"cpu\":%d,\"kind\":\"call\",\"insn\":\"%s\",\"isa\":\"a64\",\"el\":%d,\"pc\":\"0x%x\","
            + "\"word\":\"%s\",\"regs\":{\"x0\":\"%s\",\"x1\":\"0x1008\",\"x2\":\"0x1008\"}}%n",
        cpu, insn, el, pc, word, x0);
  }

  private static String entry(int cpu, int from, int to, String syndrome, long elr) {
    return String.format(
        "{\"cpu\":%d,\"kind\":\"entry\",\"fromEl\":%d,\"toEl\":%d,\"toState\":\"a64\","
            + "\"syndrome\":\"%s\",\"elr\":\"0x%x\",\"spsr\":\"%s\"}%n",
        cpu, from, to, syndrome, elr, from == 1 ? "0x3c5" : "0x3c9");
  }

  private static String back(int cpu, int from, int to, long pc) {
    return String.format(
        "{\"cpu\":%d,\"kind\":\"return\",\"fromEl\":%d,\"toEl\":%d,\"pc\":\"0x%x\"}%n",
        cpu, from, to, pc);
  }

  private void holds(String... events) {
    cases.put(String.join("", events), Set.of());
  }

  private void breaks(long event, String... events) {
    cases.put(String.join("", events), Set.of(event + 1));
  }

  private void ofOneCall() {
    holds(HVC, back(0, 2, 1, 0x1004));
    breaks(3, HVC, back(0, 2, 1, 0x1000));
    breaks(3, HVC, back(0, 2, 1, 0x1008));
    breaks(3, HVC, back(0, 2, 1, 0x1002));
    holds(HVC, back(0, 2, 1, 0x2000));
    holds(TRAPPED, back(0, 2, 1, 0x1004));
    breaks(3, TRAPPED, back(0, 2, 1, 0x1000));
    breaks(3, TRAPPED, back(0, 2, 1, 0x1008));
  }

  /** DEN0022F.b 5.1: CPU_SUSPEND and CPU_ON are told an entry point in x2, SYSTEM_SUSPEND in x1. */
  private void ofStarts() {
    String entry = entry(0, 1, 2, "0x5a000000", 0x1004);
    for (String id : List.of("0xc4000001", "0xc4000003", "0xc400000e", "0x84000002")) {
      holds(call(0, 1, "hvc", 0x1000, "0xd4000002", id), entry, back(0, 2, 1, 0x1008));
    }
    String version = call(0, 1, "hvc", 0x1000, "0xd4000002", "0x84000000");
    breaks(3, version, entry, back(0, 2, 1, 0x1008));
    String elsewhere = call(0, 1, "hvc", 0x1000, "0xd4000002", "0xc4000001");
    breaks(3, elsewhere, entry, back(0, 2, 1, 0x1000));
  }

  private void ofSeveral() {
    holds(HVC, SMC, back(0, 3, 2, 0x9004), back(0, 2, 1, 0x1004));
    breaks(5, HVC, SMC, back(0, 3, 2, 0x9000), back(0, 2, 1, 0x1004));
    breaks(6, HVC, SMC, back(0, 3, 2, 0x9004), back(0, 2, 1, 0x1000));
    // Somebody who was interrupted there, or waits since an earlier call, goes on.
    holds(ABORT_AT_1, back(0, 2, 1, 0x5000), HVC, back(0, 2, 1, 0x1008));
    holds(HVC, back(0, 2, 1, 0x5000), TRAPPED, back(0, 2, 1, 0x1004));
    // Who was left is resumed later, and off by an instruction.
    breaks(
        5, HVC, back(0, 2, 1, 0x5000), ABORT_AT_1.replace("1008", "7000"), back(0, 2, 1, 0x1000));
    // An exception of the hypervisor's own is on top until it returns.
    String own = entry(0, 2, 2, "0x96000000", 0x9100);
    holds(HVC, own, back(0, 2, 2, 0x9100), back(0, 2, 1, 0x1004));
    breaks(5, HVC, own, back(0, 2, 2, 0x9100), back(0, 2, 1, 0x1000));
    // The processor is the one that the event names.
    String other =
        call(1, 1, "hvc", 0x1004, "0xd4000002", "0x84000004")
            + entry(1, 1, 2, "0x5a000000", 0x1008);
    breaks(5, HVC, other, back(0, 2, 1, 0x1008), back(1, 2, 1, 0x1008));
  }

  /** Handlers that resume where they like: both say of each return whether that is off. */
  @Test
  void theyAgreeOnEachReturnOfATraceWhoseReturnsAreMoved() throws IOException, SteppingException {
    Path good = directory.resolve("good.ndjson");
    GeneratedTrace.write(good, 300, false, -1);
    Random random = new Random(7);
    Pattern address = Pattern.compile("\"kind\":\"return\".*\"pc\":\"0x([0-9a-f]+)\"");
    List<String> moved = new ArrayList<>();
    for (String line : Files.readAllLines(good)) {
      Matcher back = address.matcher(line);
      int by = MOVES[random.nextInt(MOVES.length)];
      moved.add(
          back.find()
              ? line.substring(0, back.start(1))
                  + Long.toHexString(Long.parseLong(back.group(1), 16) + by)
                  + line.substring(back.end(1))
              : line);
    }
    Path file = Files.write(directory.resolve("moved.ndjson"), moved);
    ReplayRequest request = request(List.of(file));
    Set<Long> byJava =
        lines(Replay.run(request).violations().stream().map(Judgement::line).toList());
    assertTrue(byJava.size() > 20, byJava::toString);
    assertEquals(
        byJava,
        lines(
            stepped(request).rejected().stream()
                .filter(found -> found.conjuncts().contains(Rule.RET_RESUME.id()))
                .map(found -> found.line())
                .toList()));
  }

  private static ReplayRequest request(List<Path> files) {
    return new ReplayRequest(
        files, Optional.empty(), Set.of(Rule.RET_RESUME), TraceFormat.AUTO, Expectations.NONE);
  }

  private static SteppedResult stepped(ReplayRequest request) throws SteppingException {
    return new SteppedReplay(EnginesAgreeTest.classPath(), SPEC, Set.of()).run(request);
  }

  private static Set<Long> lines(List<Long> found) {
    return new TreeSet<>(found);
  }

  @Test
  void theyFindTheSameReturnsWrong() throws IOException, SteppingException {
    ofOneCall();
    ofStarts();
    ofSeveral();
    List<Path> files = new ArrayList<>();
    for (String events : cases.keySet()) {
      Path file = directory.resolve("case-" + files.size() + ".ndjson");
      StringBuilder text =
          new StringBuilder("{\"armcall\":1,\"source\":{\"format\":\"by-hand\"}}\n");
      int seq = 0;
      for (String event : events.lines().toList()) {
        text.append("{\"seq\":").append(++seq).append(',').append(event.substring(1)).append('\n');
      }
      files.add(Files.writeString(file, text));
    }
    ReplayRequest request = request(files);
    SteppedResult stepped = stepped(request);
    ReplayResult java = Replay.run(request);
    assertEquals(0, java.census().badLines(), java::toText);
    int number = 0;
    for (Map.Entry<String, Set<Long>> each : cases.entrySet()) {
      String file = files.get(number++).toString();
      assertEquals(
          each.getValue(),
          lines(
              java.violations().stream()
                  .filter(found -> found.file().equals(file))
                  .map(Judgement::line)
                  .toList()),
          "java: " + each.getKey());
      assertEquals(
          each.getValue(),
          lines(
              stepped.rejected().stream()
                  .filter(found -> stepped.fileOf(found).equals(file))
                  .filter(found -> found.conjuncts().contains(Rule.RET_RESUME.id()))
                  .map(found -> found.line())
                  .toList()),
          "tlc: " + each.getKey());
    }
  }
}
