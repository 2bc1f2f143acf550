// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The bytes of another stream, read on a thread of its own a little ahead of who takes them: a disk
 * and the decompression of a log work while its lines are looked at.
 *
 * <p>{@value #CHUNKS} chunks of {@value #CHUNK} bytes, whatever the size of the stream. What
 * reading throws is thrown where its bytes would have been. One thread may read.
 */
final class StreamAhead extends BlockStream {
  private static final int CHUNK = 256 * 1024;
  private static final int CHUNKS = 3;
  private static final long PATIENCE_MILLIS = 100;

  /** Bytes, and how many of them count; none at the end, or where reading failed. */
  private static final class Chunk {
    private final byte[] bytes = new byte[CHUNK];
    private int length;
    private Optional<IOException> refused = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
  }

  private final InputStream in;
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread reader = new Thread(this::fill, "armcall-input");
  private Optional<Chunk> current = Optional.empty();
  private int at;

  StreamAhead(InputStream in) {
    this.in = in;
    reader.setDaemon(true);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Chunk chunk = chunk();
    if (chunk.length <= 0) {
      chunk.failure.ifPresent(StreamAhead::rethrow);
      if (chunk.refused.isPresent()) {
        throw chunk.refused.get();
      }
      return -1;
    }
    int count = Math.min(length, chunk.length - at);
    System.arraycopy(chunk.bytes, at, target, offset, count);
    at += count;
    return count;
  }

  /** The chunk whose turn it is; the last one again and again. */
  private Chunk chunk() throws IOException {
    if (current.isPresent() && (current.get().length <= 0 || at < current.get().length)) {
      return current.get();
    }
    try {
      if (current.isEmpty()) {
        start();
      } else {
        empty.put(current.get());
      }
      at = 0;
      current = Optional.of(full.take());
      return current.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private static void rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  private void start() {
    for (int i = 0; i < CHUNKS; i++) {
      empty.add(new Chunk());
    }
    reader.start();
  }

  private void fill() {
    try {
      boolean more = true;
      while (more) {
        Chunk chunk = empty.take();
        fill(chunk);
        more = chunk.length > 0;
        full.put(chunk);
      }
    } catch (InterruptedException closed) {
      // Nobody wants the rest.
    }
  }

  /** One read and no more: what a pipe has so far is not held back. */
  private void fill(Chunk chunk) {
    chunk.length = -1;
    try {
      chunk.length = in.read(chunk.bytes, 0, CHUNK);
    } catch (IOException wrong) {
      chunk.refused = Optional.of(wrong);
    } catch (RuntimeException | Error wrong) {
      chunk.failure = Optional.of(wrong);
    }
  }

  /** A reader that waits for a pipe cannot be stopped, and is not waited for. */
  @Override
  public void close() throws IOException {
    reader.interrupt();
    try {
      reader.join(PATIENCE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }
}
