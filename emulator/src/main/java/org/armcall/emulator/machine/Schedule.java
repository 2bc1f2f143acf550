// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * In which order the actors of a machine, {@code cpu0}, {@code cpu1} and named devices, take turns.
 */
public sealed interface Schedule {
  /**
   * A turn looks random, among the actors that can go on; the same seed on the same machine makes
   * the same run.
   *
   * @param seed any number
   */
  record Seeded(long seed) implements Schedule {
    @Override
    public String text() {
      return "seed " + seed;
    }
  }

  /**
   * Exactly these turns. A turn of an actor that cannot go on (paused, nothing left to do) passes.
   *
   * @param turns in order
   */
  record Listed(List<Turn> turns) implements Schedule {
    /** Copies the list. */
    public Listed {
      turns = List.copyOf(turns);
    }

    @Override
    public String text() {
      return turns.stream().map(Turn::text).collect(Collectors.joining(" "));
    }
  }

  /**
   * Turns of one actor in a row.
   *
   * @param actor its name
   * @param times how many, at least 1
   */
  record Turn(String actor, long times) {
    /** Checks the number. */
    public Turn {
      if (times < 1) {
        throw new IllegalArgumentException(actor + " takes at least one turn, not " + times);
      }
    }

    /** The turn as {@link Schedule#parse} reads it. */
    public String text() {
      return times == 1 ? actor : actor + "*" + times;
    }
  }

  /** The form that {@link #parse} reads. */
  String text();

  /**
   * Reads {@code cpu0*3 dma cpu1} or {@code seed 7}.
   *
   * @throws IllegalArgumentException with one sentence that says which word is wrong
   */
  static Schedule parse(String text) {
    String trimmed = text.strip();
    Matcher seed = Pattern.compile("seed\\s+(-?\\d{1,19})").matcher(trimmed);
    if (seed.matches()) {
      try {
        return new Seeded(Long.parseLong(seed.group(1)));
      } catch (NumberFormatException tooLarge) {
        throw new IllegalArgumentException(
            "a seed is a number of 64 bits with a sign, not '" + seed.group(1) + "'", tooLarge);
      }
    }
    Pattern form = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\*([1-9]\\d{0,17}))?");
    List<Turn> turns = new ArrayList<>();
    for (String word : Pattern.compile("\\s+").splitAsStream(trimmed).toList()) {
      if (word.isEmpty()) {
        continue;
      }
      Matcher turn = form.matcher(word);
      if (!turn.matches()) {
        throw new IllegalArgumentException(
            "a schedule is 'seed N' or names like cpu0 or cpu0*3, not '" + word + "'");
      }
      turns.add(new Turn(turn.group(1), turn.group(2) == null ? 1 : Long.parseLong(turn.group(2))));
    }
    return new Listed(turns);
  }
}
