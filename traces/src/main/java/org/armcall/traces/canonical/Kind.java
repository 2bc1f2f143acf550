// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import static org.armcall.traces.canonical.Field.ALIAS;
import static org.armcall.traces.canonical.Field.BITS;
import static org.armcall.traces.canonical.Field.BY;
import static org.armcall.traces.canonical.Field.BYTES;
import static org.armcall.traces.canonical.Field.CPU;
import static org.armcall.traces.canonical.Field.DISPATCH;
import static org.armcall.traces.canonical.Field.EL;
import static org.armcall.traces.canonical.Field.ELR;
import static org.armcall.traces.canonical.Field.ENTERED_EL;
import static org.armcall.traces.canonical.Field.EXCEPTION;
import static org.armcall.traces.canonical.Field.EXECUTED;
import static org.armcall.traces.canonical.Field.FROM_EL;
import static org.armcall.traces.canonical.Field.FROM_STATE;
import static org.armcall.traces.canonical.Field.IMM;
import static org.armcall.traces.canonical.Field.INSN;
import static org.armcall.traces.canonical.Field.ISA;
import static org.armcall.traces.canonical.Field.KIND;
import static org.armcall.traces.canonical.Field.LINE;
import static org.armcall.traces.canonical.Field.MIXED;
import static org.armcall.traces.canonical.Field.ORIGIN;
import static org.armcall.traces.canonical.Field.PA;
import static org.armcall.traces.canonical.Field.PC;
import static org.armcall.traces.canonical.Field.POLICY;
import static org.armcall.traces.canonical.Field.PRINTED_CLASS;
import static org.armcall.traces.canonical.Field.PROVENANCE;
import static org.armcall.traces.canonical.Field.PSTATE;
import static org.armcall.traces.canonical.Field.REASON;
import static org.armcall.traces.canonical.Field.RECONSTRUCTED;
import static org.armcall.traces.canonical.Field.REGS;
import static org.armcall.traces.canonical.Field.RESULT;
import static org.armcall.traces.canonical.Field.SEQ;
import static org.armcall.traces.canonical.Field.SPSR;
import static org.armcall.traces.canonical.Field.SYNDROME;
import static org.armcall.traces.canonical.Field.TEXT;
import static org.armcall.traces.canonical.Field.TO_EL;
import static org.armcall.traces.canonical.Field.TO_STATE;
import static org.armcall.traces.canonical.Field.VA;
import static org.armcall.traces.canonical.Field.VECTOR;
import static org.armcall.traces.canonical.Field.WHAT;
import static org.armcall.traces.canonical.Field.WORD;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of events, each with the fields that it must and may have. */
enum Kind {
  CALL("call", Set.of(), Set.of(INSN, ISA, EL, PC, WORD, EXECUTED, IMM, REGS, RECONSTRUCTED)),
  ENTRY(
      "entry",
      Set.of(),
      Set.of(
          EXCEPTION,
          FROM_EL,
          TO_EL,
          TO_STATE,
          PRINTED_CLASS,
          SYNDROME,
          ELR,
          SPSR,
          VECTOR,
          ENTERED_EL,
          PSTATE,
          MIXED,
          RECONSTRUCTED)),
  RETURN("return", Set.of(PC), Set.of(FROM_EL, FROM_STATE, TO_EL, TO_STATE, REGS, RECONSTRUCTED)),
  HANDLED(
      "handled",
      Set.of(BY),
      Set.of(EXCEPTION, FROM_EL, TO_EL, PRINTED_CLASS, SYNDROME, MIXED, REGS, RECONSTRUCTED)),
  UNDEFINED("undefined", Set.of(INSN), Set.of(ISA, EL, PC, WORD, RECONSTRUCTED)),
  SKIPPED("skipped", Set.of(INSN), Set.of(ISA, EL, PC, WORD, RECONSTRUCTED)),
  FETCH("fetch", Set.of(BYTES), Set.of(VA, PA, ALIAS)),
  DECISION("decision", Set.of(POLICY, RESULT), Set.of(IMM, PROVENANCE, REASON, DISPATCH)),
  RELIANCE("reliance", Set.of(WHAT, BITS, ORIGIN), Set.of(PC)),
  NOTE("note", Set.of(TEXT), Set.of());

  private static final Map<String, Kind> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Kind::text, Function.identity()));

  private final String text;
  private final Set<Field> required;
  private final Set<Field> allowed;
  private final long requiredMask;
  private final long allowedMask;

  Kind(String text, Set<Field> required, Set<Field> optional) {
    this.text = text;
    EnumSet<Field> must = EnumSet.of(SEQ, KIND);
    must.addAll(required);
    EnumSet<Field> may = EnumSet.copyOf(must);
    may.addAll(EnumSet.of(CPU, LINE));
    may.addAll(optional);
    this.required = Collections.unmodifiableSet(must);
    this.allowed = Collections.unmodifiableSet(may);
    this.requiredMask = mask(must);
    this.allowedMask = mask(may);
  }

  private static long mask(Set<Field> fields) {
    return fields.stream().mapToLong(Field::bit).reduce(0, (a, b) -> a | b);
  }

  /** Whether an event of the kind has those fields, as the bits of {@link Field#bit}. */
  boolean suits(long fields) {
    return (fields & ~allowedMask) == 0 && (requiredMask & ~fields) == 0;
  }

  /** The word in the file. */
  String text() {
    return text;
  }

  /** The fields that every event of the kind has. */
  Set<Field> required() {
    return required;
  }

  /** The fields that an event of the kind may have, and the required ones. */
  Set<Field> allowed() {
    return allowed;
  }

  /**
   * The kind of that word.
   *
   * @throws BadLine if there is none
   */
  static Kind of(String text) throws BadLine {
    Kind kind = BY_TEXT.get(text);
    if (kind == null) {
      throw new BadLine("there is no kind '" + BadLine.shown(text) + "'");
    }
    return kind;
  }
}
