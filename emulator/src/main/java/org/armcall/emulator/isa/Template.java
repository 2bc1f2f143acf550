// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One way to write an instruction.
 *
 * <p>The text is literal but for operands, {@code <name>}, that the {@link Vocabulary} knows. Up to
 * the first blank it is the mnemonic, whose parts stand together; behind it blanks do not matter.
 * Fields that the text does not show have the values of {@code settings}.
 */
final class Template {
  /** A field that has this value wherever the template is used. */
  record Setting(char letter, int value) {
    /** Reads {@code "n=31 s=0"}. */
    static List<Setting> all(String text) {
      List<Setting> settings = new ArrayList<>();
      for (String part : text.split(" ", -1)) {
        if (!part.isEmpty()) {
          settings.add(new Setting(part.charAt(0), Integer.decode(part.substring(2))));
        }
      }
      return settings;
    }
  }

  /** Text that stands as it is, or an operand. */
  private sealed interface Part {
    record Literal(String text, boolean attached) implements Part {}

    record Hole(Operand operand) implements Part {}
  }

  private final String text;
  private final String prefix;
  private final boolean wholeMnemonic;
  private final List<Part> parts = new ArrayList<>();
  private final List<Setting> settings;
  private final Predicate<Fields> preferred;

  /**
   * A template.
   *
   * @param settings fields and values, for example {@code "n=31 s=0"}
   * @param preferred whether an instruction with the settings is written in this way
   */
  Template(Vocabulary vocabulary, String text, String settings, Predicate<Fields> preferred) {
    this.text = text;
    this.settings = Setting.all(settings);
    this.preferred = preferred;
    int space = text.indexOf(' ');
    int mnemonicEnd = space < 0 ? text.length() : space;
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      int end;
      if (first == '<') {
        end = text.indexOf('>', at) + 1;
        parts.add(new Part.Hole(vocabulary.operand(text.substring(at + 1, end - 1))));
      } else {
        end = text.indexOf('<', at);
        end = end < 0 ? text.length() : end;
        end = at < mnemonicEnd ? Math.min(end, mnemonicEnd) : end;
        String literal = text.substring(at, end);
        parts.add(new Part.Literal(literal, at < mnemonicEnd));
      }
      at = end;
    }
    int hole = text.indexOf('<');
    prefix =
        text.substring(0, hole < 0 ? mnemonicEnd : Math.min(hole, mnemonicEnd))
            .toLowerCase(Locale.ROOT);
    wholeMnemonic = prefix.length() == mnemonicEnd;
  }

  /** The text with the names of the operands. */
  String text() {
    return text;
  }

  /** What every line that it reads begins with, in lower case; may be empty. */
  String prefix() {
    return prefix;
  }

  /** Whether a line in lower case begins as one of this template must: cheap, for most say no. */
  boolean mayRead(String line) {
    return line.startsWith(prefix)
        && !(wholeMnemonic
            && line.length() > prefix.length()
            && !Character.isWhitespace(line.charAt(prefix.length())));
  }

  /** Reads the rest of a line into the fields; false if it is written in another way. */
  boolean read(Cursor line, FieldValues fields) {
    for (Part part : parts) {
      if (part instanceof Part.Literal literal) {
        if (!readLiteral(literal, line)) {
          return false;
        }
      } else if (part instanceof Part.Hole hole && !hole.operand().read(line, fields)) {
        return false;
      }
    }
    if (!line.atEnd()) {
      return line.refuse("the rest of the line is too much: " + line.rest());
    }
    for (Setting setting : settings) {
      if (!fields.put(setting.letter(), setting.value())) {
        return line.refuse("these operands do not go together");
      }
    }
    return true;
  }

  private static boolean readLiteral(Part.Literal literal, Cursor line) {
    if (literal.attached()) {
      return line.takeAttached(literal.text()) || line.refuse("no such instruction");
    }
    if (literal.text().startsWith(" ") && !line.atBlankOrEnd()) {
      return line.refuse("no such instruction");
    }
    for (String token : literal.text().split(" ", -1)) {
      if (!token.isEmpty() && !line.take(token)) {
        return line.refuse("'" + token + "' is missing before: " + line.rest());
      }
    }
    return true;
  }

  /** Whether an instruction with those fields is written in this way. */
  boolean suits(Fields fields) {
    for (Setting setting : settings) {
      if (fields.get(setting.letter()) != setting.value()) {
        return false;
      }
    }
    return preferred.test(fields);
  }

  /** Writes the instruction. */
  void print(Fields fields, Printer out) {
    for (Part part : parts) {
      if (part instanceof Part.Literal literal) {
        out.add(literal.text());
      } else if (part instanceof Part.Hole hole) {
        hole.operand().print(fields, out);
      }
    }
  }
}
