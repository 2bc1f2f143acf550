// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Encoding;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.TraceEvent;

/**
 * The instruction as a handler read it, put together from its reads in the order that the
 * architecture gives it.
 *
 * @param isa the caller's instruction set
 * @param bytes in the order of memory, 2 or 4
 * @param changed whether two reads of one byte gave different values
 */
record CodeRead(InstructionSet isa, int[] bytes, boolean changed) {
  private static final int WIDE_T32 = 0b11101;

  /** What the handler read at the address of the call; empty where the trace lacks part of it. */
  static Optional<CodeRead> of(Handling handling) {
    Optional<InstructionSet> isa = handling.isa();
    OptionalLong address = address(handling);
    if (isa.isEmpty() || address.isEmpty()) {
      return Optional.empty();
    }
    Map<Long, Integer> memory = new HashMap<>();
    boolean changed = false;
    for (TraceEvent.Fetch read : handling.reads()) {
      if (read.va().isEmpty()) {
        return Optional.empty();
      }
      for (int i = 0; i < read.bytes().length(); i++) {
        Integer before =
            memory.put(wrapped(isa.get(), read.va().getAsLong() + i), read.bytes().at(i));
        changed |= before != null && before != read.bytes().at(i);
      }
    }
    int[] four = new int[4];
    for (int i = 0; i < 4; i++) {
      Integer value = memory.get(wrapped(isa.get(), address.getAsLong() + i));
      boolean narrow = i == 2 && isa.get() == InstructionSet.T32 && four[1] >> 3 < WIDE_T32;
      if (narrow) {
        return Optional.of(new CodeRead(isa.get(), new int[] {four[0], four[1]}, changed));
      }
      if (value == null) {
        return Optional.empty();
      }
      four[i] = value;
    }
    return Optional.of(new CodeRead(isa.get(), four, changed));
  }

  private static long wrapped(InstructionSet isa, long address) {
    return isa == InstructionSet.A64 ? address : address & 0xffffffffL;
  }

  /** Where the call is: as the trace says, or from ELR (HVC and SMC have four bytes). */
  private static OptionalLong address(Handling handling) {
    Optional<TraceEvent.Call> call = handling.call();
    if (call.isPresent() && call.get().pc().isPresent()) {
      return call.get().pc();
    }
    Observed entry = handling.entry();
    boolean narrow = entry.call().filter(c -> c == Call.SVC).isPresent() && !entry.isTrap();
    if (entry.elr().isEmpty() || entry.call().isEmpty() || narrow) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(entry.elr().getAsLong() - (entry.isTrap() ? 0 : 4));
  }

  /** The instruction in the right order: little-endian, the first halfword of T32 above. */
  InstructionWord word() {
    if (bytes.length == 2) {
      return InstructionWord.t16(little(0));
    }
    int bits =
        isa == InstructionSet.T32 ? little(0) << 16 | little(2) : little(2) << 16 | little(0);
    return InstructionWord.of(isa, bits);
  }

  private int little(int at) {
    return bytes[at + 1] << 8 | bytes[at];
  }

  private int big(int at) {
    return bytes[at] << 8 | bytes[at + 1];
  }

  /** Whether it is a T32 instruction of two halfwords. */
  boolean isTwoHalfwords() {
    return isa == InstructionSet.T32 && bytes.length == 4;
  }

  /** The call that was read, if it is one. */
  Optional<CallInstruction> call() {
    return Encodings.decode(word());
  }

  /** Whether it can have caused an exception of that class and condition. */
  boolean mayHaveCaused(Observed entry) {
    Optional<CallInstruction> read = call();
    if (read.isEmpty() || !entry.call().equals(read.map(CallInstruction::call))) {
      return false;
    }
    boolean reportsCondition =
        entry.exceptionClass().filter(ec -> ec == ExceptionClass.SMC32).isPresent()
            && SyndromeLayout.CCKNOWNPASS.extract(entry.esr()) == 1
            && SyndromeLayout.CV.extract(entry.esr()) == 1;
    int reported = SyndromeLayout.COND.extract(entry.esr());
    // A condition that held may be reported as AL.
    return !reportsCondition
        || reported == Condition.AL.code()
        || read.get().encodedCondition().map(Condition::code).orElse(reported) == reported;
  }

  /**
   * The immediate field of such a call with the bytes of each halfword or word swapped; empty where
   * it has nothing of the immediate, as that of an SMC.
   */
  Optional<Integer> inBigEndian(Call call) {
    return witness(call, CodeRead::bigEndian);
  }

  /** The same with its halfwords in the wrong order. */
  Optional<Integer> inWrongHalfwordOrder(Call call) {
    return isTwoHalfwords() ? witness(call, CodeRead::wrongHalfwords) : Optional.empty();
  }

  private int bigEndian() {
    return bytes.length == 2 ? big(0) : big(0) << 16 | big(2);
  }

  private int wrongHalfwords() {
    return little(2) << 16 | little(0);
  }

  /**
   * The field of the word in that order, if it differs from one immediate to another: one that does
   * not is no sign that the word was read so, and no better than a default value.
   */
  private Optional<Integer> witness(Call call, ToIntFunction<CodeRead> order) {
    Encoding row = Encodings.of(call, isa);
    Optional<CallInstruction> read = call();
    if (row.size() != bytes.length || read.filter(i -> i.call() == call).isEmpty()) {
      return Optional.empty();
    }
    int width = row.immediateWidth();
    Optional<Integer> none = field(call, order.applyAsInt(with(row, read.get(), 0)));
    Optional<Integer> all = field(call, order.applyAsInt(with(row, read.get(), (1 << width) - 1)));
    return none.equals(all) ? Optional.empty() : field(call, order.applyAsInt(this));
  }

  /** The same instruction with another immediate. */
  private CodeRead with(Encoding row, CallInstruction read, int immediate) {
    int word =
        row.encode(
            new CallInstruction(
                read.call(),
                read.isa(),
                read.size(),
                new Immediate(immediate, row.immediateWidth()),
                read.encodedCondition(),
                read.shouldBeZero()));
    int[] other = new int[bytes.length];
    for (int i = 0; i < other.length; i++) {
      // T32 has its first halfword above.
      int at = isTwoHalfwords() ? i ^ 2 : i;
      other[i] = word >>> 8 * at & 0xff;
    }
    return new CodeRead(isa, other, changed);
  }

  /** What is in the immediate field, whatever the fixed bits are: not everybody checks them. */
  private Optional<Integer> field(Call call, int bits) {
    Encoding row = Encodings.of(call, isa);
    if (row.size() != bytes.length) {
      return Optional.empty();
    }
    int suiting = bits & ~row.fixedMask() | row.fixedBits();
    if (row.isConditional()) {
      suiting = suiting & 0x0fffffff | Condition.AL.code() << 28;
    }
    return row.decode(suiting).map(decoded -> decoded.immediate().value());
  }
}
