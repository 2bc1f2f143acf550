// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.platform.ExceptionLevel;

/** The fields of one line, read and checked one by one; used again for the next line. */
final class LineFields {
  private static final long MOST_DECIMAL = 1L << 53;

  private long present;
  private final long[] numbers = new long[Field.values().length];
  private final int[] digits = new int[Field.values().length];
  private final String[] texts = new String[Field.values().length];
  private List<String> origin = List.of();
  private Map<String, Long> registers = Map.of();
  private int digitsRead;

  /**
   * Reads the object that the parser stands before, and that nothing may follow.
   *
   * @throws BadLine if it is no object, or a field is unknown, twice, or of the wrong form
   */
  void read(JsonParser json) throws IOException, BadLine {
    clear();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new BadLine("not a JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Field field = Field.of(json.currentName());
      if (!add(field)) {
        throw new BadLine("the field '" + field.text() + "' is there twice");
      }
      json.nextToken();
      value(field, json);
    }
    if (json.nextToken() != null) {
      throw new BadLine("something follows the JSON object");
    }
  }

  /** Forgets the fields of the line before. */
  void clear() {
    present = 0;
  }

  /** Which fields are there, a bit for each. */
  long present() {
    return present;
  }

  /** Says which fields are there. */
  void present(long fields) {
    present = fields;
  }

  /** Notes that the field is there; false if it is there already. */
  boolean add(Field field) {
    boolean absent = !has(field);
    present |= field.bit();
    return absent;
  }

  /** Takes the value of a field that is a number, and how many digits it was written with. */
  void number(Field field, long value, int written) {
    numbers[field.ordinal()] = value;
    digits[field.ordinal()] = written;
  }

  /** Takes the value of a field that is a text. */
  void text(Field field, String value) {
    texts[field.ordinal()] = value;
  }

  /** Takes the registers. */
  void registers(Map<String, Long> all) {
    registers = all;
  }

  private void value(Field field, JsonParser json) throws IOException, BadLine {
    int at = field.ordinal();
    switch (field.form()) {
      case DECIMAL -> numbers[at] = decimal(field, json, MOST_DECIMAL);
      case LEVEL -> numbers[at] = decimal(field, json, 3);
      case HEX -> {
        numbers[at] = hex(field.text(), json);
        digits[at] = digitsRead;
      }
      case TEXT -> texts[at] = text(field.text(), json);
      case TRUE -> {
        if (json.currentToken() != JsonToken.VALUE_TRUE) {
          throw new BadLine(field.text() + " is true or absent");
        }
      }
      case TEXTS -> origin = texts(field, json);
      case REGISTERS -> registers = registers(field, json);
    }
  }

  private static long decimal(Field field, JsonParser json, long most) throws IOException, BadLine {
    boolean fits =
        json.currentToken() == JsonToken.VALUE_NUMBER_INT
            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            && json.getLongValue() >= 0
            && json.getLongValue() <= most;
    if (!fits) {
      throw new BadLine(
          field.text()
              + " is a whole number, 0 to "
              + (most == MOST_DECIMAL ? "2^53" : Long.toString(most)));
    }
    return json.getLongValue();
  }

  private long hex(String name, JsonParser json) throws IOException, BadLine {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      char[] chars = json.getTextCharacters();
      int at = json.getTextOffset();
      int length = json.getTextLength();
      boolean hex = length > 2 && length <= 18 && chars[at] == '0' && chars[at + 1] == 'x';
      long value = 0;
      for (int i = at + 2; hex && i < at + length; i++) {
        char c = chars[i];
        hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        value = value << 4 | Character.digit(c, 16) & 0xf;
      }
      if (hex) {
        digitsRead = length - 2;
        return value;
      }
    }
    throw new BadLine(BadLine.shown(name) + " is a string of 0x and 1 to 16 digits 0-9 a-f");
  }

  private static String text(String name, JsonParser json) throws IOException, BadLine {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new BadLine(name + " is a string");
    }
    return json.getText();
  }

  private static List<String> texts(Field field, JsonParser json) throws IOException, BadLine {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new BadLine(field.text() + " is an array of strings");
    }
    List<String> all = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      all.add(text("what is in " + field.text(), json));
    }
    return Collections.unmodifiableList(all);
  }

  private Map<String, Long> registers(Field field, JsonParser json) throws IOException, BadLine {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new BadLine(field.text() + " is an object of registers");
    }
    Map<String, Long> all = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (!Words.REGISTER.matcher(name).matches()) {
        throw new BadLine("a register is named in lower case, not '" + BadLine.shown(name) + "'");
      }
      json.nextToken();
      if (all.put(name, hex(name, json)) != null) {
        throw new BadLine("the register '" + name + "' is there twice");
      }
    }
    if (all.isEmpty()) {
      throw new BadLine(field.text() + " holds at least one register, or is absent");
    }
    return Collections.unmodifiableMap(all);
  }

  /**
   * Refuses a line that lacks a field of its kind, or has one of another.
   *
   * @throws BadLine naming the field
   */
  void mustSuit(Kind kind) throws BadLine {
    if (!kind.suits(present)) {
      for (Field field : Field.values()) {
        if (has(field) && !kind.allowed().contains(field)) {
          throw new BadLine("the kind '" + kind.text() + "' has no field '" + field.text() + "'");
        }
      }
      for (Field field : kind.required()) {
        if (!has(field)) {
          throw new BadLine(
              "the kind '" + kind.text() + "' must have the field '" + field.text() + "'");
        }
      }
    }
  }

  boolean has(Field field) {
    return (present & field.bit()) != 0;
  }

  long number(Field field) {
    return numbers[field.ordinal()];
  }

  /** How many hexadecimal digits the field was written with. */
  int digits(Field field) {
    return digits[field.ordinal()];
  }

  OptionalLong word(Field field) {
    return has(field) ? OptionalLong.of(number(field)) : OptionalLong.empty();
  }

  /**
   * A word that fits an int.
   *
   * @throws BadLine if it is above {@code most}
   */
  OptionalInt small(Field field, int most) throws BadLine {
    if (!has(field)) {
      return OptionalInt.empty();
    }
    if (Long.compareUnsigned(number(field), most) > 0) {
      throw new BadLine(field.text() + " is at most " + most);
    }
    return OptionalInt.of((int) number(field));
  }

  Optional<ExceptionLevel> level(Field field) {
    return has(field) ? Optional.of(ExceptionLevel.of((int) number(field))) : Optional.empty();
  }

  String text(Field field) {
    return texts[field.ordinal()];
  }

  Optional<String> optionalText(Field field) {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  <E extends Enum<E>> E one(Field field, Vocabulary<E> words) throws BadLine {
    return words.read(field, text(field));
  }

  <E extends Enum<E>> Optional<E> optional(Field field, Vocabulary<E> words) throws BadLine {
    return has(field) ? Optional.of(one(field, words)) : Optional.empty();
  }

  List<String> origin() {
    return origin;
  }

  Map<String, Long> registers() {
    return has(Field.REGS) ? registers : Map.of();
  }
}
