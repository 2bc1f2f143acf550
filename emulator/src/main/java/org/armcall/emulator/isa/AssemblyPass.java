// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;

/**
 * One pass over a program with what the pass before learnt about places. When a pass learns
 * nothing, its bytes are the program.
 */
final class AssemblyPass implements Site {
  /** Names that would make an operand mean two things. */
  private static final java.util.regex.Pattern REGISTER =
      java.util.regex.Pattern.compile("(?i)[xwr]\\d+|[xw]zr|w?sp|lr|pc|fp|ip");

  /**
   * What is known before a pass.
   *
   * @param symbols the values of labels and constants
   * @param literals the addresses of literals, by number of the pool and text
   * @param sizes the sizes of instructions by their order; they never shrink, so that passes end
   */
  record Start(Map<String, Long> symbols, Map<String, Long> literals, List<Integer> sizes) {}

  private final InstructionSet firstIsa;
  private final long base;
  private final List<Statement> statements;
  private final Set<String> names;
  private final Start start;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Map<String, Long> symbols = new HashMap<>();
  private final Map<String, Long> labels = new HashMap<>();
  private final Map<String, Long> literals = new HashMap<>();
  private final Map<String, Literal> pool = new LinkedHashMap<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Program.Line> lines = new ArrayList<>();
  private int pools;
  private InstructionSet isa;
  private ItState it = ItState.NONE;
  private int line = 1;

  private AssemblyPass(
      InstructionSet isa, long base, List<Statement> statements, Set<String> names, Start start) {
    this.firstIsa = isa;
    this.isa = isa;
    this.base = base;
    this.statements = statements;
    this.names = names;
    this.start = start;
  }

  /** The first pass: it knows which names there are, and no place. */
  static AssemblyPass first(InstructionSet isa, long base, List<Statement> statements) {
    Set<String> names = new HashSet<>();
    for (Statement statement : statements) {
      for (String label : statement.labels()) {
        if (!names.add(checked(statement, label))) {
          throw new AssemblyException(statement.line(), "the label " + label + " is there twice");
        }
      }
      Directives.constantName(statement.text())
          .ifPresent(name -> names.add(checked(statement, name)));
    }
    return new AssemblyPass(isa, base, statements, names, new Start(Map.of(), Map.of(), List.of()));
  }

  private static String checked(Statement statement, String name) {
    if (REGISTER.matcher(name).matches()) {
      throw new AssemblyException(statement.line(), name + " is the name of a register");
    }
    return name;
  }

  /** The pass after this one. */
  AssemblyPass next() {
    return new AssemblyPass(
        firstIsa,
        base,
        statements,
        names,
        new Start(Map.copyOf(symbols), Map.copyOf(literals), List.copyOf(sizes)));
  }

  Start start() {
    return start;
  }

  /** Assembles every line. */
  void run() {
    for (Statement statement : statements) {
      line = statement.line();
      for (String label : statement.labels()) {
        symbols.put(label, address());
        labels.put(label, address());
      }
      if (statement.text().startsWith(".")) {
        new Directives(this, statement).run();
      } else if (!statement.text().isEmpty()) {
        instruction(statement.text());
      }
    }
    flushPool();
  }

  /** The result, once passes have settled. */
  Program program() {
    return new Program(base, bytes.toByteArray(), labels, lines);
  }

  private void instruction(String text) {
    Cursor cursor = new Cursor(text, this);
    String lower = text.toLowerCase(Locale.ROOT);
    int least = sizes.size() < start.sizes().size() ? start.sizes().get(sizes.size()) : 0;
    for (Row row : Instructions.table(isa).rowsWritten(lower.charAt(0))) {
      for (Template template : row.templates()) {
        if (row.size() < least || !template.mayRead(lower)) {
          continue;
        }
        cursor.position(0);
        FieldValues fields = new FieldValues(row.pattern());
        if (!template.read(cursor, fields)) {
          continue;
        }
        int word = fields.word();
        if (row.matches(word)) {
          cursor.literals().forEach(literal -> pool.putIfAbsent(key(literal), literal));
          sizes.add(row.size());
          emit(new InstructionWord(isa, row.size(), word));
          return;
        }
        cursor.refuse("these operands do not go together");
      }
    }
    String mnemonic = lower.split("\\s", 2)[0];
    throw fail(
        cursor.reason().isEmpty() || cursor.reason().equals("no such instruction")
            ? "no instruction '" + mnemonic + "' in " + isa.text()
            : "'" + mnemonic + "' is not written like that: " + cursor.reason());
  }

