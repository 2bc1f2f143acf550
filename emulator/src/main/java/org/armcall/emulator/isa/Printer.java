// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.OptionalLong;

/** The text of an instruction as it is written. */
final class Printer {
  private final StringBuilder text = new StringBuilder();
  private final OptionalLong address;

  /** Empty; the address of the instruction if it is known. */
  Printer(OptionalLong address) {
    this.address = address;
  }

  /** The address of the instruction, if it is known. */
  OptionalLong address() {
    return address;
  }

  /** Appends. */
  Printer add(String part) {
    text.append(part);
    return this;
  }

  /** Appends {@code #} and a number, decimal up to 9 and hexadecimal from there. */
  Printer number(long value) {
    return add("#").bare(value);
  }

  /** Appends a number without {@code #}. */
  Printer bare(long value) {
    if (value < 0 && value != Long.MIN_VALUE) {
      return add("-").bare(-value);
    }
    return add(value >= 0 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value));
  }

  /** Appends {@code #} and a number of 64 bits without sign. */
  Printer hex(long value) {
    return add("#")
        .add(value >= 0 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value));
  }

  /**
   * Appends a place: its address, or {@code .+offset} where the address of the instruction is not
   * known.
   *
   * @param offset in bytes from the instruction
   */
  Printer place(long offset) {
    if (address.isPresent()) {
      return add("0x" + Long.toHexString(address.getAsLong() + offset));
    }
    return add(offset < 0 ? ".-" : ".+").add("0x" + Long.toHexString(Math.abs(offset)));
  }

  /** What was appended. */
  String text() {
    return text.toString();
  }
}
