// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a line, in the order in which they are written, each with the form of its value.
 */
enum Field {
  SEQ("seq", Form.DECIMAL),
  CPU("cpu", Form.DECIMAL),
  LINE("line", Form.DECIMAL),
  KIND("kind", Form.TEXT),
  EXCEPTION("exception", Form.TEXT),
  INSN("insn", Form.TEXT),
  ISA("isa", Form.TEXT),
  EL("el", Form.LEVEL),
  FROM_EL("fromEl", Form.LEVEL),
  FROM_STATE("fromState", Form.TEXT),
  TO_EL("toEl", Form.LEVEL),
  TO_STATE("toState", Form.TEXT),
  PC("pc", Form.HEX),
  WORD("word", Form.HEX),
  EXECUTED("executed", Form.HEX),
  POLICY("policy", Form.TEXT),
  RESULT("result", Form.TEXT),
  IMM("imm", Form.HEX),
  PROVENANCE("provenance", Form.TEXT),
  REASON("reason", Form.TEXT),
  DISPATCH("dispatch", Form.TEXT),
  PRINTED_CLASS("printedClass", Form.HEX),
  SYNDROME("syndrome", Form.HEX),
  ELR("elr", Form.HEX),
  SPSR("spsr", Form.HEX),
  VECTOR("vector", Form.HEX),
  ENTERED_EL("enteredEl", Form.LEVEL),
  PSTATE("pstate", Form.HEX),
  BY("by", Form.TEXT),
  MIXED("mixed", Form.TRUE),
  VA("va", Form.HEX),
  PA("pa", Form.HEX),
  BYTES("bytes", Form.TEXT),
  ALIAS("alias", Form.TEXT),
  WHAT("what", Form.TEXT),
  BITS("bits", Form.HEX),
  ORIGIN("origin", Form.TEXTS),
  TEXT("text", Form.TEXT),
  REGS("regs", Form.REGISTERS),
  RECONSTRUCTED("reconstructed", Form.TEXT);

  /** What a value looks like in JSON. */
  enum Form {
    /** A whole number of 0 to 2^53, a JSON number. */
    DECIMAL,
    /** An Exception level, a JSON number of 0 to 3. */
    LEVEL,
    /** A string: 0x and 1 to 16 lower-case hexadecimal digits. */
    HEX,
    /** A string. */
    TEXT,
    /** The JSON word true; what is false is absent. */
    TRUE,
    /** An array of strings. */
    TEXTS,
    /** An object: names of registers, values as {@link #HEX}. */
    REGISTERS
  }

  private static final Map<String, Field> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Field::text, Function.identity()));

  private final String text;
  private final Form form;

  Field(String text, Form form) {
    this.text = text;
    this.form = form;
  }

  /** The name in the file. */
  String text() {
    return text;
  }

  /** A bit of its own. */
  long bit() {
    return 1L << ordinal();
  }

  Form form() {
    return form;
  }

  /** Whether a field has that name. */
  static boolean isOne(String text) {
    return BY_TEXT.containsKey(text);
  }

  /**
   * The field of that name.
   *
   * @throws BadLine if there is none
   */
  static Field of(String text) throws BadLine {
    Field field = BY_TEXT.get(text);
    if (field == null) {
      throw new BadLine("there is no field '" + BadLine.shown(text) + "'");
    }
    return field;
  }
}