  /** Puts an instruction and follows the IT state behind it. */
  void emit(InstructionWord word) {
    int alignment = word.isa() == InstructionSet.T32 ? 2 : 4;
    if ((address() & (alignment - 1)) != 0) {
      throw fail("an instruction of " + isa.text() + " must be aligned to " + alignment + " bytes");
    }
    note(word.size(), Optional.of(word.isa()));
    if (word.isa() == InstructionSet.T32 && word.size() == 4) {
      little(word.bits() >>> 16, 2);
      little(word.bits(), 2);
    } else {
      little(word.bits(), word.size());
    }
    it = itAfter(word);
  }

  private ItState itAfter(InstructionWord word) {
    if (word.isa() != InstructionSet.T32) {
      return ItState.NONE;
    }
    boolean startsBlock =
        word.size() == 2 && (word.bits() & 0xff00) == 0xbf00 && (word.bits() & 0xf) != 0;
    return startsBlock && (word.bits() & 0xf0) != 0xf0
        ? new ItState(word.bits() & 0xff)
        : it.advance();
  }

  /** Puts data. */
  void data(long value, int size) {
    note(size, Optional.empty());
    little(value, size);
  }

  /** Puts zeros. */
  void zeros(long count) {
    if (count < 0 || count > Assembler.LARGEST - bytes.size()) {
      throw fail("the program is larger than " + Assembler.LARGEST + " bytes");
    }
    for (long index = 0; index < count; index++) {
      bytes.write(0);
    }
  }

  /** Puts the literals that were asked for. */
  void flushPool() {
    for (Map.Entry<String, Literal> entry : pool.entrySet()) {
      Literal literal = entry.getValue();
      zeros(-address() & (literal.bytes() - 1));
      literals.put(entry.getKey(), address());
      data(literal.value(), literal.bytes());
    }
    pool.clear();
    pools++;
  }

  private String key(Literal literal) {
    return pools + " " + literal.bytes() + " " + literal.text();
  }

  private void note(int size, Optional<InstructionSet> of) {
    if (bytes.size() > Assembler.LARGEST - size) {
      throw fail("the program is larger than " + Assembler.LARGEST + " bytes");
    }
    lines.add(new Program.Line(address(), size, line, of));
  }

  private void little(long value, int size) {
    for (int index = 0; index < size; index++) {
      bytes.write((int) (value >>> (8 * index)));
    }
  }

  /** An error in the line that is assembled. */
  AssemblyException fail(String sentence) {
    return new AssemblyException(line, sentence);
  }

  /** The instruction set that instructions are assembled for. */
  InstructionSet isa() {
    return isa;
  }

  /** Goes on in another instruction set. */
  void isa(InstructionSet next) {
    isa = next;
    it = ItState.NONE;
  }

  /** Gives a constant its value. */
  void define(String name, long value) {
    if (labels.containsKey(name)) {
      throw fail(name + " is a label");
    }
    symbols.put(name, value);
  }

  @Override
  public long address() {
    return base + bytes.size();
  }

  @Override
  public ItState it() {
    return it;
  }

  @Override
  public boolean isGuess() {
    return start.sizes().isEmpty();
  }

  @Override
  public OptionalLong symbol(String name) {
    if (!names.contains(name)) {
      return OptionalLong.empty();
    }
    Long value = symbols.get(name);
    if (value == null) {
      value = start.symbols().get(name);
    }
    return OptionalLong.of(value == null ? address() : value);
  }

  @Override
  public long literal(Literal literal) {
    Long known = start.literals().get(key(literal));
    return known == null ? address() : known;
  }
}
