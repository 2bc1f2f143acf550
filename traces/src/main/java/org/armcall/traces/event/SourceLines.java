// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;

/**
 * The lines of an event as the bytes that were read: their text is made when it is asked for, which
 * it is of few events of a long log. The list does not change.
 */
public final class SourceLines extends AbstractList<SourceLine> {
  /** How much of a line is kept, in bytes. */
  public static final int KEPT = 200;

  /** A place is the number of a line, and in its low bits where it ends in the text. */
  private static final int END_BITS = 20;

  private static final int END_MASK = (1 << END_BITS) - 1;

  private final byte[] text;
  private final long[] places;

  private SourceLines(byte[] text, long[] places) {
    this.text = text;
    this.places = places;
  }

  /** One line: those bytes, or the first {@value #KEPT} of them. */
  public static SourceLines of(long number, byte[] bytes, int from, int to) {
    byte[] kept = Arrays.copyOfRange(bytes, from, Math.min(to, from + KEPT));
    return new SourceLines(kept, new long[] {number << END_BITS | kept.length});
  }

  @Override
  public SourceLine get(int index) {
    Objects.checkIndex(index, places.length);
    int from = index == 0 ? 0 : end(places[index - 1]);
    return new SourceLine(
        number(index),
        new String(text, from, end(places[index]) - from, StandardCharsets.ISO_8859_1));
  }

  private static int end(long place) {
    return (int) place & END_MASK;
  }

  /** The number of that line. */
  public long number(int index) {
    return places[Objects.checkIndex(index, places.length)] >>> END_BITS;
  }

  @Override
  public int size() {
    return places.length;
  }

  /** Collects the lines of one event, 4096 at most; it can be used again for the next. */
  public static final class Builder {
    private static final int LINES = 8;
    private static final int MOST_LINES = 4096;

    private byte[] text = new byte[LINES * KEPT];
    private long[] places = new long[LINES];
    private int size;
    private int end;

    /** Adds a line: those bytes, or the first {@value #KEPT} of them. */
    public Builder add(long number, byte[] bytes, int from, int to) {
      if (size == places.length) {
        if (size == MOST_LINES) {
          throw new IllegalStateException("an event of more than " + MOST_LINES + " lines");
        }
        places = Arrays.copyOf(places, 2 * size);
        text = Arrays.copyOf(text, 2 * text.length);
      }
      int length = Math.min(to - from, KEPT);
      System.arraycopy(bytes, from, text, end, length);
      end += length;
      places[size++] = number << END_BITS | end;
      return this;
    }

    /** The first line. */
    public SourceLine first() {
      return lines().get(0);
    }

    /** What was added so far; what is added later is not among them. */
    public SourceLines lines() {
      return new SourceLines(Arrays.copyOf(text, end), Arrays.copyOf(places, size));
    }

    /** Begins again, with no line. */
    public Builder clear() {
      size = 0;
      end = 0;
      return this;
    }
  }
}
