// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.util.Arrays;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;

/**
 * The first part of a line that a mail program may have folded: at a blank, behind which the rest
 * stands on a line of its own.
 */
public final class FoldedLine {
  /** In bytes. No line of a log that is pasted into a mail is as long. */
  private static final int LONGEST = 4096;

  private byte[] bytes = new byte[0];
  private Optional<SourceLine> first = Optional.empty();

  /** Whether a part is held. */
  public boolean isHeld() {
    return first.isPresent();
  }

  /** Holds a line that is not whole, in place of what was held. */
  public void hold(byte[] line, int start, int end, SourceLine source) {
    bytes = Arrays.copyOfRange(line, start, Math.min(end, start + LONGEST));
    first = Optional.of(source);
  }

  /** The line that is held. */
  public Optional<SourceLine> first() {
    return first;
  }

  /** How many bytes are held. */
  public int length() {
    return bytes.length;
  }

  /** What is held, a blank, and that line without the blanks before it. */
  public byte[] with(byte[] line, int start, int end) {
    int from = start;
    while (from < end && (line[from] == ' ' || line[from] == '\t')) {
      from++;
    }
    int length = bytes.length;
    byte[] whole = Arrays.copyOf(bytes, length + 1 + Math.min(end - from, LONGEST));
    whole[length] = ' ';
    System.arraycopy(line, from, whole, length + 1, whole.length - length - 1);
    return whole;
  }

  /** Holds nothing any more. */
  public void clear() {
    bytes = new byte[0];
    first = Optional.empty();
  }
}
