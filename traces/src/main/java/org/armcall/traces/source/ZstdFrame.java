// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.IOException;
import java.io.InputStream;

/** The compressed bytes of one zstd frame and no byte behind it (RFC 8878 section 3.1.1). */
final class ZstdFrame extends BlockStream {
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
  private static final int BLOCK_HEADER = 3;
  private static final int RUN_OF_ONE_BYTE = 1;
  private static final int CHECKSUM = 4;

  private final InputStream in;

  // What is to be handed out before the next bytes of the stream, and then how many of these.
  private byte[] piece;
  private int at;
  private int through;
  private boolean headed;
  private boolean checked;
  private boolean lastBlock;
  private boolean ended;
  private boolean cut;

  /**
   * The frame whose magic number was read already.
   *
   * @param magic its bytes
   */
  ZstdFrame(byte[] magic, InputStream in) {
    this.in = in;
    piece = magic.clone();
  }

  /** Whether the stream ended inside the frame. */
  boolean isCut() {
    return cut;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == piece.length && through == 0) {
      if (ended || cut) {
        return -1;
      }
      next();
    }
    if (at < piece.length) {
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, target, offset, count);
      at += count;
      return count;
    }
    int count = in.read(target, offset, Math.min(length, through));
    cut |= count < 0;
    through -= Math.max(count, 0);
    return count;
  }

  private void next() throws IOException {
    if (!headed) {
      headed = true;
      header();
    } else if (!lastBlock) {
      block();
    } else {
      through = checked ? CHECKSUM : 0;
      ended = true;
    }
  }

  private void header() throws IOException {
    if (!take(1)) {
      return;
    }
    int descriptor = piece[0] & 0xff;
    boolean singleSegment = (descriptor >> 5 & 1) != 0;
    checked = (descriptor >> 2 & 1) != 0;
    int size = descriptor >> 6;
    int sizeBytes = size == 0 ? singleSegment ? 1 : 0 : 1 << size;
    through = (singleSegment ? 0 : 1) + DICTIONARY_BYTES[descriptor & 3] + sizeBytes;
  }

  private void block() throws IOException {
    if (!take(BLOCK_HEADER)) {
      return;
    }
    int header = piece[0] & 0xff | (piece[1] & 0xff) << 8 | (piece[2] & 0xff) << 16;
    lastBlock = (header & 1) != 0;
    through = (header >> 1 & 3) == RUN_OF_ONE_BYTE ? 1 : header >> 3;
  }

  /** Takes so many bytes as the next piece; false, and a piece that is shorter, where it is cut. */
  private boolean take(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    cut |= bytes.length < count;
    piece = bytes;
    at = 0;
    return !cut;
  }

  /** The stream goes on behind the frame. */
  @Override
  public void close() {
    // Who opened it closes it.
  }
}
