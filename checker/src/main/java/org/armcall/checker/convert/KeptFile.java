// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.convert;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.armcall.checker.replay.ReadingProgress;

/**
 * A file that has its name only when it is whole: until then it is called {@code NAME.PID.part},
 * and it is deleted where the writing fails or the process is interrupted. What is no regular file,
 * as a pipe or a device, is written to as it is.
 */
final class KeptFile {
  private final Path file;
  private final Path written;
  private final Thread interrupted;

  private KeptFile(Path file, Path written, PrintStream err) {
    this.file = file;
    this.written = written;
    interrupted =
        new Thread(
            () -> {
              deleteHalf();
              err.println(
                  ReadingProgress.instead("armcall: interrupted; " + file + " is not kept"));
            },
            "armcall-interrupted");
  }

  /**
   * Begins a file; what had its name is deleted, for it is not what was asked for.
   *
   * @throws IOException if it cannot be written
   */
  static KeptFile begin(Path named, PrintStream err) throws IOException {
    Path file = Files.isSymbolicLink(named) && Files.exists(named) ? named.toRealPath() : named;
    boolean device =
        Files.exists(file)
            && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.isSymbolicLink(file);
    if (device) {
      return new KeptFile(file, file, err);
    }
    // Each process has a name of its own: two that make one file do not write into one another.
    String part = file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
    KeptFile kept = new KeptFile(file, file.resolveSibling(part), err);
    Files.newOutputStream(kept.written).close();
    Files.deleteIfExists(file);
    Runtime.getRuntime().addShutdownHook(kept.interrupted);
    return kept;
  }

  /** Where its bytes go. */
  OutputStream open() throws IOException {
    return Files.newOutputStream(written);
  }

  /** The name that it is to have, whose ending says how it is compressed. */
  String name() {
    return file.toString();
  }

  private boolean isPart() {
    return !written.equals(file);
  }

  /**
   * It is whole.
   *
   * @throws IOException if it cannot be given its name
   */
  void keep() throws IOException {
    if (isPart()) {
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
      forgetHook();
    }
  }

  /** It will not be whole. */
  void discard() {
    if (isPart()) {
      deleteHalf();
      forgetHook();
    }
  }

  private void deleteHalf() {
    try {
      Files.deleteIfExists(written);
    } catch (IOException stays) {
      // Its name says that it is a part.
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException goingDown) {
      // The hook finds nothing to delete.
    }
  }
}
