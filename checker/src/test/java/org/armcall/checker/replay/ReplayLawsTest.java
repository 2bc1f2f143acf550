// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.armcall.model.rule.Rule;

/** Laws of replay over the corpus: what is missing from a log never makes a violation. */
class ReplayLawsTest {
  private static final List<Path> LOGS = Logs.all();
  private static final List<List<String>> LINES = LOGS.stream().map(Logs::lines).toList();

  private static List<String> log(int which) {
    return LINES.get(which % LINES.size());
  }

  private static void assertNoViolation(List<String> lines) {
    ReplayResult result = Logs.replay(lines);
    assertEquals(List.of(), result.violations(), result::toText);
  }

  @Property(tries = 40)
  void aPrefixOfASoundLogIsSound(
      @ForAll @IntRange(max = 1000) int which, @ForAll @IntRange(min = 1, max = 999) int permille) {
    List<String> lines = log(which);
    assertNoViolation(lines.subList(0, Math.max(1, lines.size() * permille / 1000)));
  }

  @Property(tries = 40)
  void aSuffixOfASoundLogIsSound(
      @ForAll @IntRange(max = 1000) int which, @ForAll @IntRange(max = 990) int permille) {
    List<String> lines = log(which);
    assertNoViolation(lines.subList(lines.size() * permille / 1000, lines.size()));
  }

  @Property(tries = 60)
  void aRecordThatIsMissingMakesNoViolation(
      @ForAll @IntRange(max = 1000) int which, @ForAll @IntRange(max = 999) int permille) {
    List<String> lines = new ArrayList<>(log(which));
    int at = lines.size() * permille / 1000;
    while (at < lines.size() && !lines.get(at).startsWith("Taking")) {
      at++;
    }
    if (at < lines.size()) {
      lines.remove(at);
    }
    while (at < lines.size() && lines.get(at).startsWith("...")) {
      lines.remove(at);
    }
    assertNoViolation(lines);
  }

  @Property(tries = 20)
  void theRulesThatAreNotAskedForChangeNothingOfTheOthers(
      @ForAll @IntRange(max = 1000) int which, @ForAll Rule rule) {
    Path log = LOGS.get(which % LOGS.size());
    Map<Rule, Tally.Count> all = Replay.run(ReplayRequest.of(log)).tally().byRule();
    Map<Rule, Tally.Count> one =
        Replay.run(new ReplayRequest(List.of(log), Optional.empty(), Set.of(rule)))
            .tally()
            .byRule();
    assertEquals(all.containsKey(rule) ? Map.of(rule, all.get(rule)) : Map.of(), one);
  }
}
