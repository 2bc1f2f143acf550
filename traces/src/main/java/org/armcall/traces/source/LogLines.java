// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The lines of a log, one at a time, in one byte array.
 *
 * <p>A line that is longer than {@link #LONGEST} is passed over to its end and reported as {@link
 * #tooLong}: a file without line ends needs no more memory than any other. Lines end in LF or CR
 * LF; a last line without its end is given, and said to be {@link #cut}.
 */
public final class LogLines implements AutoCloseable {
  /** The longest line that is looked at, in bytes. A line of QEMU's has about 100. */
  public static final int LONGEST = 64 * 1024;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long LINE_ENDS = 0x0a0a_0a0a_0a0a_0a0aL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final int BUFFER = 256 * 1024;
  private static final int HEAD_KEPT = 256;

  private final String name;
  private final InputStream in;
  private final byte[] buffer;
  private int start;
  private int end;
  private int scanned;
  private int limit;
  private long number;
  private boolean tooLong;
  private boolean cut;
  private boolean exhausted;
  private boolean peeked;
  private long quoted;
  private Optional<IOException> broken = Optional.empty();
  private Optional<String> partOf = Optional.empty();
  private long otherParts;

  LogLines(String name, InputStream in) {
    this(name, in, BUFFER);
  }

  LogLines(String name, InputStream in, int bufferSize) {
    this.name = name;
    this.in = in;
    this.buffer = new byte[Math.max(bufferSize, LONGEST + 2)];
  }

  /** The lines of a stream, for what is not a file. */
  public static LogLines of(String name, InputStream in) {
    return new LogLines(name, in);
  }

  /** What the log is called in messages. */
  public String name() {
    return name;
  }

  /**
   * Goes to the next line; false at the end.
   *
   * @throws TraceException if reading fails; damaged gzip data and a line that is cut are not
   *     thrown but end the lines, see {@link #truncation}
   */
  public boolean next() throws TraceException {
    if (peeked) {
      peeked = false;
      return true;
    }
    start = scanned;
    tooLong = false;
    while (true) {
      int i = lineEnd(scanned);
      if (i < limit) {
        return line(i, i + 1);
      }
      scanned = limit;
      if (limit - start > LONGEST + 1) {
        tooLong = true;
        limit = start + HEAD_KEPT;
        scanned = limit;
      }
      if (!fill()) {
        boolean something = limit > start || tooLong;
        return something && lastLine();
      }
    }
  }

  /** Where the first line end from there on is, or {@link #limit}; eight bytes at a time. */
  private int lineEnd(int from) {
    int i = from;
    for (; i + Long.BYTES <= limit; i += Long.BYTES) {
      long differs = (long) EIGHT_BYTES.get(buffer, i) ^ LINE_ENDS;
      long found = differs - ONES & ~differs & HIGH_BITS;
      if (found != 0) {
        // Below the lowest bit there is no carry, so that it is of a line end.
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < limit && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  /**
   * Goes to the next line and stays before it: the following {@link #next} gives it again. False at
   * the end.
   *
   * @throws TraceException if reading fails
   */
  public boolean peek() throws TraceException {
    peeked = peeked || next();
    return peeked;
  }

  /** Whether compressed data broke off or was wrong, so that more lines may have been there. */
  public boolean isDamaged() {
    return broken.isPresent();
  }

  private boolean line(int lineEnd, int nextStart) {
    end = lineEnd > start && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    tooLong |= end - start > LONGEST;
    scanned = nextStart;
    number++;
    if (start < end && buffer[start] == '>') {
      unquote();
    }
    return true;
  }

  /** Goes past what a mail program puts before a line that it quotes; no log's line begins so. */
  private void unquote() {
    quoted++;
    int i = start;
    while (i < end && buffer[i] == '>') {
      i++;
      start = i < end && buffer[i] == ' ' ? i + 1 : i;
      i = start;
    }
  }

  /** A line that no line end follows: a recorder that is killed leaves half a line. */
  private boolean lastLine() {
    line(limit, limit);
    cut = true;
    return true;
  }

  private boolean fill() throws TraceException {
    if (exhausted) {
      return false;
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      limit -= start;
      scanned -= start;
      start = 0;
    }
    try {
      int read = in.read(buffer, limit, buffer.length - limit);
      exhausted = read < 0;
      limit += Math.max(read, 0);
      return read >= 0;
    } catch (EOFException | ZipException e) {
      exhausted = true;
      broken = Optional.of(e);
      return false;
    } catch (IOException e) {
      throw new TraceException(
          TraceException.Problem.UNREADABLE,
          name + ": reading failed after line " + number + ": " + e.getMessage());
    }
  }

  private TraceException truncated(IOException cause) {
    long last = cut ? number - 1 : number;
    if (cause instanceof ForeignBytes foreign) {
      return new TraceException(
          TraceException.Problem.TRUNCATED,
          name
              + ": behind the compressed data, which end with line "
              + number
              + ", stand bytes that are not "
              + foreign.compression()
              + " and were not read; cut them off, or copy or record the file again");
    }
    return new TraceException(
        TraceException.Problem.TRUNCATED,
        name
            + ": the compressed data "
            + (cause instanceof EOFException ? "end early" : "are damaged")
            + " after line "
            + last
            + "; the lines until there were read; copy or record the file again");
  }

  /**
   * The beginning of the log, up to what the buffer holds; nothing of it is consumed. Empty where
   * lines were taken already.
   *
   * @throws TraceException if reading fails
   */
  public byte[] head() throws TraceException {
    if (number > 0) {
      return new byte[0];
    }
    while (limit < buffer.length && fill()) {
      // Until it is full, or the log ends.
    }
    return Arrays.copyOf(buffer, limit);
  }

  /** How many lines so far were quoted, as in a mail: {@code > } was taken off. */
  public long quoted() {
    return quoted;
  }

  /** The number of the line, from 1. */
  public long number() {
    return number;
  }

  /** The array that holds the line until the next call of {@link #next}. */
  public byte[] bytes() {
    return buffer;
  }

  /** Where the line begins in the array. */
  public int start() {
    return start;
  }

  /** Where it ends, without its line end. */
  public int end() {
    return end;
  }

  /** Whether the line is longer than {@link #LONGEST}; only its beginning can be trusted then. */
  public boolean tooLong() {
    return tooLong;
  }

  /** Whether no line end follows the line: what is missing of it, if anything, cannot be known. */
  public boolean cut() {
    return cut;
  }

  /** The line as text, byte for character. */
  public String text() {
    return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Notes that the log is a trace which was made from another, and that this one was not whole.
   *
   * @param why what was said of the other
   */
  public void notePart(String why) {
    if (partOf.isPresent()) {
      otherParts++;
    } else {
      partOf = Optional.of(why);
    }
  }

  /**
   * That the compressed data ended early, or the log inside a line, if it did, or that the log was
   * made from one of which this is true; known when {@link #next} gave false.
   */
  public Optional<TraceException> truncation() {
    return broken
        .map(this::truncated)
        .or(() -> cut ? Optional.of(inside()) : Optional.empty())
        .or(() -> partOf.map(this::part));
  }

  private TraceException inside() {
    return new TraceException(
        TraceException.Problem.CUT,
        name
            + ": the log ends inside line "
            + number
            + "; record it to the end, or drop that line (if it is whole, end it with a line end)");
  }

  private TraceException part(String why) {
    return new TraceException(
        TraceException.Problem.PART,
        name
            + ": was made from a log that is not whole"
            + (otherParts == 0 ? "" : " (" + otherParts + " more like it)")
            + ": "
            + why);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
