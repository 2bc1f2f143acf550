// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Finds out what a file is and has the right one read it. */
final class DeviceTreeFile {
  private static final String TOO_LARGE =
      ": a device tree of more than " + (FlatTree.LARGEST >> 20) + " MiB is not read";

  private DeviceTreeFile() {}

  static DeviceTree read(Path file, DeviceTreeCompiler compiler) throws DeviceTreeException {
    byte[] content = content(file);
    if (isCompiled(content)) {
      return new DeviceTree(FlatTree.read(content, file.toString()), false);
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!SourceText.isOne(text)) {
      throw new DeviceTreeException(
          file + ": this is no device tree: neither d00dfeed nor /dts-v1/; is at its start");
    }
    SourceText.refuseIncludes(text, file.toString());
    return new DeviceTree(
        FlatTree.read(compiler.compile(content, file.toString()), file + " (compiled)"), true);
  }

  static boolean startsOne(byte[] head) {
    byte[] start = head;
    if (isGzip(head)) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(head))) {
        start = firstOf(in);
      } catch (IOException damaged) {
        return false;
      }
    }
    return isCompiled(start) || SourceText.isOne(new String(start, StandardCharsets.ISO_8859_1));
  }

  /** What is there of the first bytes, for the head of a gzip file ends in the middle. */
  private static byte[] firstOf(InputStream in) {
    byte[] start = new byte[4096];
    int length = 0;
    try {
      for (int n = 0; n >= 0 && length < start.length; length += Math.max(n, 0)) {
        n = in.read(start, length, start.length - length);
      }
    } catch (IOException endOfHead) {
      // What came before it is what there is to go by.
    }
    return Arrays.copyOf(start, length);
  }

  private static boolean isCompiled(byte[] content) {
    return content.length >= 4 && ByteBuffer.wrap(content).getInt() == FlatTree.MAGIC;
  }

  private static boolean isGzip(byte[] content) {
    return content.length >= 2 && content[0] == 0x1f && content[1] == (byte) 0x8b;
  }

  private static byte[] content(Path file) throws DeviceTreeException {
    if (Files.isDirectory(file)) {
      throw new DeviceTreeException(file + " is a directory; name a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = bounded(in, file);
      if (isGzip(content)) {
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(content))) {
          content = bounded(unpacked, file);
        }
      }
      return content;
    } catch (EOFException | ZipException damaged) {
      throw new DeviceTreeException(file + ": the gzip data end early or are damaged");
    } catch (NoSuchFileException missing) {
      throw new DeviceTreeException(file + " cannot be read: there is no such file");
    } catch (IOException unreadable) {
      throw new DeviceTreeException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  private static byte[] bounded(InputStream in, Path file) throws IOException, DeviceTreeException {
    byte[] content = in.readNBytes(FlatTree.LARGEST + 1);
    if (content.length > FlatTree.LARGEST) {
      throw new DeviceTreeException(file + TOO_LARGE);
    }
    return content;
  }
}
