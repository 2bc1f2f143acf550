// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the flattened form of a tree (Devicetree Specification v0.4, chapter 5): versions 16 and 17
 * and later ones that are compatible with 17.
 *
 * <p>It goes over the structure once and holds no more than a node, a property or a name for what
 * the file has of them. Bytes behind {@code totalsize} and what fills the gaps are not looked at.
 * Depth and length of names are bounded, which the document does not do, so that a small file
 * cannot be a large tree.
 */
final class FlatTree {
  static final int MAGIC = 0xd00dfeed;

  /** The largest tree: twice what Linux takes (arch/arm64, booting.rst: 2 megabytes). */
  static final int LARGEST = 4 << 20;

  /** The deepest node: what Linux takes (drivers/of/fdt.c: FDT_MAX_DEPTH). */
  static final int DEEPEST = 64;

  /** The longest name; the document says 31 characters, and real trees have more. */
  static final int LONGEST_NAME = 255;

  private static final int BEGIN_NODE = 1;
  private static final int END_NODE = 2;
  private static final int PROP = 3;
  private static final int NOP = 4;
  private static final int END = 9;

  /** A part of the file: from its first byte to the one behind its last. */
  private record Block(String name, long from, long to) {
    boolean overlaps(Block other) {
      return from < other.to && other.from < to;
    }
  }

  private final String file;
  private final byte[] blob;
  private final ByteBuffer words;
  private final Map<Integer, String> names = new HashMap<>();
  private long total;
  private Block structure = new Block("structure", 0, 0);
  private Block strings = new Block("strings", 0, 0);

  private FlatTree(byte[] blob, String file) {
    this.blob = blob;
    this.file = file;
    words = ByteBuffer.wrap(blob);
  }

  /**
   * The root of the tree that these bytes are.
   *
   * @param file what to call it in messages
   * @throws DeviceTreeException if they are none
   */
  static Node read(byte[] blob, String file) throws DeviceTreeException {
    FlatTree tree = new FlatTree(blob, file);
    tree.header();
    return tree.nodes();
  }

  private DeviceTreeException wrong(long at, String what) {
    return new DeviceTreeException(String.format("%s: byte 0x%x: %s", file, at, what));
  }

  /** A word of the header or of a token, as the unsigned number that it is. */
  private long word(long at) {
    return words.getInt((int) at) & 0xffff_ffffL;
  }

  private void header() throws DeviceTreeException {
    if (blob.length < 4 || words.getInt(0) != MAGIC) {
      throw wrong(0, "a compiled device tree begins with d00dfeed");
    }
    if (blob.length < 36) {
      throw wrong(blob.length, "the file ends inside the header; record it whole");
    }
    long version = word(20);
    if (version < 16 || word(24) > 17) {
      throw wrong(
          20,
          String.format(
              "version %d, compatible with %d, is not read; 16 and 17 are", version, word(24)));
    }
    int headerSize = version == 16 ? 36 : 40;
    total = word(4);
    if (total > blob.length) {
      throw wrong(
          4,
          "totalsize is " + total + ", but the file has " + blob.length + " bytes: it is cut off");
    }
    if (total < headerSize) {
      throw wrong(4, "totalsize is " + total + ", less than the header");
    }
    Block header = new Block("header", 0, headerSize);
    Block reservations = reservations(word(16));
    strings = block("strings", 12, word(12), word(12) + word(32));
    structure =
        block("structure", 8, word(8), version == 16 ? structureEnd(word(8)) : word(8) + word(36));
    if (structure.from % 4 != 0) {
      throw wrong(8, "the structure block must be at a multiple of 4");
    }
    List<Block> all = List.of(header, reservations, structure, strings);
    for (Block one : all) {
      for (Block other : all.subList(all.indexOf(one) + 1, all.size())) {
        if (one.overlaps(other)) {
          throw wrong(other.from, other.name + " and " + one.name + " overlap");
        }
      }
    }
  }

  private Block block(String name, long at, long from, long to) throws DeviceTreeException {
    if (from > to || to > total) {
      throw wrong(
          at,
          String.format(
              "the %s block is said to be 0x%x to 0x%x, outside the tree's 0x%x bytes",
              name, from, to, total));
    }
    return new Block(name, from, to);
  }

  /** Version 16 does not say how long the structure is: up to the next block, at most. */
  private long structureEnd(long from) {
    return strings.from > from ? strings.from : total;
  }

