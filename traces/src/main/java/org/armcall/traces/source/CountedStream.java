// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream that tells how many bytes were read of it. */
final class CountedStream extends BlockStream {
  private final InputStream in;
  private final LongConsumer read;

  CountedStream(InputStream in, LongConsumer read) {
    this.in = in;
    this.read = read;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count > 0) {
      read.accept(count);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
