// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;

/** An assembled program: bytes that start at an address. */
public final class Program {
  /**
   * Where a piece of the program came from.
   *
   * @param address its address
   * @param size its size in bytes
   * @param line the number of the line, from 1
   * @param isa the instruction set; empty for data
   */
  public record Line(long address, int size, int line, Optional<InstructionSet> isa) {}

  private final long address;
  private final byte[] bytes;
  private final Map<String, Long> labels;
  private final List<Line> lines;

  Program(long address, byte[] bytes, Map<String, Long> labels, List<Line> lines) {
    this.address = address;
    this.bytes = bytes.clone();
    this.labels = Map.copyOf(labels);
    this.lines = List.copyOf(lines);
  }

  /** The address of the first byte. */
  public long address() {
    return address;
  }

  /** A copy of the bytes as they lie in memory. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** The addresses of the labels; constants of {@code .equ} are not among them. */
  public Map<String, Long> labels() {
    return labels;
  }

  /**
   * The address of a label.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public long label(String name) {
    Long value = labels.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the program has no label " + name);
    }
    return value;
  }

  /** Every instruction and piece of data, in the order of addresses. */
  public List<Line> lines() {
    return lines;
  }

  /** The line that the byte at the address came from. */
  public Optional<Line> line(long of) {
    return lines.stream()
        .filter(line -> of >= line.address() && of - line.address() < line.size())
        .findFirst();
  }

  /** The little-endian word of 4 bytes at an address in the program. */
  public int word(long at) {
    int offset = Math.toIntExact(at - address);
    return (bytes[offset] & 0xff)
        | (bytes[offset + 1] & 0xff) << 8
        | (bytes[offset + 2] & 0xff) << 16
        | (bytes[offset + 3] & 0xff) << 24;
  }
}
