// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.qemu;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.TraceEvent;

/**
 * Makes the event of a call, which QEMU prints no line for: of the exception, of register dumps and
 * of the listings of {@code -d in_asm}. So none of its fields is observed, and each says from what
 * it is.
 */
final class CallEvents {
  // What a text depends on: a bit each. There are few texts, and each is made once.
  private static final int LISTED = 1;
  private static final int WITH_IMMEDIATE = 1 << 1;
  private static final int TRAPPED = 1 << 2;
  private static final int ANSWERED = 1 << 3;
  private static final int STATE_DUMPED = 1 << 4;
  private static final int NUMBERED = 1 << 5;
  private static final int REGISTERS = 1 << 6;
  private static final int NAMED = 1 << 7;
  private static final int TEXTS = 1 << 8;

  private final String[] texts = new String[TEXTS];

  /** The call of an exception of which the log has no register dump, or none that is its own. */
  Told listed(TraceEvent.Entry entry, Optional<RegisterDump> caller, ListedCall listed) {
    return of(entry, caller, Optional.of(listed), Optional.empty(), Map.of());
  }

  /**
   * The call of an exception that was taken.
   *
   * @param caller the last dump before it
   * @param listed the instruction, where it was listed
   * @param vector the dump that shows the registers
   */
  Told taken(
      TraceEvent.Entry entry,
      Optional<RegisterDump> caller,
      Optional<ListedCall> listed,
      RegisterDump vector,
      Map<String, Long> registers) {
    return of(entry, caller, listed, Optional.of(vector), registers);
  }

  private Told of(
      TraceEvent.Entry entry,
      Optional<RegisterDump> caller,
      Optional<ListedCall> listed,
      Optional<RegisterDump> vector,
      Map<String, Long> registers) {
    Call insn = HeldBack.called(entry).orElseThrow();
    boolean trapped = entry.exception().flatMap(kind -> kind.call()).isEmpty();
    Optional<InstructionSet> dumped = dumped(caller);
    int text =
        bits(listed, dumped, entry.cpu())
            | (trapped ? TRAPPED : 0)
            | (vector.isPresent() ? REGISTERS : 0);
    return new Told(
        new TraceEvent.Call(
            entry.cpu(),
            vector.isPresent() ? List.of(vector.get().line()) : entry.source(),
            listed.flatMap(ListedCall::insn).orElse(insn),
            listed.isPresent() ? listed.get().isa() : dumped,
            entry.fromEl(),
            OptionalLong.empty(),
            listed.flatMap(ListedCall::word),
            Optional.empty(),
            listed.isPresent() ? listed.get().imm() : OptionalInt.empty(),
            registers),
        text(text));
  }

  /** The call that QEMU answered, which is the block of that dump. */
  Told answered(
      TraceEvent.Handled handled, Call insn, RegisterDump before, Optional<ListedCall> listed) {
    Optional<InstructionSet> dumped = dumped(Optional.of(before));
    return new Told(
        new TraceEvent.Call(
            handled.cpu(),
            List.of(before.line()),
            listed.flatMap(ListedCall::insn).orElse(insn),
            listed.isPresent() ? listed.get().isa() : dumped,
            handled.fromEl(),
            OptionalLong.of(before.pc()),
            listed.flatMap(ListedCall::word),
            Optional.empty(),
            listed.isPresent() ? listed.get().imm() : OptionalInt.empty(),
            before.all()),
        text(bits(listed, dumped, handled.cpu()) | ANSWERED));
  }

  /** What the dump before says; of AArch32 it is left open which of the two. */
  private static Optional<InstructionSet> dumped(Optional<RegisterDump> caller) {
    return caller
        .filter(before -> before.state() == ExecutionState.AARCH64)
        .map(before -> InstructionSet.A64);
  }

  private static int bits(
      Optional<ListedCall> listed, Optional<InstructionSet> dumped, OptionalInt cpu) {
    return (listed.isPresent() ? LISTED : 0)
        | (listed.flatMap(ListedCall::insn).isPresent() ? NAMED : 0)
        | (listed.isPresent() && listed.get().imm().isPresent() ? WITH_IMMEDIATE : 0)
        | (listed.isEmpty() && dumped.isPresent() ? STATE_DUMPED : 0)
        | (cpu.isPresent() ? NUMBERED : 0);
  }

  private String text(int bits) {
    if (texts[bits] == null) {
      texts[bits] = made(bits);
    }
    return texts[bits];
  }

  private static String made(int bits) {
    StringBuilder text = new StringBuilder();
    if (is(bits, LISTED)) {
      text.append(is(bits, NAMED) ? "insn, isa, word" : "isa, word");
      text.append(is(bits, WITH_IMMEDIATE) ? ", imm" : "");
      text.append(" from in_asm, which lists no other call ");
      text.append(is(bits, ANSWERED) ? "at pc" : is(bits, TRAPPED) ? "at elr" : "before elr");
      text.append("; ");
    }
    if (!is(bits, NAMED)) {
      text.append(is(bits, TRAPPED) ? "insn from the class; " : "insn, ");
    }
    text.append(is(bits, NUMBERED) ? "cpu, " : "").append("el from the exception");
    text.append(is(bits, STATE_DUMPED) ? "; isa from the dump before it" : "");
    text.append(is(bits, REGISTERS) ? "; regs from the dump at the vector" : "");
    text.append(is(bits, ANSWERED) ? "; pc, regs from the dump before it" : "");
    return text.toString();
  }

  private static boolean is(int bits, int one) {
    return (bits & one) != 0;
  }
}
