// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A stream whose first bytes can be looked at before they are read.
 *
 * <p>A buffered stream would do, but it loses what it has read when its source fails: the last
 * lines before the damage of a damaged file.
 */
final class PeekedStream extends BlockStream {
  private final InputStream in;
  private final byte[] head;
  private int at;
  private Optional<IOException> failure = Optional.empty();

  /** Reads up to that many bytes ahead; a failure is kept for the one who reads on to it. */
  PeekedStream(InputStream in, int most) {
    this.in = in;
    byte[] bytes = new byte[most];
    int length = 0;
    try {
      for (int n = 0; n >= 0 && length < most; length += Math.max(n, 0)) {
        n = in.read(bytes, length, most - length);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    }
    head = Arrays.copyOf(bytes, length);
  }

  /** The first bytes; fewer than asked for where the stream is shorter or fails. */
  byte[] head() throws IOException {
    if (head.length == 0 && failure.isPresent()) {
      throw failure.get();
    }
    return head.clone();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (at < head.length) {
      int count = Math.min(length, head.length - at);
      System.arraycopy(head, at, target, offset, count);
      at += count;
      return count;
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return in.read(target, offset, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
