// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where armcall lives: the checkout that the launcher named in the system property {@code
 * armcall.home}.
 *
 * @param directory the top of the checkout
 */
public record Home(Path directory) {
  /** The home that the launcher named. */
  public static Home find() {
    String named = System.getProperty("armcall.home");
    if (named == null || !Files.isDirectory(Path.of(named))) {
      throw CommandException.engine(
          "the directory of armcall is not known; start it with the launcher ./armcall");
    }
    return new Home(Path.of(named));
  }

  /** The specification. */
  public Path spec() {
    return directory.resolve("spec");
  }

  /** The jars, with those of each engine in a directory of its own. */
  public Path lib() {
    return directory.resolve("checker/target/lib");
  }

  /** The jars of that engine, {@code tlc} or {@code alloy}. */
  public Path engine(String name) {
    return lib().resolve(name);
  }
}
