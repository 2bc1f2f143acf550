// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader filled in by a rule does not keep that rule (traces/adr/0004). */
class ConstructedTest {
  private static final String BY_ROUTE = ",'reconstructed':'fromEl, toEl by ROU-HVC-TARGET: x'";

  @TempDir private Path dir;

  private static String hvc(String more) {
    return hvcTo(2, more);
  }

  private static String hvcTo(int level, String more) {
    return "'kind':'entry','exception':'hvc','fromEl':1,'toEl':"
        + level
        + ",'elr':'0x40080004'"
        + more;
  }

  private static String call(String more) {
    return "'kind':'call','insn':'hvc','isa':'a64','el':1" + more;
  }

  /** Held, violated, by construction. */
  private static String count(ReplayResult result, Rule rule) {
    Tally.Count count = result.tally().byRule().getOrDefault(rule, new Tally.Count(0, 0, Map.of()));
    return count.held()
        + " "
        + count.violated()
        + " "
        + count.undetermined().getOrDefault(Unknown.BY_CONSTRUCTION, 0L);
  }

  private static ReplayResult replay(String... events) {
    Trace trace = Trace.recordedBy("ftrace");
    for (String event : events) {
      trace.event(event);
    }
    return trace.replay();
  }

  @Test
  void aRuleIsNotKeptByWhatItFilledIn() {
    assertEquals("1 0 0", count(replay(hvc("")), Rule.ROU_HVC_TARGET));
    assertEquals("0 0 1", count(replay(hvc(BY_ROUTE)), Rule.ROU_HVC_TARGET));
  }

  @Test
  void fieldsThatFollowFromOthersOfTheLogCountAsObserved() {
    ReplayResult result = replay(hvc(",'reconstructed':'fromEl from the spsr'"));
    assertEquals("1 0 0", count(result, Rule.ROU_HVC_TARGET));
  }

  @Test
  void anotherRuleThanTheNamedOneIsKept() {
    ReplayResult result = replay(hvc(",'reconstructed':'toEl by SEQ-CALLER, RET-RESUME: x'"));
    assertEquals("1 0 0", count(result, Rule.ROU_HVC_TARGET));
  }

  @Test
  void aNameOfNoRuleIsForPeople() {
    ReplayResult result = replay(hvc(",'reconstructed':'toEl by HAND; fromEl by KVM'"));
    assertEquals("1 0 0", count(result, Rule.ROU_HVC_TARGET));
  }

  @Test
  void whatBreaksTheRuleBreaksItStill() {
    assertEquals("0 1 0", count(replay(hvcTo(3, BY_ROUTE)), Rule.ROU_HVC_TARGET));
  }

  @Test
  void exceptionsOfOneNatureAreToldApart() {
    ReplayResult result = replay(hvc(""), hvc(BY_ROUTE), hvc(""), hvc(BY_ROUTE), hvc(BY_ROUTE));
    assertEquals("2 0 3", count(result, Rule.ROU_HVC_TARGET));
  }

  @Test
  void aCallTellsItsExceptionAndNoOther() {
    String by = ",'reconstructed':'insn, isa by SYN-EC-CALLER: the class says it'";
    String entry = hvc(",'toState':'a64','syndrome':'0x5a000000'");
    ReplayResult result = replay(call(by), entry, call(""), entry);
    assertEquals("1 0 1", count(result, Rule.SYN_EC_CALLER));
  }

  @Test
  void aLineThatIsMissingMayHaveBeenTheException() {
    String by = ",'reconstructed':'insn, isa by SYN-EC-CALLER: the class says it'";
    ReplayResult result =
        Trace.recordedBy("ftrace")
            .event(call(by))
            .line("not a line")
            .event(hvc(",'toState':'a64','syndrome':'0x5a000000','spsr':'0x5'"))
            .replay();
    assertEquals("1 0 0", count(result, Rule.SYN_EC_CALLER));
  }

  @Test
  void anAnswerThatAReaderPairedIsNoProofOfOneAnswer() {
    String by = "'reconstructed':'cpu by SEQ-CALLER, SEQ-ONE-ANSWER: a thread has one'";
    String answer = "'kind':'handled','exception':'hvc','by':'x','regs':{'x0':'0x0'}";
    String observed = call(",'imm':'0x0','regs':{'x0':'0x84000000'}");
    ReplayResult result = replay(observed, answer + "," + by, observed, answer);
    assertEquals("1 0 1", count(result, Rule.SEQ_CALLER));
    assertEquals("1 0 1", count(result, Rule.SEQ_ONE_ANSWER));
  }

  /** DDI 0487 says where an HVC goes, and so does the reader: KVM's event has no level. */
  @Test
  void anHvcOfKvmsEventsDoesNotKeepItsRoute() throws IOException {
    Path log =
        Files.writeString(
            dir.resolve("kvm.txt"),
            "  a-1 [000] .... 1.000001: kvm_hvc_arm64: HVC at 0x1000 (r0: 0x84000000, imm: 0x0)\n"
                + "  a-1 [000] .... 1.000002: kvm_entry: PC: 0x0000000000001000\n");
    ReplayResult result = Replay.run(ReplayRequest.of(log));
    assertEquals("0 0 1", count(result, Rule.ROU_HVC_TARGET));
    assertTrue(result.toText().contains("(ROU-HVC-TARGET; to decide it: "), result.toText());
    assertEquals(
        1, result.toJson().at("/undeterminedReasons").path(Unknown.BY_CONSTRUCTION.text()).asInt());
  }
}
