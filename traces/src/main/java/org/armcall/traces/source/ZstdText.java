// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * What zstd frames, one after the other, decompress to; damage is told as {@link GzipText} tells
 * it.
 *
 * <p>The decompressor loses what it has when the next block fails, and does not say where a frame
 * ends: it is given one frame at a time, and asked for little at once.
 */
final class ZstdText extends BlockStream {
  private static final int[] MAGIC = {0x28, 0xb5, 0x2f, 0xfd};

  /** Of a frame that is passed over; the first byte is any from 0x50 to 0x5f. */
  private static final int[] SKIPPABLE = {0x50, 0x2a, 0x4d, 0x18};

  /** How much is lost at most when the data break. */
  private static final int STEP = 512;

  private final InputStream in;
  private Optional<ZstdFrame> frame = Optional.empty();
  private Optional<ZstdInputStream> text = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private long frames;

  ZstdText(InputStream compressed) {
    in = compressed;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = 0;
    while (count < length && failure.isEmpty()) {
      try {
        int step = step(target, offset + count, Math.min(STEP, length - count));
        if (step < 0) {
          return count == 0 ? -1 : count;
        }
        count += step;
      } catch (IOException wrong) {
        failure = Optional.of(wrong);
      }
    }
    if (count == 0 && failure.isPresent()) {
      throw failure.get();
    }
    return count;
  }

  /** Reads some bytes; none at the end of a frame, -1 at that of the last one. */
  private int step(byte[] target, int offset, int length) throws IOException {
    if (text.isEmpty() && !beginsFrame()) {
      return -1;
    }
    int count = decompressed(target, offset, length);
    if (count < 0) {
      if (frame.orElseThrow().isCut()) {
        throw new EOFException("inside a frame");
      }
      text = Optional.empty();
    }
    return Math.max(count, 0);
  }

  private int decompressed(byte[] target, int offset, int length) throws IOException {
    try {
      return text.orElseThrow().read(target, offset, length);
    } catch (MalformedInputException damaged) {
      throw frame.orElseThrow().isCut()
          ? new EOFException("inside a frame")
          : new ZipException(damaged.getMessage());
    } catch (IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException damaged) {
      throw new ZipException("damaged: " + damaged.getMessage());
    } catch (IOException early) {
      if (frame.orElseThrow().isCut()) {
        throw new EOFException(early.getMessage());
      }
      throw new ZipException(early.getMessage());
    }
  }

  /** Begins the next frame; false at the end of the file. */
  private boolean beginsFrame() throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    while (startsWith(magic, SKIPPABLE, 0xf0)) {
      in.skipNBytes(word(in.readNBytes(Integer.BYTES)));
      magic = in.readNBytes(MAGIC.length);
    }
    if (magic.length == 0 || isFilledUp(magic)) {
      return false;
    }
    if (!startsWith(magic, MAGIC, 0xff)) {
      throw frames == 0 ? new ZipException("not zstd") : new ForeignBytes("zstd");
    }
    if (magic.length < MAGIC.length) {
      throw new EOFException("inside a frame");
    }
    frames++;
    frame = Optional.of(new ZstdFrame(magic, in));
    text = Optional.of(new ZstdInputStream(frame.get()));
    return true;
  }

  /** Whether nothing but zeros is left, with which a tape is filled up. */
  private boolean isFilledUp(byte[] next) throws IOException {
    for (byte b : next) {
      if (b != 0) {
        return false;
      }
    }
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != 0) {
        throw new ForeignBytes("zstd");
      }
    }
    return true;
  }

  private static long word(byte[] bytes) throws EOFException {
    if (bytes.length < Integer.BYTES) {
      throw new EOFException("inside a frame");
    }
    long word = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      word |= (bytes[i] & 0xffL) << 8 * i;
    }
    return word;
  }

  /**
   * Whether they are the beginning of that magic number, or all of it.
   *
   * @param firstMask which bits of the first byte count
   */
  private static boolean startsWith(byte[] bytes, int[] magic, int firstMask) {
    for (int i = 0; i < bytes.length; i++) {
      if ((bytes[i] & (i == 0 ? firstMask : 0xff)) != magic[i]) {
        return false;
      }
    }
    return bytes.length > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
