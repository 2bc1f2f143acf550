// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** What a zstd stream decompresses to; damage is told as {@code GZIPInputStream} tells it. */
final class ZstdText extends InputStream {
  private final PeekedStream compressed;
  private final ZstdInputStream in;

  ZstdText(PeekedStream compressed) {
    this.compressed = compressed;
    in = new ZstdInputStream(compressed);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return length == 0 ? 0 : in.read(target, offset, length);
    } catch (MalformedInputException damaged) {
      throw new ZipException(damaged.getMessage());
    } catch (IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException damaged) {
      throw new ZipException("damaged: " + damaged.getMessage());
    } catch (IOException early) {
      if (compressed.isAtEnd()) {
        throw new EOFException(early.getMessage());
      }
      throw early;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
