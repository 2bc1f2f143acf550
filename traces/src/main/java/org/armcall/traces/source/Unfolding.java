// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.SourceLines;

/**
 * Gives the lines of a log to a reader, and puts together again those that a mail program folded:
 * where a line is not whole, it is tried with the lines behind it, as long as these begin as none
 * of the format does.
 */
public final class Unfolding {
  /** A mail of 72 columns folds the longest lines that are read into so many parts. */
  private static final int PARTS = 8;

  /** What a reader says of lines. */
  public interface Grammar {
    /**
     * Takes a line.
     *
     * @param source its number and text, or those of the first part of one that was folded
     * @return false if it begins as a line of the format and is not whole; nothing is done then
     */
    boolean take(byte[] bytes, int start, int end, Supplier<SourceLine> source);

    /** Whether a line begins as those that say something do, so that it is no rest of another. */
    boolean begins(byte[] bytes, int start, int end);

    /** Is told of a line that is not whole, or that is longer than any. */
    void bad(SourceLine line, boolean tooLong);
  }

  private final LogLines lines;
  private final Grammar grammar;
  private final FoldedLine half = new FoldedLine();
  private int parts;
  private long joined;

  private Unfolding(LogLines lines, Grammar grammar) {
    this.lines = lines;
    this.grammar = grammar;
  }

  /**
   * Reads the log to its end, or to the line that is cut.
   *
   * @return how many lines were joined to others
   * @throws TraceException if reading fails
   */
  public static long read(LogLines lines, Grammar grammar) throws TraceException {
    Unfolding unfolding = new Unfolding(lines, grammar);
    while (lines.next() && !lines.cut()) {
      unfolding.line();
    }
    unfolding.giveUp();
    return unfolding.joined;
  }

  private void line() {
    if (lines.tooLong()) {
      giveUp();
      grammar.bad(source(), true);
      return;
    }
    if (half.isHeld()) {
      if (isRest()) {
        return;
      }
      giveUp();
    }
    if (!grammar.take(lines.bytes(), lines.start(), lines.end(), this::source)) {
      half.hold(lines.bytes(), lines.start(), lines.end(), source());
      parts = 1;
    }
  }

  /** Whether the line may be one with what is held; it is taken or held with it then. */
  private boolean isRest() {
    if (parts == PARTS || grammar.begins(lines.bytes(), lines.start(), lines.end())) {
      return false;
    }
    Optional<SourceLine> first = half.first();
    byte[] whole = half.with(lines.bytes(), lines.start(), lines.end());
    parts++;
    if (grammar.take(whole, 0, whole.length, first::orElseThrow)) {
      joined += parts - 1;
      half.clear();
    } else {
      half.hold(whole, 0, whole.length, first.orElseThrow());
    }
    return true;
  }

  /** What is held is no first part of a line that was folded. */
  private void giveUp() {
    half.first().ifPresent(first -> grammar.bad(first, false));
    half.clear();
  }

  private SourceLine source() {
    return SourceLines.of(lines.number(), lines.bytes(), lines.start(), lines.end()).get(0);
  }
}
