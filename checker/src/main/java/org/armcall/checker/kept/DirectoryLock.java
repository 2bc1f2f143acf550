// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One run at a time writes to a directory. The system ends the lock with the process, however that
 * ends: the file of one that was killed is in nobody's way.
 */
final class DirectoryLock {
  static final String FILE = ".armcall-lock";

  private static final int LONGEST = 4000;

  /**
   * Of this process. It does not even open such a file again: with the first of them that a process
   * closes, POSIX ends its locks on all.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @return empty if another run has it
   * @throws IOException if the directory cannot be written to
   */
  static Optional<DirectoryLock> take(Path directory) throws IOException {
    Path file = directory.toRealPath().resolve(FILE);
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<DirectoryLock> lock = Optional.empty();
    try {
      lock = taken(file);
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
    return lock;
  }

  private static Optional<DirectoryLock> taken(Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean taken = false;
      try {
        if (channel.tryLock() == null) {
          return Optional.empty();
        }
        taken = named(file, channel);
        if (taken) {
          return Optional.of(new DirectoryLock(file, channel));
        }
      } finally {
        if (!taken) {
          channel.close();
        }
      }
    }
  }

  private static boolean named(Path file, FileChannel locked) throws IOException {
    try {
      return isNamed(file, locked);
    } catch (NoSuchFileException removed) {
      return false;
    } catch (IOException full) {
      Files.deleteIfExists(file);
      throw full;
    }
  }

  /**
   * Whether the name is still that of the file which is locked: whoever had it before may have
   * removed it since it was opened, and then it locks nothing. A length of its own tells.
   */
  private static boolean isNamed(Path file, FileChannel channel) throws IOException {
    int length = ThreadLocalRandom.current().nextInt(1, LONGEST);
    channel.truncate(0);
    int written = channel.write(ByteBuffer.allocate(length));
    return Files.size(file) == written;
  }

  /** Gives it back. */
  void release() {
    HELD.remove(file);
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      // An open file cannot be removed everywhere; it locks nothing.
    }
  }
}
