// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The recorded corpus, and edited copies of it. */
final class Logs {
  static final Path CORPUS =
      Path.of(System.getProperty("armcall.home", "..")).resolve("traces/corpus");
  static final Path LINUX = CORPUS.resolve("sample-linux-el2-a57.log.gz");
  static final Path XEN = CORPUS.resolve("sample-xen-a57.log.gz");

  private Logs() {}

  static List<Path> all() {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.filter(file -> file.toString().endsWith(".log.gz")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(Path log) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.ISO_8859_1))) {
      return reader.lines().collect(Collectors.toCollection(ArrayList::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReplayResult replay(List<String> lines) {
    try {
      Path log = Files.createTempFile("armcall-replay", ".log");
      try {
        Files.write(log, lines, StandardCharsets.ISO_8859_1);
        return Replay.run(ReplayRequest.of(log));
      } finally {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReplayResult replay(String log) {
    return replay(log.lines().toList());
  }
}
