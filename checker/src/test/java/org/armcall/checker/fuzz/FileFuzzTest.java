// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.armcall.emulator.scenario.ScenarioException;
import org.armcall.emulator.scenario.ScenarioReader;
import org.armcall.traces.callee.CalleeFile;
import org.armcall.traces.devicetree.DeclaredInterfaces;
import org.armcall.traces.devicetree.DeviceTree;
import org.armcall.traces.devicetree.DeviceTreeException;
import org.armcall.traces.header.HeaderException;
import org.armcall.traces.header.HeaderReader;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;
import org.armcall.traces.registry.RegistryException;
import org.armcall.traces.registry.RegistryFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Fuzz targets: each reader of a file that is no log. It reads the file or refuses it in one line
 * that begins with its name, by the one exception that it documents; and what it asks for of memory
 * is bounded by the length of the file.
 */
class FileFuzzTest {
  private static final long FIXED = 256 << 20;
  private static final long EACH_BYTE = 100_000;

  /** Names of Java's classes are no words for a user; the file may have them all the same. */
  private static final String CLASS = "Exception";

  private static Path directory;

  @BeforeAll
  static void makeDirectory() throws IOException {
    directory = Files.createTempDirectory("armcall-fuzz");
  }

  @AfterAll
  static void removeDirectory() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  /** Reads a file; the message of its refusal, or nothing. */
  private interface Reader {
    String read(Path file);
  }

  private static void isKept(String name, byte[] content, Reader reader) {
    Path file = directory.resolve(name);
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    long asked =
        Allocated.by(
            () -> {
              String refusal = reader.read(file);
              assertEquals(refusal.isEmpty() ? 0 : 1, refusal.lines().count(), refusal);
              assertTrue(refusal.isEmpty() || refusal.startsWith(file.toString()), refusal);
              assertFalse(refusal.contains(CLASS) && !text.contains(CLASS), refusal);
            });
    assertTrue(
        asked <= FIXED + EACH_BYTE * content.length,
        () -> asked + " bytes of memory for a file of " + content.length);
  }

  /** Compiled trees: what is text goes to dtc, which is not ours. */
  @FuzzTarget
  void deviceTree(byte[] content) {
    isKept(
        "tree.dtb",
        content,
        file -> {
          try {
            DeviceTree tree = DeviceTree.read(file);
            DeclaredInterfaces.of(tree).declarations(file.toString());
            return "";
          } catch (DeviceTreeException refusal) {
            return refusal.getMessage();
          }
        });
  }

  @FuzzTarget
  void header(byte[] content) {
    isKept(
        "header.h",
        content,
        file -> {
          try {
            HeaderReader.read(List.of(file));
            return "";
          } catch (HeaderException refusal) {
            return refusal.getMessage();
          }
        });
  }

  @FuzzTarget
  void claims(byte[] content) {
    isKept(
        "claims.json",
        content,
        file -> {
          try {
            RegistryFile.read(file);
            return "";
          } catch (RegistryException refusal) {
            return refusal.getMessage();
          }
        });
  }

  @FuzzTarget
  void platform(byte[] content) {
    isKept(
        "platform.json",
        content,
        file -> {
          try {
            PlatformFile.named(file.toString());
            return "";
          } catch (PresetException refusal) {
            return refusal.getMessage();
          }
        });
  }

  @FuzzTarget
  void callee(byte[] content) {
    isKept(
        "callee.json",
        content,
        file -> {
          try {
            CalleeFile.named(file.toString());
            return "";
          } catch (PresetException refusal) {
            return refusal.getMessage();
          }
        });
  }

  @FuzzTarget
  void scenario(byte[] content) {
    isKept(
        "scenario.yaml",
        content,
        file -> {
          try {
            ScenarioReader.read(file);
            return "";
          } catch (ScenarioException refusal) {
            return refusal.getMessage();
          }
        });
  }
}
