// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What the members of a gzip file, one after the other, decompress to (RFC 1952 section 2.2).
 *
 * <p>{@code GZIPInputStream} would do, but it takes whatever follows a member and begins none for
 * the end of the file, without a word. Here only zeros are taken so, with which a tape is filled
 * up.
 */
final class GzipText extends BlockStream {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  /** Of the header, behind the flags: the time, the extra flags and the operating system. */
  private static final int TIME_AND_SYSTEM = 6;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int limit;
  private long members;
  private boolean inMember;
  private boolean ended;

  GzipText(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || beginsMember()) {
      int count = inflated(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        at = limit - inflater.getRemaining();
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("a preset dictionary");
      } else {
        if (!fill()) {
          throw early();
        }
        inflater.setInput(buffer, 0, limit);
        at = limit;
      }
    }
    return -1;
  }

  private int inflated(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException damaged) {
      throw new ZipException(damaged.getMessage());
    }
  }

  /** Reads the header of the next member; false at the end of the file. */
  private boolean beginsMember() throws IOException {
    if (ended || members > 0 && isAtEnd()) {
      ended = true;
      return false;
    }
    checksum.reset();
    int first = headerByte();
    int second = first == MAGIC_1 ? headerByte() : -1;
    if (second != MAGIC_2) {
      throw members == 0 ? new ZipException("not gzip") : new ForeignBytes("gzip");
    }
    int method = headerByte();
    int flags = headerByte();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new ZipException("a header of another kind of gzip");
    }
    skip(TIME_AND_SYSTEM);
    if ((flags & EXTRA) != 0) {
      skip(headerByte() | headerByte() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      while ((flags & text) != 0 && headerByte() != 0) {
        // To the zero at its end.
      }
    }
    int expected = (int) checksum.getValue() & 0xffff;
    if ((flags & HEADER_CHECKSUM) != 0 && (headerByte() | headerByte() << 8) != expected) {
      throw new ZipException("the checksum of a header is wrong");
    }
    checksum.reset();
    inflater.reset();
    inflater.setInput(buffer, at, limit - at);
    inMember = true;
    members++;
    return true;
  }

  /** Whether the file ends here, or has nothing but zeros from here on. */
  private boolean isAtEnd() throws IOException {
    if (at == limit && !fill()) {
      return true;
    }
    if (buffer[at] != 0) {
      return false;
    }
    while (at < limit || fill()) {
      if (buffer[at++] != 0) {
        throw new ForeignBytes("gzip");
      }
    }
    return true;
  }

  private void endMember() throws IOException {
    long crc = checksum.getValue();
    long length = inflater.getBytesWritten() & 0xffff_ffffL;
    if (word() != crc || word() != length) {
      throw new ZipException("the checksum or the length is wrong");
    }
    inMember = false;
  }

  private long word() throws IOException {
    long word = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      word |= (long) headerByte() << 8 * i;
    }
    return word;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      headerByte();
    }
  }

  /** A byte of a header or a trailer. */
  private int headerByte() throws IOException {
    if (at == limit && !fill()) {
      throw early();
    }
    int value = buffer[at++] & 0xff;
    checksum.update(value);
    return value;
  }

  private static EOFException early() {
    return new EOFException("inside a member");
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, BUFFER);
    at = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
