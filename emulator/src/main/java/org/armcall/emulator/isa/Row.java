// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.armcall.model.instruction.InstructionSet;

/**
 * One encoding of an instruction: its bits, the ways to write it and what it does. Decoding,
 * assembling, disassembling, executing and the list of supported instructions all derive from it.
 *
 * <p>How to add rows for an instruction set:
 *
 * <ol>
 *   <li>Write the operand kinds as implementations of {@link Operand}, and a {@link Vocabulary}
 *       that gives them names. A name may carry letters of fields, so that one kind serves many
 *       fields. An operand may set several fields; a second operand that sets a field to another
 *       value does not match, which is how {@code add x0, w1, w2} is refused.
 *   <li>Collect rows in a {@link Rows}: {@code rows.row(name, pattern).as(template).does(binder)}.
 *       Templates are tried in the order of rows and of templates, and the first that reads the
 *       whole line and whose operands fit wins; the disassembler takes the first of the matching
 *       row that suits. So aliases come first, and narrow encodings before wide ones.
 *   <li>Where a value of a field belongs to another row, say {@code .except("n=15")}: the overlap
 *       check understands that. What is unallocated inside of a row is cut off by {@code .where}.
 *   <li>The binder takes the fields out of the word once and returns the {@link Step}.
 *   <li>Name the rows in {@link Instructions}.
 * </ol>
 */
public final class Row {
  private final InstructionSet isa;
  private final String name;
  private final Pattern pattern;
  private final List<Template> templates;
  private final List<Template.Setting> exceptions;
  private final Predicate<Fields> where;
  private final Function<Fields, Step> binder;

  Row(
      InstructionSet isa,
      String name,
      Pattern pattern,
      List<Template> templates,
      List<Template.Setting> exceptions,
      Predicate<Fields> where,
      Function<Fields, Step> binder) {
    this.isa = isa;
    this.name = name;
    this.pattern = pattern;
    this.templates = List.copyOf(templates);
    this.exceptions = List.copyOf(exceptions);
    this.where = where;
    this.binder = binder;
  }

  /** The instruction set. */
  public InstructionSet isa() {
    return isa;
  }

  /** The name that Arm gives it, for example {@code ADD (immediate)}. */
  public String name() {
    return name;
  }

  /** Its bits. */
  public Pattern pattern() {
    return pattern;
  }

  /** The size in bytes, 2 or 4. */
  public int size() {
    return pattern.size();
  }

  /** How it is written, with the names of the operands between {@code <} and {@code >}. */
  public List<String> forms() {
    return templates.stream().map(Template::text).toList();
  }

  /** Whether the word is of this encoding. */
  public boolean matches(int word) {
    if (!pattern.matches(word)) {
      return false;
    }
    for (Template.Setting exception : exceptions) {
      if (pattern.extract(exception.letter(), word) == exception.value()) {
        return false;
      }
    }
    return where.test(new Fields(pattern, word));
  }

  /** Whether no word can be of both encodings, as far as fixed bits and exceptions tell. */
  public boolean isApartFrom(Row other) {
    return pattern.size() != other.pattern.size()
        || (pattern.fixedMask()
                & other.pattern.fixedMask()
                & (pattern.fixedBits() ^ other.pattern.fixedBits()))
            != 0
        || excludes(other)
        || other.excludes(this);
  }

  /** Whether a value that this row leaves out is the only one that the other has there. */
  private boolean excludes(Row other) {
    int fixed = pattern.fixedMask() | other.pattern.fixedMask();
    int bits = pattern.fixedBits() | other.pattern.fixedBits();
    for (Template.Setting exception : exceptions) {
      int mask = pattern.mask(exception.letter());
      if ((mask & ~fixed) == 0
          && (bits & mask) == pattern.insert(exception.letter(), exception.value())) {
        return true;
      }
    }
    return false;
  }

  /** What the word does; the word must be of this encoding. */
  public Step bind(int word) {
    return binder.apply(new Fields(pattern, word));
  }

  /** The ways to write it. */
  List<Template> templates() {
    return templates;
  }

  /** The text of a word of this encoding; {@code .inst} where no other text gives the same word. */
  String text(int word, OptionalLong address) {
    Fields fields = new Fields(pattern, word);
    for (Template template : templates) {
      if (template.suits(fields)) {
        Printer out = new Printer(address);
        template.print(fields, out);
        return pattern.isProper(word)
            ? out.text()
            : String.format(
                size() == 2 ? ".inst 0x%04x // %s" : ".inst 0x%08x // %s", word, out.text());
      }
    }
    return String.format(size() == 2 ? ".inst 0x%04x // %s" : ".inst 0x%08x // %s", word, name);
  }

  @Override
  public String toString() {
    return isa + " " + name;
  }

  /** A row that is being written. */
  static final class Draft {
    private final Rows rows;
    private final String name;
    private final Pattern pattern;
    private final List<Template> templates = new ArrayList<>();
    private final List<Template.Setting> exceptions = new ArrayList<>();
    private Predicate<Fields> where = fields -> true;

    Draft(Rows rows, String name, Pattern pattern) {
      this.rows = rows;
      this.name = name;
      this.pattern = pattern;
    }

    /** Leaves out words with that value of a field, for example {@code "n=15"}. */
    Draft except(String settings) {
      exceptions.addAll(Template.Setting.all(settings));
      return this;
    }

    /** Leaves out words that do not satisfy this as well. */
    Draft where(Predicate<Fields> condition) {
      where = where.and(condition);
      return this;
    }

    /** A way to write it. */
    Draft as(String template) {
      return as(template, "", fields -> true);
    }

    /** A way to write it when fields have certain values. */
    Draft as(String template, String settings) {
      return as(template, settings, fields -> true);
    }

    /** A way to write it; the disassembler uses it only where it is preferred. */
    Draft as(String template, String settings, Predicate<Fields> preferred) {
      templates.add(new Template(rows.vocabulary(), template, settings, preferred));
      return this;
    }

    /** Another way to write it, that the disassembler does not use. */
    Draft also(String template, String settings) {
      return as(template, settings, fields -> false);
    }

    /** Ends the row. */
    void does(Function<Fields, Step> binder) {
      rows.add(new Row(rows.isa(), name, pattern, templates, exceptions, where, binder));
    }
  }
}
