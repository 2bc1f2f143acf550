// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A tree to be written in the flattened form, version 17: the reader's counterpart. */
final class TestTree {
  final String name;
  final Map<String, byte[]> properties = new LinkedHashMap<>();
  final List<TestTree> children = new ArrayList<>();

  private TestTree(String name) {
    this.name = name;
  }

  static TestTree root(TestTree... below) {
    return node("", below);
  }

  static TestTree node(String name, TestTree... below) {
    TestTree node = new TestTree(name);
    node.children.addAll(List.of(below));
    return node;
  }

  TestTree bytes(String property, byte... value) {
    properties.put(property, value);
    return this;
  }

  TestTree texts(String property, String... values) {
    return bytes(property, (String.join("\0", values) + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  TestTree cell(String property, int value) {
    return bytes(property, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** What is written of the tree, with every byte's place known. */
  static final class Pieces {
    final ByteArrayOutputStream structure = new ByteArrayOutputStream();
    final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> names = new LinkedHashMap<>();

    Pieces word(int... values) {
      for (int value : values) {
        structure.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
      }
      return this;
    }

    Pieces bytes(byte[] value) {
      structure.writeBytes(value);
      structure.writeBytes(new byte[-value.length & 3]);
      return this;
    }

    Pieces begin(String name) {
      return word(1).bytes((name + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    Pieces property(String name, byte... value) {
      return word(3, value.length, string(name)).bytes(value);
    }

    int string(String name) {
      return names.computeIfAbsent(
          name,
          added -> {
            int at = strings.size();
            strings.writeBytes((added + "\0").getBytes(StandardCharsets.US_ASCII));
            return at;
          });
    }

    /** Header, no reservation, structure, strings. */
    byte[] blob() {
      int structureAt = 40 + 16;
      int stringsAt = structureAt + structure.size();
      ByteBuffer blob = ByteBuffer.allocate(stringsAt + strings.size());
      blob.putInt(0xd00dfeed).putInt(blob.capacity()).putInt(structureAt).putInt(stringsAt);
      blob.putInt(40).putInt(17).putInt(16).putInt(0).putInt(strings.size());
      blob.putInt(structure.size()).position(structureAt);
      return blob.put(structure.toByteArray()).put(strings.toByteArray()).array();
    }
  }

  byte[] blob() {
    Pieces pieces = new Pieces();
    write(pieces);
    return pieces.word(9).blob();
  }

  private void write(Pieces to) {
    to.begin(name);
    properties.forEach(to::property);
    children.forEach(child -> child.write(to));
    to.word(2);
  }

  DeviceTree tree() {
    try {
      return new DeviceTree(FlatTree.read(blob(), "tree"), false);
    } catch (DeviceTreeException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A line for each node and each property: what the reader has to find. */
  String listed() {
    StringBuilder text = new StringBuilder();
    list("", text);
    return text.toString();
  }

  private void list(String above, StringBuilder to) {
    String path = name.isEmpty() ? "/" : (above.equals("/") ? "" : above) + "/" + name;
    to.append(path).append('\n');
    properties.forEach((key, value) -> line(to, key, value));
    children.forEach(child -> child.list(path, to));
  }

  private static void line(StringBuilder to, String property, byte[] value) {
    to.append("  ").append(property).append(' ');
    to.append(HexFormat.of().formatHex(value)).append('\n');
  }

  /** The same of a tree that was read. */
  static String listed(DeviceTree tree) {
    StringBuilder text = new StringBuilder();
    for (Node node : tree.nodes()) {
      text.append(node.path()).append('\n');
      node.properties().forEach(each -> line(text, each.name(), each.bytes()));
    }
    return text.toString();
  }
}
