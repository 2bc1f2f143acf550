// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A device tree. */
public final class DeviceTree {
  private final Node root;
  private final boolean isText;

  DeviceTree(Node root, boolean isText) {
    this.root = root;
    this.isText = isText;
  }

  /**
   * The tree in a file: compiled ({@code .dtb}), or text ({@code .dts}) for which the device-tree
   * compiler must be installed; either may be gzip. What it is, its content says, not its name.
   *
   * @throws DeviceTreeException if it is neither, is damaged, or is larger than 4 MiB
   */
  public static DeviceTree read(Path file) throws DeviceTreeException {
    return DeviceTreeFile.read(file, DeviceTreeCompiler.installed());
  }

  /**
   * Whether a file that begins so is meant to be a device tree; the first 4 KiB are enough. Text
   * is, if {@code /dts-v1/;} is the first thing in it behind comments.
   */
  public static boolean startsOne(byte[] head) {
    return DeviceTreeFile.startsOne(head);
  }

  /** The root. */
  public Node root() {
    return root;
  }

  /** Whether it was text: then offsets are those of what the compiler made of it. */
  public boolean isText() {
    return isText;
  }

  /** All nodes, each before those below it, in the order of the file. */
  public List<Node> nodes() {
    List<Node> all = new ArrayList<>();
    Deque<Node> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      Node node = next.pop();
      all.add(node);
      for (int last = node.children().size() - 1; last >= 0; last--) {
        next.push(node.children().get(last));
      }
    }
    return all;
  }

  /** The node at a path such as {@code /cpus/cpu@0}. */
  public Optional<Node> at(String path) {
    Optional<Node> found = Optional.of(root);
    for (String name : path.split("/")) {
      found = name.isEmpty() ? found : found.flatMap(node -> node.child(name));
    }
    return found;
  }
}
