// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Call;
import org.armcall.model.rule.Rule;
import org.junit.jupiter.api.Test;

/**
 * With {@code -d in_asm} a log of QEMU shows the words of calls, and what only they decide is
 * decided. The counts are those of the source and of join.py in traces/corpus/README.md.
 */
class ListedInstructionsTest {
  private static final Path WITHOUT = Logs.CORPUS.resolve("bare-a64-el3.log.gz");
  private static final Path WITH = Logs.CORPUS.resolve("bare-a64-el3-asm.log.gz");

  private static final Pattern CODE =
      Pattern.compile("(0x[0-9a-f]{8}):  ([0-9a-f]{8}|[0-9a-f]{4} [0-9a-f]{4}|[0-9a-f]{4})  ");

  private static Tally.Count count(ReplayResult result, Rule rule) {
    return result.tally().byRule().getOrDefault(rule, new Tally.Count(0, 0, Map.of()));
  }

  private static String rules(ReplayResult result) {
    return result.violations().stream()
        .map(found -> found.rule().id())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static List<String> edited(String line, String by) {
    List<String> lines = new ArrayList<>(Logs.lines(WITH));
    int at = lines.indexOf(line);
    assertTrue(at >= 0, line);
    lines.set(at, by);
    return lines;
  }

  @Test
  void theListingsAreAllThatIsMore() {
    List<String> left =
        Logs.lines(WITH).stream()
            .filter(line -> !line.matches("-+|IN: |0x[0-9a-f]{8}:  .*|"))
            .toList();
    assertEquals(Logs.lines(WITHOUT), left);
  }

  /** 12 SMCs from AArch32: 5 to EL3 and 7 that TSC=1 traps (bare-a32-guest.S). */
  @Test
  void theImmediateOfAnSmcFromAarch32IsKnown() {
    ReplayResult without = Replay.run(ReplayRequest.of(WITHOUT));
    ReplayResult with = Replay.run(ReplayRequest.of(WITH));
    assertEquals(12, count(without, Rule.IMM_SMC32_LOST).undeterminedTotal());
    assertEquals(12, count(with, Rule.IMM_SMC32_LOST).held());
    assertEquals(2, with.census().immediates(Call.SMC).get(7));
    assertEquals(4, with.census().immediates(Call.SMC).get(15));
  }

  @Test
  void whetherAnSvcIsOfTwoBytesIsKnown() {
    assertEquals(6, count(Replay.run(ReplayRequest.of(WITHOUT)), Rule.SYN_IL).undeterminedTotal());
    assertEquals(0, count(Replay.run(ReplayRequest.of(WITH)), Rule.SYN_IL).undeterminedTotal());
  }

  @Test
  void aSyndromeWithAnotherImmediateThanTheInstructionBreaksTheRule() {
    List<String> log = edited("...with ESR 0x17/0x5e000033", "...with ESR 0x17/0x5e000034");
    ReplayResult result = Logs.replay(log);
    assertEquals(Rule.IMM_IN_SYNDROME.id(), rules(result));
    String found = result.violations().get(0).toString();
    assertTrue(found.contains("0x33") && found.contains("0x34"), found);
    assertFalse(result.toText().contains("of the executed instruction"), "it was only listed");
    log.removeIf(line -> line.startsWith("0x40080014: "));
    assertEquals("", rules(Logs.replay(log)), "without the listing nothing shows it");
  }

  @Test
  void aClassOfAnotherCallThanTheListedOneBreaksTheRule() {
    ReplayResult result =
        Logs.replay(
            edited(
                "0x40080014:  d4000663  smc      #0x33", "0x40080014:  d4000661  svc      #0x33"));
    assertEquals(Rule.SYN_EC_CALLER.id(), rules(result));
  }

  /** The word and the text are QEMU's, and either may be wrong. */
  @Test
  void aWordThatIsNotWhatTheDisassemblySaysBreaksItsEncoding() {
    ReplayResult result =
        Logs.replay(
            edited(
                "0x40080014:  d4000663  smc      #0x33", "0x40080014:  d4000683  smc      #0x33"));
    assertEquals(Rule.ENC_SMC_A64.id(), rules(result));
  }

  /** SVC #0x4a4844 has 24 bits, and the syndrome's 16 are none that Supervisor mode has. */
  @Test
  void theWordsOfCallsToAarch32AreAtTheLinkRegisterOfTheDump() {
    ReplayResult result =
        Replay.run(ReplayRequest.of(Logs.CORPUS.resolve("bare-a32-mon-asm.log.gz")));
    assertEquals(2, result.census().immediates(Call.SVC).get(0x4a4844));
    assertEquals(1, result.census().immediates(Call.SMC).get(3));
    assertTrue(count(result, Rule.ENC_SMC_A32).held() > 0);
    assertTrue(count(result, Rule.ENC_SMC_T32).held() > 0);
  }

  /** A QEMU without a disassembler prints the same code as bytes in the order of memory. */
  @Test
  void theBytesOfTheSameCodeDecideTheSame() {
    List<String> bytes = new ArrayList<>();
    boolean open = false;
    for (String line : Logs.lines(WITH)) {
      Matcher code = CODE.matcher(line);
      if (!code.lookingAt()) {
        bytes.add(line);
        open = false;
        continue;
      }
      if (!open) {
        bytes.add(code.group(1) + ":  ");
      }
      StringBuilder memory = new StringBuilder("OBJD-T: ");
      for (String word : code.group(2).split(" ", -1)) {
        for (int at = word.length() - 2; at >= 0; at -= 2) {
          memory.append(word, at, at + 2);
        }
      }
      bytes.add(memory.toString());
      open = true;
    }
    assertEquals(
        Replay.run(ReplayRequest.of(WITH)).tally().byRule(), Logs.replay(bytes).tally().byRule());
  }

  @Test
  void whoLacksTheInstructionIsToldHowToHaveItListed() {
    String text = Replay.run(ReplayRequest.of(WITHOUT)).toText();
    assertTrue(text.contains("record with -d int,in_asm"), text);
  }
}
