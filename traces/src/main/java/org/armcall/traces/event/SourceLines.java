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

  private final byte[] text;
  private final int[] ends;
  private final long[] numbers;
  private final int size;

  private SourceLines(byte[] text, int[] ends, long[] numbers, int size) {
    this.text = text;
    this.ends = ends;
    this.numbers = numbers;
    this.size = size;
  }

  /** One line: those bytes, or the first {@value #KEPT} of them. */
  public static SourceLines of(long number, byte[] bytes, int from, int to) {
    byte[] kept = Arrays.copyOfRange(bytes, from, Math.min(to, from + KEPT));
    return new SourceLines(kept, new int[] {kept.length}, new long[] {number}, 1);
  }

  @Override
  public SourceLine get(int index) {
    Objects.checkIndex(index, size);
    int from = index == 0 ? 0 : ends[index - 1];
    return new SourceLine(
        numbers[index], new String(text, from, ends[index] - from, StandardCharsets.ISO_8859_1));
  }

  /** The number of that line. */
  public long number(int index) {
    Objects.checkIndex(index, size);
    return numbers[index];
  }

  @Override
  public int size() {
    return size;
  }

  /** Collects the lines of one event. */
  public static final class Builder {
    private static final int LINES = 8;
    private static final int BYTES = 40;

    private byte[] text = new byte[LINES * BYTES];
    private int[] ends = new int[LINES];
    private long[] numbers = new long[LINES];
    private int size;

    /** Adds a line: those bytes, or the first {@value #KEPT} of them. */
    public Builder add(long number, byte[] bytes, int from, int to) {
      int begin = size == 0 ? 0 : ends[size - 1];
      int length = Math.min(to - from, KEPT);
      if (begin + length > text.length) {
        text = Arrays.copyOf(text, Math.max(2 * text.length, begin + length));
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      System.arraycopy(bytes, from, text, begin, length);
      ends[size] = begin + length;
      numbers[size++] = number;
      return this;
    }

    /** The first line. */
    public SourceLine first() {
      return lines().get(0);
    }

    /** What was added so far; what is added later is not among them. */
    public SourceLines lines() {
      return new SourceLines(text, ends, numbers, size);
    }
  }
}
