// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files: what they are is told by their content, and what cannot be read by one line. */
class DeviceTreeFileTest {
  private static final TestTree TREE =
      TestTree.root(TestTree.node("psci").texts("compatible", "arm,psci-1.0"));

  @TempDir Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("tree"), content);
  }

  private Path text(String content) throws IOException {
    return file(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  private String refused(Path file) {
    String message =
        assertThrows(DeviceTreeException.class, () -> DeviceTree.read(file)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message.replace(folder + "/", "");
  }

  @Test
  void aCompiledTreeIsReadPlainAndPacked() throws IOException, DeviceTreeException {
    assertEquals(TREE.listed(), TestTree.listed(DeviceTree.read(file(TREE.blob()))));
    byte[] packed = gzip(TREE.blob());
    assertEquals(TREE.listed(), TestTree.listed(DeviceTree.read(file(packed))));
    assertTrue(DeviceTree.startsOne(TREE.blob()));
    assertTrue(DeviceTree.startsOne(packed));
    assertTrue(DeviceTree.startsOne(Arrays.copyOf(packed, packed.length - 9)));
  }

  @Test
  void aDamagedPackIsRefused() throws IOException {
    byte[] packed = gzip(TREE.blob());
    for (int length = 2; length < packed.length; length++) {
      assertEquals(
          "tree: the gzip data end early or are damaged",
          refused(file(Arrays.copyOf(packed, length))));
    }
    packed[packed.length / 2] ^= 0x55;
    assertEquals("tree: the gzip data end early or are damaged", refused(file(packed)));
  }

  @Test
  void whatIsNoFileOrTooLargeIsRefused() throws IOException {
    assertEquals("none cannot be read: there is no such file", refused(folder.resolve("none")));
    assertEquals(folder + " is a directory; name a file", refused(folder));
    byte[] large = new byte[(4 << 20) + 1];
    assertEquals("tree: a device tree of more than 4 MiB is not read", refused(file(large)));
    assertEquals("tree: a device tree of more than 4 MiB is not read", refused(file(gzip(large))));
  }

  @Test
  void theLargestFileIsReadWithItsTreeOfManySmallNodes() throws IOException, DeviceTreeException {
    TestTree.Pieces pieces = new TestTree.Pieces().begin("");
    int nodes = ((4 << 20) - 100) / 12;
    for (int each = 0; each < nodes; each++) {
      pieces.begin("n").word(2);
    }
    DeviceTree tree = DeviceTree.read(file(pieces.word(2, 9).blob()));
    assertEquals(nodes + 1, tree.nodes().size());
    assertEquals(0, DeclaredInterfaces.of(tree).interfaces().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\0", "{ \"owner\": \"x\" }", "#define A 1\n", "/ { };", "// only a comment"})
  void whatIsNoTreeIsRefused(String content) throws IOException {
    assertEquals(
        "tree: this is no device tree: neither d00dfeed nor /dts-v1/; is at its start",
        refused(text(content)));
    assertFalse(DeviceTree.startsOne(content.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void textIsOneBehindCommentsAndLineMarkers() {
    for (String content :
        new String[] {
          "/dts-v1/;", "// a\n/* b\n */\n\t/dts-v1/;", "# 1 \"a.dts\"\n#line 2\n/dts-v1/;"
        }) {
      assertTrue(DeviceTree.startsOne(content.getBytes(StandardCharsets.ISO_8859_1)), content);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dts-v1/;\n\n/include/ \"other\"\n",
        "/dts-v1/;\n\n#include <other.dtsi>\n/ { };",
        "/dts-v1/;\n\n/ { a = /incbin/(\"other\"); };",
        "/dts-v1/;\n\n/*/*/ /include/ \"/* */\"\n",
        "/dts-v1/;\n// x\n / { a = '\"'; b = \"\\\"\"; c = <'\\''>; }; /include/ \"other\""
      })
  void textThatAsksForAnotherFileIsRefusedAtItsLine(String content) throws IOException {
    assertTrue(
        refused(text(content)).matches("tree:3: (/include/|/incbin/|#include) is not followed;.*"),
        refused(text(content)));
  }

  @Test
  void anyBytesAreReadOrRefused() throws IOException {
    Random random = new Random(20261123);
    for (int each = 0; each < 300; each++) {
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      if (each % 3 == 0 && content.length > 2) {
        content[0] = 0x1f;
        content[1] = (byte) 0x8b;
      } else if (each % 3 == 1 && content.length > 4) {
        System.arraycopy(
            new byte[] {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed}, 0, content, 0, 4);
      }
      DeviceTree.startsOne(content);
      refused(file(content));
    }
  }
}
