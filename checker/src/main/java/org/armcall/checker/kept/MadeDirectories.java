// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Directories that were made because one was named that was not there.
 *
 * @param deepestFirst those of its path that were missing
 */
public record MadeDirectories(List<Path> deepestFirst) {
  /** Copies the list. */
  public MadeDirectories {
    deepestFirst = List.copyOf(deepestFirst);
  }

  /**
   * Makes a directory and those above it.
   *
   * @throws IOException if it cannot be made, or is a file
   */
  public static MadeDirectories make(Path directory) throws IOException {
    List<Path> missing = new ArrayList<>();
    Path absolute = directory.toAbsolutePath().normalize();
    for (Path each = absolute; each != null && Files.notExists(each); each = each.getParent()) {
      missing.add(each);
    }
    MadeDirectories made = new MadeDirectories(missing);
    try {
      Files.createDirectories(absolute);
    } catch (IOException failed) {
      made.removeEmpty();
      throw failed;
    }
    return made;
  }

  /** Removes those that nothing is in. */
  public void removeEmpty() {
    for (Path each : deepestFirst) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException inUse) {
        return;
      }
    }
  }
}
