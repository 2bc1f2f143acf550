// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.Alias;
import org.armcall.traces.event.CodeBytes;
import org.armcall.traces.event.DecisionResult;
import org.armcall.traces.event.Dispatch;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** Random events of every kind, each field there or not, biased to the edges of its range. */
final class RandomEvents {
  private static final List<SourceLine> NOWHERE = List.of();

  private RandomEvents() {}

  static Arbitrary<TraceEvent> any() {
    return Arbitraries.oneOf(
        List.of(
            call(),
            entry(),
            returned(),
            handled(),
            undefined(),
            skipped(),
            fetch(),
            decision(),
            reliance(),
            note()));
  }

  static Arbitrary<OptionalLong> logLines() {
    return Arbitraries.longs()
        .between(0, 1L << 53)
        .optional()
        .map(line -> line.map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private static Arbitrary<Long> words() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.of(0L, 1L, -1L, 0xffffffffL, 1L << 32, 1L << 53, (1L << 53) + 1, 1L << 63));
  }

  private static Arbitrary<OptionalLong> word() {
    return words().optional().map(w -> w.map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private static Arbitrary<OptionalInt> upTo(int most) {
    return Arbitraries.integers()
        .between(0, most)
        .optional()
        .map(w -> w.map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  private static Arbitrary<OptionalInt> cpu() {
    return upTo(1023);
  }

  private static <E> Arbitrary<Optional<E>> perhaps(E[] values) {
    return Arbitraries.of(values).optional();
  }

  private static Arbitrary<Optional<ExceptionLevel>> level() {
    return perhaps(ExceptionLevel.values());
  }

  private static Arbitrary<Optional<ExecutionState>> state() {
    return perhaps(ExecutionState.values());
  }

  private static Arbitrary<Boolean> yesOrNo() {
    return Arbitraries.of(true, false);
  }

  static Arbitrary<String> text() {
    Arbitrary<Character> characters =
        Arbitraries.oneOf(
            Arbitraries.chars().range(' ', '~'),
            Arbitraries.of('"', '\\', '\n', '\r', '\t', '\0', '\u00e9', '\u2028', '\ufeff'));
    return characters
        .list()
        .ofMaxSize(40)
        .map(
            list -> {
              StringBuilder text = new StringBuilder();
              list.forEach(text::append);
              return text.toString();
            });
  }

  private static Arbitrary<Map<String, Long>> registers() {
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 30).map(n -> "x" + n),
            Arbitraries.of("r0", "r7", "cpsr", "pstate", "hcr_el2", "scr_el3", "sp"));
    return Arbitraries.maps(names, words()).ofMaxSize(12);
  }

  private static Arbitrary<Optional<InstructionWord>> instruction(Optional<InstructionSet> isa) {
    if (isa.isEmpty()) {
      return Arbitraries.just(Optional.empty());
    }
    Arbitrary<InstructionWord> wide =
        Arbitraries.integers().map(bits -> InstructionWord.of(isa.get(), bits));
    Arbitrary<InstructionWord> narrow =
        Arbitraries.integers().between(0, 0xffff).map(InstructionWord::t16);
    return (isa.get() == InstructionSet.T32 ? Arbitraries.oneOf(wide, narrow) : wide).optional();
  }

  private static Arbitrary<TraceEvent> call() {
    return perhaps(InstructionSet.values())
        .flatMap(
            isa ->
                instruction(isa)
                    .flatMap(
                        word ->
                            Combinators.combine(
                                    cpu(),
                                    word.isPresent()
                                        ? Arbitraries.of(Call.values()).map(Optional::of)
                                        : perhaps(Call.values()),
                                    level(),
                                    word(),
                                    yesOrNo(),
                                    upTo(0xffffff),
                                    registers())
                                .as(
                                    (cpu, insn, el, pc, sure, imm, regs) ->
                                        new TraceEvent.Call(
                                            cpu,
                                            NOWHERE,
                                            insn,
                                            isa,
                                            el,
                                            pc,
                                            word,
                                            sure ? word : Optional.empty(),
                                            imm,
                                            regs))));
  }

  private static Arbitrary<TraceEvent> entry() {
    return Combinators.combine(
            Combinators.combine(cpu(), perhaps(ExceptionKind.values()), yesOrNo()).as(List::of),
            level(),
            level(),
            state(),
            upTo(0x3f),
            level(),
            word().list().ofSize(5))
        .as(
            (first, from, to, state, printed, entered, words) ->
                new TraceEvent.Entry(
                    (OptionalInt) first.get(0),
                    NOWHERE,
                    ((Optional<?>) first.get(1)).map(ExceptionKind.class::cast),
                    from,
                    to,
                    state,
                    printed,
                    words.get(0),
                    words.get(1),
                    words.get(2),
                    words.get(3),
                    entered,
                    words.get(4),
                    (Boolean) first.get(2)));
  }

  private static Arbitrary<TraceEvent> returned() {
    return Combinators.combine(cpu(), level(), state(), level(), state(), words(), registers())
        .as(
            (cpu, from, fromState, to, toState, pc, regs) ->
                new TraceEvent.Return(cpu, NOWHERE, from, fromState, to, toState, pc, regs));
  }

  private static Arbitrary<TraceEvent> handled() {
    return registers()
        .flatMap(
            regs ->
                Combinators.combine(
                        cpu(),
                        perhaps(ExceptionKind.values()),
                        level(),
                        level(),
                        upTo(0x3f),
                        word(),
                        text(),
                        yesOrNo())
                    .as(
                        (cpu, kind, from, to, printed, syndrome, by, mixed) ->
                            new TraceEvent.Handled(
                                cpu, NOWHERE, kind, from, to, printed, syndrome, by, mixed, regs)));
  }

  private static Arbitrary<TraceEvent> undefined() {
    return perhaps(InstructionSet.values())
        .flatMap(
            isa ->
                Combinators.combine(
                        cpu(), Arbitraries.of(Call.values()), level(), word(), instruction(isa))
                    .as(
                        (cpu, insn, el, pc, bits) ->
                            new TraceEvent.Undefined(cpu, NOWHERE, insn, isa, el, pc, bits)));
  }

  private static Arbitrary<TraceEvent> skipped() {
    return perhaps(InstructionSet.values())
        .flatMap(
            isa ->
                Combinators.combine(
                        cpu(), Arbitraries.of(Call.values()), level(), word(), instruction(isa))
                    .as(
                        (cpu, insn, el, pc, bits) ->
                            new TraceEvent.Skipped(cpu, NOWHERE, insn, isa, el, pc, bits)));
  }

  private static Arbitrary<TraceEvent> fetch() {
    return Combinators.combine(
            cpu(),
            words(),
            word(),
            yesOrNo(),
            Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(CodeBytes.MOST),
            perhaps(Alias.values()))
        .as(
            (cpu, one, other, virtual, bytes, alias) ->
                new TraceEvent.Fetch(
                    cpu,
                    NOWHERE,
                    virtual ? OptionalLong.of(one) : other,
                    virtual ? other : OptionalLong.of(one),
                    CodeBytes.of(bytes),
                    alias));
  }

  private static Arbitrary<TraceEvent> decision() {
    return Combinators.combine(
            cpu(),
            text(),
            Arbitraries.of(DecisionResult.values()),
            upTo(0xffffff),
            text().optional(),
            text().optional(),
            perhaps(Dispatch.values()))
        .as(
            (cpu, policy, result, imm, provenance, reason, dispatch) ->
                new TraceEvent.Decision(
                    cpu, NOWHERE, policy, result, imm, provenance, reason, dispatch));
  }

  private static Arbitrary<TraceEvent> reliance() {
    return Combinators.combine(cpu(), word(), text(), words(), text().list().ofMaxSize(3))
        .as(
            (cpu, pc, what, bits, origin) ->
                new TraceEvent.Reliance(cpu, NOWHERE, pc, what, bits, origin));
  }

  private static Arbitrary<TraceEvent> note() {
    return Combinators.combine(cpu(), text())
        .as((cpu, text) -> new TraceEvent.Note(cpu, NOWHERE, text));
  }
}
