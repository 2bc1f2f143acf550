// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.checker.replay.Unknown;
import org.armcall.model.rule.Family;

/** Which families of rules have an answer in which sample: made by reading and replaying them. */
final class FormatTable {
  private static final List<Family> FAMILIES =
      List.of(
          Family.ENC,
          Family.ROU,
          Family.SYN,
          Family.RET,
          Family.IMM,
          Family.FID,
          Family.REG,
          Family.RES,
          Family.PSC,
          Family.SEQ);

  private FormatTable() {}

  static List<String> rows(List<Path> samples) {
    List<String> rows = new ArrayList<>();
    for (Path sample : samples) {
      Set<Family> decided = EnumSet.noneOf(Family.class);
      Set<Family> constructed = EnumSet.noneOf(Family.class);
      Replay.run(ReplayRequest.of(sample))
          .tally()
          .byRule()
          .forEach(
              (rule, count) -> {
                if (count.held() + count.violated() > 0) {
                  decided.add(rule.family());
                } else if (count.undetermined().containsKey(Unknown.BY_CONSTRUCTION)) {
                  constructed.add(rule.family());
                }
              });
      StringBuilder row = new StringBuilder("| `").append(sample.getFileName()).append("` |");
      for (Family family : FAMILIES) {
        row.append(
            decided.contains(family)
                ? " yes |"
                : constructed.contains(family) ? " by construction |" : " |");
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
