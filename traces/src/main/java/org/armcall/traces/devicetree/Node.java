// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A node of a device tree. Nothing changes it once the tree is read. */
public final class Node {
  private final String name;
  private final Optional<Node> parent;
  private final int offset;
  private final List<Property> properties = new ArrayList<>(0);
  private final List<Node> children = new ArrayList<>(0);

  Node(String name, Optional<Node> parent, int offset) {
    this.name = name;
    this.parent = parent;
    this.offset = offset;
    parent.ifPresent(above -> above.children.add(this));
  }

  void add(Property property) {
    properties.add(property);
  }

  /** The name with its unit address, such as {@code cpu@0}; of the root, the empty text. */
  public String name() {
    return name;
  }

  /** Where its first token stands in the compiled tree, in bytes from the start. */
  public int offset() {
    return offset;
  }

  /** The names from the root down, such as {@code /cpus/cpu@0}; of the root, a slash. */
  public String path() {
    return parent.isEmpty()
        ? "/"
        : (parent.get().parent.isEmpty() ? "" : parent.get().path()) + "/" + name;
  }

  /** The properties, in the order of the file. */
  public List<Property> properties() {
    return Collections.unmodifiableList(properties);
  }

  /** The nodes below, in the order of the file. */
  public List<Node> children() {
    return Collections.unmodifiableList(children);
  }

  /** The property of that name. */
  public Optional<Property> property(String named) {
    return properties.stream().filter(each -> each.name().equals(named)).findFirst();
  }

  /** The first node below of that name, unit address included. */
  public Optional<Node> child(String named) {
    return children.stream().filter(each -> each.name.equals(named)).findFirst();
  }

  /** What the node says it is compatible with, the most special first; empty if it says nothing. */
  public List<String> compatible() {
    return property("compatible").flatMap(Property::texts).orElse(List.of());
  }

  /**
   * Whether the node is in use: it has no status, or "okay" or "ok" (Devicetree Specification v0.4,
   * section 2.3.4; "ok" as the kernel reads it, drivers/of/base.c: of_device_is_available).
   */
  public boolean isAvailable() {
    Optional<Property> status = property("status");
    return status.isEmpty()
        || status
            .flatMap(Property::text)
            .filter(t -> t.equals("okay") || t.equals("ok"))
            .isPresent();
  }
}
