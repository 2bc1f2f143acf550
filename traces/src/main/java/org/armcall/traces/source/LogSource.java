// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.armcall.traces.source.TraceException.Problem;

/** Opens a log: plain text, gzip or zstd, told apart by the first bytes and not by the name. */
public final class LogSource {
  private static final int LOOKED_AT = 4096;

  /** One that a shell takes as it stands. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_./+@%:=,-]+");

  private LogSource() {}

  /**
   * The lines of that file, none of them read yet.
   *
   * @throws TraceException if there is no such file, it may not be read, or it is a directory,
   *     empty, or binary
   */
  public static LogLines open(Path file) throws TraceException {
    return open(file, count -> {});
  }

  /**
   * The same.
   *
   * @param read takes how many bytes of the file were read, compressed as they are, each time that
   *     some were
   */
  public static LogLines open(Path file, LongConsumer read) throws TraceException {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new TraceException(
          Problem.DIRECTORY, name + ": is a directory; name the log files in it");
    }
    InputStream in = null;
    try {
      in = Files.newInputStream(file);
      LogLines lines = lines(name, new CountedStream(in, read));
      in = null;
      return lines;
    } catch (NoSuchFileException e) {
      throw new TraceException(Problem.MISSING, name + ": no such file");
    } catch (AccessDeniedException e) {
      throw new TraceException(
          Problem.UNREADABLE, name + ": permission denied; make it readable for you");
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw new TraceException(Problem.UNREADABLE, name + ": cannot be read: " + e.getMessage());
    } finally {
      closeQuietly(in);
    }
  }

  /**
   * The lines of what a stream gives, compressed or not, none of them read yet.
   *
   * @param name what it is called in messages
   * @param read as above
   * @throws TraceException if it cannot be read, or is empty or binary
   */
  public static LogLines of(String name, InputStream in, LongConsumer read) throws TraceException {
    try {
      return lines(name, new CountedStream(in, read));
    } catch (TraceException e) {
      throw e;
    } catch (IOException e) {
      throw new TraceException(Problem.UNREADABLE, name + ": cannot be read: " + e.getMessage());
    }
  }

  private static LogLines lines(String name, InputStream in) throws IOException {
    try {
      PeekedStream text = decompressed(name, in);
      refuseWhatIsNoText(name, text.head());
      // With one processor a thread that reads ahead copies once more, for nothing.
      boolean several = Runtime.getRuntime().availableProcessors() > 1;
      return new LogLines(name, several ? new StreamAhead(text) : text);
    } catch (EOFException | ZipException e) {
      throw new TraceException(
          Problem.TRUNCATED,
          name
              + ": the compressed data end or break before the first line; copy or record the file"
              + " again");
    }
  }

  private static PeekedStream decompressed(String name, InputStream file) throws IOException {
    PeekedStream in = new PeekedStream(file, LOOKED_AT);
    byte[] magic = in.head();
    if (magic.length == 0) {
      throw new TraceException(
          Problem.EMPTY, name + ": is empty; was the recording stopped before it wrote?");
    }
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new PeekedStream(new GzipText(in), LOOKED_AT);
    }
    if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new PeekedStream(new ZstdText(in), LOOKED_AT);
    }
    refuseOtherCompression(name, magic);
    return in;
  }

  /** What is often a log and is not read says how it is. */
  private static void refuseOtherCompression(String name, byte[] magic) throws TraceException {
    if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z')) {
      throw otherCompression(name, "xz", "xz -dc");
    }
    if (startsWith(magic, 'B', 'Z', 'h')
        && magic.length > 3
        && magic[3] >= '1'
        && magic[3] <= '9') {
      throw otherCompression(name, "bzip2", "bzip2 -dc");
    }
    if (startsWith(magic, 0x04, 0x22, 0x4d, 0x18)) {
      throw otherCompression(name, "lz4", "lz4 -dc");
    }
    if (startsWith(magic, 'P', 'K', 3, 4)) {
      throw otherCompression(name, "zip", "unzip -p");
    }
  }

  private static TraceException otherCompression(String name, String what, String command) {
    String file = PLAIN_NAME.matcher(name).matches() ? name : "FILE";
    return new TraceException(
        Problem.BINARY,
        name
            + ": is compressed with "
            + what
            + ", which is not read (gzip and zstd are); decompress it: "
            + command
            + " "
            + file
            + " | armcall replay -");
  }

  /** Text has no NUL; a log into which a guest's console wrote one still begins with lines. */
  private static void refuseWhatIsNoText(String name, byte[] head) throws TraceException {
    if (head.length == 0) {
      throw new TraceException(
          Problem.EMPTY, name + ": is empty; was the recording stopped before it wrote?");
    }
    int strange = 0;
    for (byte b : head) {
      boolean control = b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != 0x1b;
      strange += control || b == 0x7f ? 1 : 0;
    }
    if (strange * 20 > head.length) {
      throw new TraceException(
          Problem.BINARY,
          String.format(
              Locale.ROOT,
              "%s: is a binary file (%d of its first %d bytes are no text); give the text log",
              name,
              strange,
              head.length));
    }
  }

  private static boolean startsWith(byte[] head, int... magic) {
    if (head.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static void closeQuietly(InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // What made the opening fail is being thrown already.
      }
    }
  }
}
