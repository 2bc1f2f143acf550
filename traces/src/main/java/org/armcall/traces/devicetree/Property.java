// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.devicetree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A property of a node: a name and some bytes, whose meaning the binding of the node gives
 * (Devicetree Specification v0.4, section 2.2.4).
 */
public final class Property {
  private final String name;
  private final byte[] blob;
  private final int from;
  private final int length;

  /** The bytes stay where they are: a copy of each would cost more than the file. */
  Property(String name, byte[] blob, int from, int length) {
    this.name = name;
    this.blob = blob;
    this.from = from;
    this.length = length;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The value, a copy. */
  public byte[] bytes() {
    return Arrays.copyOfRange(blob, from, from + length);
  }

  /** The value as one 32-bit cell; empty if it is not four bytes long. */
  public Optional<Integer> cell() {
    return length == 4 ? Optional.of(ByteBuffer.wrap(blob, from, 4).getInt()) : Optional.empty();
  }

  /**
   * The value as texts; empty if it is none: no bytes, no zero at the end, or characters that are
   * not printable ASCII.
   */
  public Optional<List<String>> texts() {
    List<String> found = new ArrayList<>();
    int start = from;
    for (int at = from; at < from + length; at++) {
      if (blob[at] == 0) {
        found.add(new String(blob, start, at - start, StandardCharsets.US_ASCII));
        start = at + 1;
      } else if (blob[at] < 0x20 || blob[at] > 0x7e) {
        return Optional.empty();
      }
    }
    return found.isEmpty() || start != from + length ? Optional.empty() : Optional.of(found);
  }

  /** The value as one text; empty if it is not exactly one. */
  public Optional<String> text() {
    return texts().filter(all -> all.size() == 1).map(all -> all.get(0));
  }
}
