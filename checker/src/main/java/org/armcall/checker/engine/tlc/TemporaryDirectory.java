// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.engine.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that is gone when it is closed, with all that is in it. */
record TemporaryDirectory(Path path) implements AutoCloseable {

  static TemporaryDirectory create() throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory("armcall-tlc-"));
  }

  /** A child that is dying may still make files, so a second try is made. */
  @Override
  public void close() {
    if (!delete()) {
      delete();
    }
  }

  private boolean delete() {
    if (!Files.exists(path)) {
      return true;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
      return true;
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }
}
