// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A finding says of which commit it is. */
final class CheckoutTest {
  @TempDir Path directory;

  static boolean hasGit() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "git")));
  }

  private static String git(Path in, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("git", "-c", "user.name=n", "-c", "user.email=e"));
    line.addAll(List.of(words));
    ProcessBuilder git = new ProcessBuilder(line).directory(in.toFile()).redirectErrorStream(true);
    git.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process running = git.start();
    String said =
        new String(
            running.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(0, running.waitFor(), said);
    return said.strip();
  }

  @Test
  @EnabledIf("hasGit")
  void theCommitIsGitsAndSaysWhetherFilesWereChanged() throws IOException, InterruptedException {
    git(directory, "init", "-q");
    Path file = Files.writeString(directory.resolve("a"), "1");
    git(directory, "add", "a");
    git(directory, "commit", "-q", "-m", "a");
    String commit = git(directory, "rev-parse", "HEAD");
    String named = Checkout.commit(directory).orElseThrow();
    assertTrue(commit.startsWith(named) && named.length() >= 12, named);
    Files.writeString(file, "2");
    assertEquals(Optional.of(named + Checkout.CHANGED), Checkout.commit(directory));
  }

  @Test
  @EnabledIf("hasGit")
  void theCheckoutAroundADirectorySaysNothingOfIt() throws IOException, InterruptedException {
    git(directory, "init", "-q");
    Path inside = Files.createDirectory(directory.resolve("inside"));
    assertEquals(Optional.empty(), Checkout.commit(inside));
    assertEquals(Optional.empty(), Checkout.commit(directory), "it has no commit");
  }
}
