// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that has its name only when it is whole: until then it is called {@code NAME.PID.part},
 * and it is deleted where the writing fails or the process is interrupted. What had its name before
 * stays until then, whole. What is no regular file, as a pipe or a device, is written to as it is.
 */
public final class KeptFile {
  private final Path file;
  private final Path written;
  private final Interruption interrupted;
  private boolean kept;

  private KeptFile(Path file, Path written, boolean told) {
    this.file = file;
    this.written = written;
    interrupted =
        Interruption.undoing(
            () -> {
              String left = left();
              return told ? left : "";
            });
  }

  /**
   * Begins a file.
   *
   * @throws IOException if it cannot be written
   */
  public static KeptFile begin(Path named) throws IOException {
    return begin(named, true);
  }

  /**
   * Begins a file of something larger, which tells what becomes of it.
   *
   * @throws IOException if it cannot be written
   */
  public static KeptFile beginPartOf(Path named) throws IOException {
    return begin(named, false);
  }

  private static KeptFile begin(Path named, boolean told) throws IOException {
    Path file = Files.isSymbolicLink(named) && Files.exists(named) ? named.toRealPath() : named;
    boolean device =
        Files.exists(file)
            && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isSymbolicLink(file);
    if (device) {
      return new KeptFile(file, file, told);
    }
    // Each process has a name of its own: two that make one file do not write into one another.
    String part = file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
    Path written = file.resolveSibling(part);
    Files.newOutputStream(written).close();
    return new KeptFile(file, written, told);
  }

  /** Where its bytes go. */
  public OutputStream open() throws IOException {
    return Files.newOutputStream(written);
  }

  /** The name that it is to have, whose ending says how it is compressed. */
  public String name() {
    return file.toString();
  }

  private boolean isPart() {
    return !written.equals(file);
  }

  /** The process is interrupted: what becomes of the file. */
  private synchronized String left() {
    deleteHalf();
    if (kept) {
      return file + " is whole";
    }
    if (!isPart()) {
      return file + " has a part of it";
    }
    return file + (Files.exists(file) ? " is as it was before" : " is not kept");
  }

  /**
   * It is whole, and takes the place of what had its name, at once.
   *
   * @throws IOException if it cannot be given its name
   */
  public void keep() throws IOException {
    synchronized (this) {
      if (isPart()) {
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      }
      kept = true;
    }
    interrupted.close();
  }

  /** It will not be whole, unless it is kept. */
  public void discard() {
    synchronized (this) {
      deleteHalf();
    }
    if (!Interruption.isUnderway()) {
      interrupted.close();
    }
  }

  private void deleteHalf() {
    try {
      if (isPart() && !kept) {
        Files.deleteIfExists(written);
      }
    } catch (IOException stays) {
      // Its name says that it is a part.
    }
  }
}
