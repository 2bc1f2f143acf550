// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.SourceLines;
import org.armcall.traces.source.FoldedLine;
import org.armcall.traces.source.LineCursor;
import org.armcall.traces.source.LogLines;

/** The line that is being read: one of the log, or two that a mail program made of one. */
final class LineAtHand {
  private static final int NOT_FOLDED = -1;
  private static final int ADDRESS = "0x0123456789abcdef:  ".length();

  private long number;
  private byte[] bytes = new byte[0];
  private int start;
  private int end;
  private long restNumber;
  private int fold = NOT_FOLDED;

  /** Goes to the line that the log is at. */
  void is(LogLines lines) {
    number = lines.number();
    bytes = lines.bytes();
    start = lines.start();
    end = lines.end();
    fold = NOT_FOLDED;
  }

  /** Goes to what is held and, behind it, the line that the log is at. */
  void is(FoldedLine half, LogLines rest) {
    number = half.first().orElseThrow().number();
    bytes = half.with(rest.bytes(), rest.start(), rest.end());
    start = 0;
    end = bytes.length;
    restNumber = rest.number();
    fold = half.length();
  }

  LineCursor on(LineCursor cursor) {
    return cursor.on(bytes, start, end);
  }

  /** Whether it is some other output of QEMU's. */
  boolean isOtherText() {
    return OtherText.isKnown(bytes, start, end);
  }

  /** Whether it ends in a number. */
  boolean endsInDigit() {
    return end > start && Character.digit(bytes[end - 1], 16) >= 0;
  }

  /** Whether that character is in it. */
  boolean has(char character) {
    int i = start;
    while (i < end && bytes[i] != character) {
      i++;
    }
    return i < end;
  }

  /** Whether it has room for an address and nothing else. */
  boolean isShort() {
    return end - start <= ADDRESS;
  }

  /** Whether the mnemonic of a call may be in it, behind a blank: told without taking it apart. */
  boolean mayNameCall() {
    for (int i = start + 3; i < end; i++) {
      if (bytes[i] == 'c'
          && (bytes[i - 1] == 'v' || bytes[i - 1] == 'm')
          && (bytes[i - 2] == 's' || bytes[i - 2] == 'h')
          && (bytes[i - 3] == ' ' || bytes[i - 3] == '\t')) {
        return true;
      }
    }
    return false;
  }

  /** Keeps it as the first part of a line that may be folded. */
  void holdIn(FoldedLine half) {
    half.hold(bytes, start, end, first());
  }

  /** Adds it to the lines of an event. */
  void addTo(SourceLines.Builder source) {
    if (fold == NOT_FOLDED) {
      source.add(number, bytes, start, end);
    } else {
      source.add(number, bytes, start, fold).add(restNumber, bytes, fold + 1, end);
    }
  }

  /** The line of the log, or both. */
  SourceLines lines() {
    if (fold == NOT_FOLDED) {
      return SourceLines.of(number, bytes, start, end);
    }
    SourceLines.Builder both = new SourceLines.Builder();
    addTo(both);
    return both.lines();
  }

  /** The line of the log, or the first of both. */
  SourceLine first() {
    return lines().get(0);
  }
}
