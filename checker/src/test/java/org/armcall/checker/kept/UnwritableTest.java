// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.kept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.armcall.checker.cli.CommandRun;
import org.armcall.checker.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command says alike what it cannot write, and why. */
class UnwritableTest {
  private static final Path TRACES = Path.of(System.getProperty("armcall.home")).resolve("traces");
  private static final String B15 =
      TRACES.resolve("exhibits/b15-x18-lost/faulty.ndjson").toString();

  @TempDir private Path directory;

  @Test
  void theReasonIsInWords() {
    assertEquals("permission denied", Unwritable.reason(new AccessDeniedException("/a/b")));
    assertEquals("there is no such directory", Unwritable.reason(new NoSuchFileException("/a/b")));
    // The texts are those of errno: 28 is ENOSPC, 122 EDQUOT, 30 EROFS.
    Map<String, String> said =
        Map.of(
            "No space left on device", "the disk is full",
            "Disk quota exceeded", "the quota of the disk is used up",
            "Read-only file system", "the file system is read-only");
    said.forEach(
        (system, words) -> {
          assertEquals(words, Unwritable.reason(new IOException(system)));
          assertEquals(words, Unwritable.reason(new FileSystemException("/a/b", null, system)));
        });
    assertEquals("Stale file handle", Unwritable.reason(new IOException("Stale file handle")));
    assertEquals("IOException", Unwritable.reason(new IOException()));
  }

  static List<List<String>> intoADirectory() {
    return List.of(
        List.of("replay", B15),
        List.of("emulate", TRACES.resolve("scenarios/mail-smc-a64.yaml").toString()),
        List.of("reproduce", B15),
        List.of("report", "RESULT"),
        List.of("check", "syndrome/layouts"),
        List.of("convert", TRACES.resolve("formats/samples/ftrace-kvm.txt").toString()));
  }

  private CommandRun run(List<String> words, String out) {
    List<String> all = new ArrayList<>(words);
    all.replaceAll(word -> word.replace("RESULT", directory.resolve("result").toString()));
    all.addAll(List.of("--out", out));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("intoADirectory")
  void whatTheSystemRefusesIsOneSentenceAndOneStatus(List<String> words) throws IOException {
    CommandRun.of("replay", B15, "--out", directory.resolve("result").toString());
    Path file = Files.createFile(directory.resolve("file"));
    CommandRun isFile = run(words, file + "/");
    CommandRun below = run(words, file + "/below/");
    assertEquals(ExitCode.ENGINE, isFile.code(), isFile.err());
    assertEquals(ExitCode.ENGINE, below.code(), below.err());
    assertEquals("armcall: --out " + file + " cannot be written: it is a file\n", isFile.err());
    assertEquals(
        "armcall: --out " + file + "/below cannot be written: a part of its path is a file\n",
        below.err());
    assertEquals("", isFile.out() + below.out());
    assertTrue(Files.isRegularFile(file));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(2, left.count());
    }
  }
}
