// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.canonical;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.Alias;
import org.armcall.traces.event.DecisionResult;
import org.armcall.traces.event.Dispatch;
import org.armcall.traces.event.ExceptionKind;

/** The words that a field may have; no other is understood. */
record Vocabulary<E extends Enum<E>>(Map<String, E> words, Function<E, String> text) {
  static final Vocabulary<Call> CALLS = of(Call.values(), Call::mnemonic);
  static final Vocabulary<InstructionSet> INSTRUCTION_SETS =
      of(InstructionSet.values(), InstructionSet::text);
  static final Vocabulary<ExecutionState> STATES =
      of(ExecutionState.values(), state -> state == ExecutionState.AARCH32 ? "a32" : "a64");
  static final Vocabulary<ExceptionKind> EXCEPTIONS =
      of(ExceptionKind.values(), ExceptionKind::text);
  static final Vocabulary<Alias> ALIASES = of(Alias.values(), Alias::text);
  static final Vocabulary<DecisionResult> RESULTS =
      of(DecisionResult.values(), DecisionResult::text);
  static final Vocabulary<Dispatch> DISPATCHES = of(Dispatch.values(), Dispatch::text);

  private static <E extends Enum<E>> Vocabulary<E> of(E[] values, Function<E, String> text) {
    return new Vocabulary<>(
        Arrays.stream(values).collect(Collectors.toUnmodifiableMap(text, Function.identity())),
        text);
  }

  /**
   * The value of that word.
   *
   * @throws BadLine if it is not one of the words
   */
  E read(Field field, String word) throws BadLine {
    E value = words.get(word);
    if (value == null) {
      throw new BadLine(
          field.text()
              + " is one of "
              + String.join(", ", new java.util.TreeSet<>(words.keySet()))
              + ", not '"
              + BadLine.shown(word)
              + "'");
    }
    return value;
  }

  /** The word of that value. */
  String write(E value) {
    return text.apply(value);
  }
}
