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
import org.armcall.checker.replay.Unknown;
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
    return samples.stream()
        .map(sample -> row("`" + sample.getFileName() + "`", Answered.in(sample)))
        .toList();
  }

  /**
   * The table of all formats: a family counts where it has an answer in any of the logs.
   *
   * @throws IllegalStateException if there is no log of a format
   */
  static String ofFormats(List<Path> logs) {
    Map<LogFormat, Answered> decided = new LinkedHashMap<>();
    for (Path log : logs) {
      decided.computeIfAbsent(formatOf(log), format -> Answered.none()).add(Answered.in(log));
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

  private static String row(String name, Answered answered) {
    StringBuilder row = new StringBuilder("| ").append(name).append(" |");
    for (Family family : FAMILIES) {
      row.append(answered.word(family)).append(" |");
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

  /**
   * The families with an answer.
   *
   * @param decided those of which a log can break a rule
   * @param constructed those of which rules were only filled in by themselves
   */
  private record Answered(Set<Family> decided, Set<Family> constructed) {
    private static Answered none() {
      return new Answered(EnumSet.noneOf(Family.class), EnumSet.noneOf(Family.class));
    }

    private static Answered in(Path log) {
      Answered all = none();
      Replay.run(ReplayRequest.of(log))
          .tally()
          .byRule()
          .forEach(
              (rule, count) -> {
                if (count.held() + count.violated() > 0) {
                  all.decided.add(rule.family());
                } else if (count.undetermined().containsKey(Unknown.BY_CONSTRUCTION)) {
                  all.constructed.add(rule.family());
                }
              });
      return all;
    }

    private void add(Answered other) {
      decided.addAll(other.decided);
      constructed.addAll(other.constructed);
    }

    private String word(Family family) {
      if (decided.contains(family)) {
        return " yes";
      }
      return constructed.contains(family) ? " by construction" : "";
    }
  }
}
