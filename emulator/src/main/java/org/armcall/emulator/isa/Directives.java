// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/** A line that begins with a dot. */
final class Directives {
  private final AssemblyPass pass;
  private final Cursor cursor;
  private final String name;

  Directives(AssemblyPass pass, Statement statement) {
    this.pass = pass;
    this.cursor = new Cursor(statement.text(), pass);
    this.name = cursor.takeName().orElse("").toLowerCase(Locale.ROOT);
  }

  /** The name that an {@code .equ} gives. */
  static Optional<String> constantName(String statement) {
    String[] words = statement.split("[\\s,]+", 3);
    return words.length > 1 && (words[0].equals(".equ") || words[0].equals(".set"))
        ? Optional.of(words[1])
        : Optional.empty();
  }

  /** Does what the line says. */
  void run() {
    switch (name) {
      case ".byte" -> values(1);
      case ".hword", ".short" -> values(2);
      case ".word", ".long" -> values(4);
      case ".quad", ".xword" -> values(8);
      case ".ascii" -> string(false);
      case ".asciz", ".string" -> string(true);
      case ".align", ".balign" -> align();
      case ".org" -> pass.zeros(value() - pass.address());
      case ".space", ".skip" -> pass.zeros(value());
      case ".isa" -> isa();
      case ".equ", ".set" -> constant();
      case ".inst", ".inst.n", ".inst.w" -> instruction();
      case ".ltorg", ".pool" -> pass.flushPool();
      default -> throw pass.fail("no directive '" + name + "'");
    }
    if (!cursor.atEnd()) {
      throw pass.fail("the rest of the line is too much: " + cursor.rest());
    }
  }

  private long value() {
    return cursor
        .takeExpression()
        .orElseThrow(() -> pass.fail(name + " needs a value: " + cursor.reason()));
  }

  private void values(int size) {
    do {
      long value = value();
      int bits = size * 8;
      if (bits < 64 && value >> bits != 0 && value >> (bits - 1) != -1) {
        throw pass.fail(value + " does not fit " + size + " bytes");
      }
      pass.data(value, size);
    } while (cursor.take(","));
  }

  private void string(boolean zero) {
    cursor.skipBlanks();
    if (!cursor.takeAttached("\"")) {
      throw pass.fail(name + " needs a string in quotation marks");
    }
    StringBuilder content = new StringBuilder();
    while (cursor.peek() != '"') {
      char c = cursor.peek();
      if (c == 0) {
        throw pass.fail("the string does not end");
      }
      cursor.position(cursor.position() + 1);
      if (c == '\\') {
        c = escaped(cursor.peek());
        cursor.position(cursor.position() + 1);
      }
      content.append(c);
    }
    cursor.takeAttached("\"");
    for (byte b : content.toString().getBytes(StandardCharsets.UTF_8)) {
      pass.data(b, 1);
    }
    if (zero) {
      pass.data(0, 1);
    }
  }

  private char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> '\0';
      case '\\', '"' -> c;
      default -> throw pass.fail("no escape '\\" + c + "'");
    };
  }

  private void align() {
    long bytes = value();
    if (bytes < 1 || Long.bitCount(bytes) != 1) {
      throw pass.fail(name + " needs a number of bytes that is a power of two, not " + bytes);
    }
    pass.zeros(-pass.address() & (bytes - 1));
  }

  private void isa() {
    String wanted = cursor.takeName().orElse("").toLowerCase(Locale.ROOT);
    pass.isa(
        Arrays.stream(InstructionSet.values())
            .filter(isa -> isa.text().equals(wanted))
            .findFirst()
            .orElseThrow(() -> pass.fail(".isa is a32, t32 or a64, not '" + wanted + "'")));
  }

  private void constant() {
    String constant = cursor.takeName().orElseThrow(() -> pass.fail(name + " needs a name"));
    if (!cursor.take(",")) {
      throw pass.fail("',' is missing behind " + constant);
    }
    pass.define(constant, value());
  }

  /**
   * A T32 word is of 4 bytes where its first halfword says so; {@code .n} and {@code .w} insist.
   */
  private void instruction() {
    do {
      long word = value();
      if (word >>> 32 != 0) {
        throw pass.fail("an instruction has at most 8 hexadecimal digits");
      }
      boolean half = pass.isa() == InstructionSet.T32 && word <= 0xffff && !name.equals(".inst.w");
      if (half && Instructions.t32Size((int) word) == 4) {
        throw pass.fail(
            String.format("0x%04x is the first half of a 32-bit instruction: use .hword", word));
      }
      if (!half && name.equals(".inst.n")) {
        throw pass.fail(".inst.n is for T32 instructions of 4 hexadecimal digits");
      }
      pass.emit(new InstructionWord(pass.isa(), half ? 2 : 4, (int) word));
    } while (cursor.take(","));
  }
}
