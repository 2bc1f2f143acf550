// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.preset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read is said in one line, with its cause and what there is instead. */
class PresetsTest {
  private static final Presets<JsonNode> KEYS =
      new Presets<>("key", List.of("red", "blue"), "keys", (node, where) -> node);

  @TempDir Path directory;

  private static String refusal(Path file) {
    return assertThrows(PresetException.class, () -> KEYS.named(file.toString())).getMessage();
  }

  private static void refused(Path file, String why) {
    assertEquals(file + " cannot be read: " + why + "; the presets are red, blue", refusal(file));
  }

  @Test
  void aFileThatIsMissingIsSaidToBe() {
    refused(directory.resolve("none.json"), "there is no such file");
  }

  @Test
  void aDirectoryIsSaidToBeOne() throws IOException {
    refused(Files.createDirectory(directory.resolve("d.json")), "it is a directory");
  }

  @Test
  void whatIsNoTextIsSaidNotToBe() throws IOException {
    Path bytes = Files.write(directory.resolve("b.json"), new byte[] {'"', (byte) 0xff, '"'});
    refused(bytes, "it is not text in UTF-8");
  }

  @Test
  void whatMayNotBeReadIsSaidNotTo() throws IOException {
    Path secret = Files.writeString(directory.resolve("s.json"), "{}");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("-wx------"));
    assumeFalse(Files.isReadable(secret), "root reads everything");
    refused(secret, "you may not read it");
  }

  @Test
  void whatIsNoJsonIsSaidNotToBeWithItsPlace() throws IOException {
    Path yaml = Files.writeString(directory.resolve("y.json"), "name: red\n");
    assertEquals(1, refusal(yaml).lines().count());
    assertEquals(0, refusal(yaml).indexOf(yaml + " is not JSON: Unrecognized token 'name'"));
  }

  /** A file of 3 GB, of which nothing is on the disk. */
  @Test
  void whatIsFarTooLargeIsRefusedBeforeItIsRead() throws IOException {
    Path file = directory.resolve("huge.json");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(3L << 30);
    }
    assertEquals(file + " has more than 1 MB: no key has", refusal(file));
  }

  @Test
  void whatIsNeitherAPresetNorAFileIsToldThePresets() {
    PresetException refused = assertThrows(PresetException.class, () -> KEYS.named("green"));
    assertEquals(
        "there is no key 'green'; the presets are red, blue; a file ends in .json",
        refused.getMessage());
    assertEquals(PresetException.Problem.NO_SUCH_PRESET, refused.problem());
  }
}
