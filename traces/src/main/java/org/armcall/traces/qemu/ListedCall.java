// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;

/**
 * A call instruction as {@code -d in_asm} lists it.
 *
 * @param insn what the disassembly says that it is, where there is one
 * @param word the word beside it
 * @param imm the immediate in the disassembly, where that has one
 */
record ListedCall(
    Optional<Call> insn,
    Optional<InstructionWord> word,
    Optional<InstructionSet> isa,
    OptionalInt imm) {
  /** In place of the call at an address of which several were listed. */
  static final ListedCall SEVERAL =
      new ListedCall(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());

  private static final int A64_TOP_BYTE = 0xd4;

  static ListedCall of(Call insn, InstructionWord word, OptionalInt imm) {
    return new ListedCall(Optional.of(insn), Optional.of(word), Optional.of(word.isa()), imm);
  }

  /** Of bytes without a disassembly. */
  static ListedCall of(InstructionWord word) {
    return new ListedCall(
        Optional.empty(), Optional.of(word), Optional.of(word.isa()), OptionalInt.empty());
  }

  /**
   * The instruction set of a call whose word is printed in one piece. No A32 call has the top byte
   * that every A64 one has: with that condition, bits 27:24 are those of a store.
   */
  static InstructionSet ofWholeWord(int bits) {
    return bits >>> 24 == A64_TOP_BYTE ? InstructionSet.A64 : InstructionSet.A32;
  }

  /** Whether it may be of a processor that ran as the dump before it says. */
  boolean mayFollow(Optional<RegisterDump> before) {
    return before.isEmpty()
        || isa.map(InstructionSet::executionState).equals(before.map(RegisterDump::state));
  }

  /** Whether it is one call, of so many bytes. */
  boolean isOfSize(int size) {
    return word.isPresent() && word.get().size() == size;
  }
}
