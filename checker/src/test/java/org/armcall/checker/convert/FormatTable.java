// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.checker.replay.Replay;
import org.armcall.checker.replay.ReplayRequest;
import org.armcall.model.rule.Family;
import org.armcall.traces.format.LogFormat;
import org.armcall.traces.format.Recognised;
import org.armcall.traces.source.LogLines;
import org.armcall.traces.source.LogSource;

/**
 * Which families of rules have an answer in which log, and so in which format: made by reading and
 * replaying the logs. traces/formats/README.md has a row for each sample, README.md one for each
 * format; both are the output of this class.
 */
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

  /** A row for each sample. */
  static List<String> rows(List<Path> samples) {
    return samples.stream().map(s -> row("`" + s.getFileName() + "`", decided(s))).toList();
  }

  /**
   * The table of all formats: a family counts where it has an answer in any of the logs.
   *
   * @throws IllegalStateException if there is no log of a format
   */
  static String ofFormats(List<Path> logs) {
    Map<LogFormat, Set<Family>> decided = new LinkedHashMap<>();
    for (Path log : logs) {
      decided
          .computeIfAbsent(formatOf(log), format -> EnumSet.noneOf(Family.class))
          .addAll(decided(log));
    }
    StringBuilder head = new StringBuilder("| `--format` |");
    StringBuilder line = new StringBuilder("|---|");
    for (Family family : FAMILIES) {
      head.append(' ').append(family).append(" |");
      line.append("---|");
    }
    List<String> table = new ArrayList<>(List.of(head.toString(), line.toString()));
    for (LogFormat format : LogFormat.values()) {
      if (!decided.containsKey(format)) {
        throw new IllegalStateException("no sample is of " + format.text() + ": " + logs);
      }
      table.add(row("`" + format.text() + "`", decided.get(format)));
    }
    return String.join("\n", table) + "\n";
  }

  private static String row(String name, Set<Family> decided) {
    StringBuilder row = new StringBuilder("| ").append(name).append(" |");
    for (Family family : FAMILIES) {
      row.append(decided.contains(family) ? " yes |" : " |");
    }
    return row.toString();
  }

  private static LogFormat formatOf(Path log) {
    try (LogLines lines = LogSource.open(log)) {
      return Recognised.of(lines).format();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<Family> decided(Path log) {
    Set<Family> decided = EnumSet.noneOf(Family.class);
    Replay.run(ReplayRequest.of(log))
        .tally()
        .byRule()
        .forEach(
            (rule, count) -> {
              if (count.held() + count.violated() > 0) {
                decided.add(rule.family());
              }
            });
    return decided;
  }
}
