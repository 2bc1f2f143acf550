// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The checkout that armcall runs from. */
public final class Checkout {
  /** How git ends what it says of a checkout with changes that are in no commit. */
  public static final String CHANGED = "-dirty";

  private static final long PATIENCE_SECONDS = 10;

  private Checkout() {}

  /** The commit of the checkout that the launcher named; empty where there is none. */
  public static Optional<String> commit() {
    return Optional.ofNullable(System.getProperty("armcall.home"))
        .flatMap(home -> commit(Path.of(home)));
  }

  /**
   * What {@code git describe} says of the directory: a tag or a commit, then {@link #CHANGED} where
   * files of it were changed. Empty where the directory is no checkout, or where there is no git.
   */
  static Optional<String> commit(Path home) {
    // Not of a checkout around it: that one says nothing of armcall.
    if (Files.notExists(home.resolve(".git"))) {
      return Optional.empty();
    }
    ProcessBuilder git =
        new ProcessBuilder(
                List.of(
                    "git",
                    "--no-optional-locks",
                    "describe",
                    "--tags",
                    "--always",
                    "--abbrev=12",
                    "--dirty=" + CHANGED))
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // A hook of git that calls armcall has variables that lead to another repository.
    git.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    try {
      Process running = git.start();
      running.getOutputStream().close();
      if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        return Optional.empty();
      }
      String said =
          new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return Optional.of(said).filter(name -> running.exitValue() == 0 && !name.isEmpty());
    } catch (IOException none) {
      return Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