  private Block reservations(long from) throws DeviceTreeException {
    if (from % 8 != 0) {
      throw wrong(16, "the memory reservation block must be at a multiple of 8");
    }
    for (long at = from; at + 16 <= total; at += 16) {
      if (words.getLong((int) at) == 0 && words.getLong((int) at + 8) == 0) {
        return new Block("memory reservation", from, at + 16);
      }
    }
    throw wrong(from, "the memory reservation block does not end inside the tree");
  }

  private Node nodes() throws DeviceTreeException {
    Deque<Node> open = new ArrayDeque<>();
    Optional<Node> root = Optional.empty();
    Set<String> named = new HashSet<>();
    long at = structure.from;
    int last = NOP;
    while (true) {
      if (at + 4 > structure.to) {
        throw wrong(at, "the structure block ends without FDT_END");
      }
      long start = at;
      int token = words.getInt((int) at);
      at += 4;
      switch (token) {
        case BEGIN_NODE -> {
          String name = name(at, structure.to, "a node");
          if (root.isPresent() && open.isEmpty()) {
            throw wrong(start, "a second root");
          }
          if (name.isEmpty() != open.isEmpty()) {
            throw wrong(at, open.isEmpty() ? "the root has a name" : "a node without a name");
          }
          if (open.size() == DEEPEST) {
            throw wrong(start, "nodes are nested more than " + DEEPEST + " deep");
          }
          Node node = new Node(name, Optional.ofNullable(open.peek()), (int) start);
          root = root.isPresent() ? root : Optional.of(node);
          open.push(node);
          named = new HashSet<>();
          at = aligned(at + name.length() + 1);
        }
        case END_NODE -> {
          if (open.isEmpty()) {
            throw wrong(start, "FDT_END_NODE without a node");
          }
          open.pop();
        }
        case PROP -> {
          if (open.isEmpty() || last == END_NODE) {
            throw wrong(start, "a property must stand in a node, before the nodes below it");
          }
          Property property = property(at, start);
          if (!named.add(property.name())) {
            throw wrong(start, "the node has the property " + property.name() + " twice");
          }
          open.element().add(property);
          at = aligned(at + 8 + word(at));
        }
        case NOP -> {}
        case END -> {
          if (!open.isEmpty() || root.isEmpty()) {
            throw wrong(start, "FDT_END inside a node, or before the root");
          }
          if (word(20) > 16 && at != structure.to) {
            throw wrong(start, "FDT_END before the end of the structure block");
          }
          return root.get();
        }
        default -> throw wrong(start, String.format("0x%x is no token", token));
      }
      last = token == NOP ? last : token;
    }
  }

  private Property property(long at, long start) throws DeviceTreeException {
    if (at + 8 > structure.to) {
      throw wrong(start, "the structure block ends inside a property");
    }
    long length = word(at);
    if (at + 8 + length > structure.to) {
      throw wrong(at, "a property of " + length + " bytes does not end inside the structure block");
    }
    long nameAt = word(at + 4);
    if (nameAt >= strings.to - strings.from) {
      throw wrong(at + 4, String.format("the name at 0x%x is outside the strings block", nameAt));
    }
    String name = names.get((int) nameAt);
    if (name == null) {
      name = name(strings.from + nameAt, strings.to, "a property");
      if (name.isEmpty()) {
        throw wrong(at + 4, "a property without a name");
      }
      names.put((int) nameAt, name);
    }
    return new Property(name, blob, (int) at + 8, (int) length);
  }

  /** The name that begins there: printable, without a slash, ended by a zero before the end. */
  private String name(long from, long to, String whose) throws DeviceTreeException {
    for (long at = from; at < to && at - from <= LONGEST_NAME; at++) {
      byte letter = blob[(int) at];
      if (letter == 0) {
        return new String(blob, (int) from, (int) (at - from), StandardCharsets.US_ASCII);
      }
      if (letter <= 0x20 || letter == '/' || letter == 0x7f) {
        throw wrong(at, "the name of " + whose + " has a character that is none of a name");
      }
    }
    throw wrong(
        from,
        "the name of " + whose + " does not end within " + LONGEST_NAME + " bytes or its block");
  }

  private long aligned(long offset) {
    return offset + (structure.from - offset & 3);
  }
}
