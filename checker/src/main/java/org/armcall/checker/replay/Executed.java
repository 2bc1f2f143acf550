// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.TraceEvent;

/** What a trace shows of the call that was executed. */
final class Executed {
  private Executed() {}

  /** The instruction, where the trace has its word. */
  static Optional<CallInstruction> instruction(TraceEvent.Call call) {
    return call.executed().or(call::word).flatMap(Encodings::decode);
  }

  /** Its immediate: from the word, or as the trace gives it; empty where the two differ. */
  static OptionalInt immediate(TraceEvent.Call call) {
    Optional<Integer> encoded =
        instruction(call).map(instruction -> instruction.immediate().value());
    if (encoded.isEmpty()) {
      return call.imm();
    }
    return call.imm().orElse(encoded.get()) == encoded.get()
        ? OptionalInt.of(encoded.get())
        : OptionalInt.empty();
  }

  /** The address of the instruction behind it. */
  static OptionalLong next(TraceEvent.Call call, int size) {
    return call.pc().isPresent()
        ? OptionalLong.of(wrapped(call, call.pc().getAsLong() + size))
        : OptionalLong.empty();
  }

  /** Its size in bytes, where the trace has its word. */
  static OptionalInt size(TraceEvent.Call call) {
    Optional<InstructionWord> word = call.executed().or(call::word);
    return word.isPresent() ? OptionalInt.of(word.get().size()) : OptionalInt.empty();
  }

  /** An AArch32 address that passes the top wraps to 0. */
  private static long wrapped(TraceEvent.Call call, long address) {
    boolean aarch32 =
        call.isa().filter(isa -> isa.executionState() == ExecutionState.AARCH32).isPresent();
    return aarch32 ? address & 0xffffffffL : address;
  }
}
