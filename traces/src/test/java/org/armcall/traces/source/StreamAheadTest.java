// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamAheadTest {
  private static final int LONG = 3_000_000;

  @Test
  void theBytesAreThoseOfTheStream() throws IOException {
    byte[] bytes = new byte[LONG];
    new Random(1).nextBytes(bytes);
    try (StreamAhead ahead = new StreamAhead(new ByteArrayInputStream(bytes))) {
      assertEquals(bytes[0] & 0xff, ahead.read());
      byte[] rest = ahead.readAllBytes();
      assertEquals(LONG - 1, rest.length);
      assertArrayEquals(Arrays.copyOfRange(bytes, 1, LONG), rest);
      assertEquals(-1, ahead.read());
      assertEquals(-1, ahead.read(), "the end stays the end");
    }
  }

  @Test
  void whatCameBeforeAFailureIsReadBeforeIt() throws IOException {
    InputStream failing =
        new InputStream() {
          private int left = 10;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            target[offset] = (byte) read();
            return 1;
          }
        };
    try (StreamAhead ahead = new StreamAhead(failing)) {
      assertEquals("xxxxxxxxxx", new String(ahead.readNBytes(10), StandardCharsets.US_ASCII));
      IOException first = assertThrows(IOException.class, ahead::read);
      assertEquals("the disk is gone", first.getMessage());
      assertThrows(IOException.class, ahead::read, "it stays gone");
    }
  }

  @Test
  void anErrorOfTheReaderIsAnErrorHere() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("a defect");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return read();
          }
        };
    try (StreamAhead ahead = new StreamAhead(broken)) {
      assertThrows(IllegalStateException.class, ahead::read);
    }
  }

  @Test
  void whatAPipeHasIsNotHeldBack() throws IOException {
    try (PipedOutputStream writer = new PipedOutputStream();
        StreamAhead ahead = new StreamAhead(new PipedInputStream(writer))) {
      writer.write('a');
      writer.flush();
      assertEquals('a', ahead.read(), "though the pipe stays open");
    }
  }

  @Test
  void closingEndsAReaderThatIsAhead() throws IOException, InterruptedException {
    AtomicReference<Thread> reader = new AtomicReference<>();
    AtomicBoolean closed = new AtomicBoolean();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            reader.set(Thread.currentThread());
            return length;
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    try (StreamAhead ahead = new StreamAhead(endless)) {
      assertEquals(0, ahead.read());
    }
    reader.get().join();
    assertTrue(closed.get());
  }
}
