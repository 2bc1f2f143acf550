// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.RegisterNames;
import org.armcall.traces.event.RegisterValues;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;
import org.armcall.traces.event.TraceSink;

/**
 * One exception as it is dumped over many lines. What no line says stays empty.
 *
 * <p>A line that says something else of what is there already belongs to another dump, and ends
 * this one: a program's registers are printed twice, or two processors print at once.
 */
final class Dump implements RegisterLine.Sink {
  private static final int REGISTERS = 31;
  private static final int LINES = 256;
  private static final int FRAME = 29;
  private static final int LINK = 30;
  private static final int PROCESSORS = 1024;

  /** From so many registers on a call is shown of which there is no instruction. */
  private static final int CONTENTS = 4;

  private final DumpKind kind;
  private final List<SourceLine> source = new ArrayList<>();
  private final long[] general = new long[REGISTERS];
  private int seen;
  private boolean wide;
  private boolean narrow;
  private boolean hasHsr;
  private boolean contradicted;
  private boolean tooWide;
  private int lines;
  private boolean asynchronous;
  private OptionalInt cpu = OptionalInt.empty();
  private OptionalInt printedClass = OptionalInt.empty();
  private Optional<ExceptionKind> exception = Optional.empty();
  private Optional<ExceptionLevel> to = Optional.empty();
  private OptionalLong syndrome = OptionalLong.empty();
  private OptionalLong address = OptionalLong.empty();
  private OptionalLong saved = OptionalLong.empty();
  private Optional<CodeWords> code = Optional.empty();

  Dump(DumpKind kind, SourceLine first) {
    this.kind = kind;
    source.add(first);
  }

  /** The processor, as far as it is one. */
  Dump cpu(int number) {
    cpu = cpu.isEmpty() && number < PROCESSORS ? OptionalInt.of(number) : cpu;
    return this;
  }

  Dump syndrome(long value) {
    syndrome = merged(syndrome, value);
    return this;
  }

  Dump printedClass(long value) {
    if (value >= 0 && value <= 0x3f) {
      printedClass = OptionalInt.of((int) value);
    }
    return this;
  }

  Dump exception(ExceptionKind kindOfIt) {
    exception = Optional.of(kindOfIt);
    return this;
  }

  /** It sets no syndrome: what a register holds there is of an exception before. */
  Dump asynchronous() {
    asynchronous = true;
    return exception(ExceptionKind.ASYNCHRONOUS);
  }

  Dump address(long value) {
    address = merged(address, value);
    return this;
  }

  Dump to(int level) {
    to = level >= 0 && level <= 3 ? Optional.of(ExceptionLevel.of(level)) : to;
    return this;
  }

  void code(CodeWords words) {
    code = code.isPresent() ? code : Optional.of(words);
  }

  /** Another line, of whatever it is; false if the dump is at its end. */
  boolean goesOn() {
    lines++;
    return lines <= LINES;
  }

  /** Whether a line before said something else. */
  boolean isContradicted() {
    return contradicted;
  }

  /** Whether a register of AArch32 has more than 32 bits. */
  boolean isTooWide() {
    return tooWide;
  }

  OptionalInt cpu() {
    return cpu;
  }

  /**
   * Whether a line that could open a dump goes on with this one: EDK2 writes its line to two
   * consoles; Xen has a line of the HSR, one of the processor, and that one again at the end.
   */
  boolean isContinuedBy(Dump next) {
    boolean unwritten = seen == 0 && saved.isEmpty();
    return switch (kind) {
      case EDK2 -> unwritten && next.kind == kind && address.equals(next.address);
      case XEN ->
          next.kind == kind
              && next.syndrome.isEmpty()
              && (unwritten && cpu.isEmpty() || cpu.equals(next.cpu));
      default -> false;
    };
  }

  void add(SourceLine line) {
    source.add(line);
  }

  private OptionalLong merged(OptionalLong before, long value) {
    contradicted |= before.isPresent() && before.getAsLong() != value;
    return before.isPresent() ? before : OptionalLong.of(value);
  }

  @Override
  public boolean isKnown(String name) {
    return number(name) >= 0
        || kind.isAddress(name)
        || kind.isSavedState(name)
        || kind.isSyndrome(name)
        || name.equals("sp")
        || name.equals("lr");
  }

  @Override
  public void value(String name, long value) {
    int number = number(name);
    boolean names32 = kind.state().equals(Optional.of(ExecutionState.AARCH32));
    tooWide |= value >>> 32 != 0 && (names32 || name.charAt(0) == 'r');
    if (kind.isAddress(name)) {
      address(value);
    } else if (kind.isSavedState(name)) {
      saved = merged(saved, value);
    } else if (kind.isSyndrome(name)) {
      hasHsr |= name.equals("hsr");
      syndrome(value);
    } else if (number >= 0) {
      contradicted |= (seen >>> number & 1) == 1 && general[number] != value;
      general[number] = (seen >>> number & 1) == 1 ? general[number] : value;
      seen |= 1 << number;
      wide |= name.charAt(0) == 'x';
      narrow |= name.charAt(0) == 'r';
    }
  }

  /** The number of a general register, or -1. */
  private int number(String name) {
    boolean names32 = kind.state().equals(Optional.of(ExecutionState.AARCH32));
    if (name.equals("fp")) {
      return names32 ? 11 : FRAME;
    }
    if (names32 && name.equals("ip")) {
      return 12;
    }
    if (name.equals("lr") && kind == DumpKind.EDK2) {
      return LINK;
    }
    char letter = name.charAt(0);
    if (letter != 'x' && letter != 'r' || name.length() < 2 || name.length() > 3) {
      return -1;
    }
    int value = 0;
    for (int i = 1; i < name.length(); i++) {
      int digit = Character.digit(name.charAt(i), 10);
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value < (letter == 'x' ? REGISTERS : 13) ? value : -1;
  }

  /** Hands over what the dump said; nothing, where it was a first line alone that says nothing. */
  void end(TraceSink sink) {
    if (syndrome.isEmpty() && address.isEmpty() && saved.isEmpty() && exception.isEmpty()) {
      return;
    }
    Reconstruction notes = new Reconstruction();
    Optional<ExecutionState> state = state();
    Optional<ExceptionLevel> from =
        saved.isPresent() ? SavedLevel.of(saved.getAsLong()) : Optional.empty();
    Optional<ExceptionLevel> target = target(from);
    if (from.isPresent()) {
      notes.add("fromEl from the saved state");
    }
    if (target.isPresent() && to.isEmpty()) {
      notes.add(
          kind.level().isPresent()
              ? "toEl from the recorder: " + kind.printer() + " is " + target.get()
              : "toEl from the recorder: " + kind.printer() + " takes exceptions of its own level");
    }
    if (state.isPresent()) {
      notes.add("toState from the form of the dump");
    }
    call(from, target, sink);
    sink.event(
        new TraceEvent.Entry(
            cpu,
            List.copyOf(source),
            exception,
            from,
            target,
            state,
            asynchronous ? OptionalInt.empty() : printedClass,
            asynchronous ? OptionalLong.empty() : syndrome,
            elr(),
            saved,
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            false),
        notes.text());
  }

  private Optional<ExecutionState> state() {
    if (kind != DumpKind.XEN) {
      // An old kernel of AArch32 does not say in its first line that it is one.
      return kind == DumpKind.LINUX64 && narrow ? Optional.empty() : kind.state();
    }
    if (hasHsr) {
      return Optional.of(ExecutionState.AARCH32);
    }
    return wide ? Optional.of(ExecutionState.AARCH64) : Optional.empty();
  }

  private Optional<ExceptionLevel> target(Optional<ExceptionLevel> from) {
    if (to.isPresent() || kind.level().isPresent()) {
      return to.or(kind::level);
    }
    return kind.isOfOwnLevel()
        ? from.filter(level -> level != ExceptionLevel.EL0)
        : Optional.empty();
  }

  /** U-Boot goes back four bytes for T32 too, where LR_und is two behind the instruction. */
  private OptionalLong elr() {
    return kind == DumpKind.U_BOOT32 && undefinedCall().isEmpty() ? OptionalLong.empty() : address;
  }

  private Optional<InstructionSet> isa() {
    if (saved.isPresent()) {
      return Optional.of(SavedLevel.isa(saved.getAsLong()));
    }
    if (kind == DumpKind.U_BOOT32) {
      return Optional.of(InstructionSet.A32);
    }
    return kind.isOwnCode64() ? Optional.of(InstructionSet.A64) : Optional.empty();
  }

  private Optional<ExceptionClass> exceptionClass() {
    return syndrome.isPresent() && !asynchronous
        ? SyndromeLayout.exceptionClass((int) syndrome.getAsLong())
        : Optional.empty();
  }

  private boolean isUndefined() {
    return exception.equals(Optional.of(ExceptionKind.UNDEFINED_INSTRUCTION))
        || exceptionClass().equals(Optional.of(ExceptionClass.UNKNOWN_REASON));
  }

  private Optional<InstructionWord> undefinedCall() {
    return isUndefined()
        ? code.flatMap(words -> isa().flatMap(words::marked))
            .filter(word -> Encodings.decode(word).isPresent())
        : Optional.empty();
  }

  /** The call that was executed, with what the dump has of it. */
  private void call(
      Optional<ExceptionLevel> from, Optional<ExceptionLevel> target, TraceSink sink) {
    Optional<InstructionWord> undefined = undefinedCall();
    if (undefined.isPresent()) {
      found(undefined, undefined.flatMap(Encodings::decode).get().call(), from, elr(), sink);
      return;
    }
    Optional<Call> made = exceptionClass().flatMap(ExceptionClass::call);
    if (made.isEmpty()) {
      return;
    }
    boolean trapped = made.get() == Call.SMC && target.equals(Optional.of(ExceptionLevel.EL2));
    Optional<InstructionWord> word =
        code.flatMap(words -> isa().flatMap(trapped ? words::marked : words::before))
            .filter(bits -> Encodings.decode(bits).map(CallInstruction::call).equals(made));
    if (word.isPresent() || Integer.bitCount(seen) >= CONTENTS) {
      found(word, made.get(), from, OptionalLong.empty(), sink);
    }
  }

  private void found(
      Optional<InstructionWord> word,
      Call insn,
      Optional<ExceptionLevel> from,
      OptionalLong pc,
      TraceSink sink) {
    Reconstruction notes = new Reconstruction();
    if (word.isEmpty()) {
      notes.add("insn from the class");
    } else if (saved.isPresent()) {
      notes.add("isa from the saved state");
    } else {
      notes.add("isa from the recorder: the code is its own");
    }
    if (pc.isPresent()) {
      notes.add("pc from the address of the dump");
    }
    if (from.isPresent()) {
      notes.add("el from the saved state");
    }
    Optional<CallInstruction> decoded = word.flatMap(Encodings::decode);
    sink.event(
        new TraceEvent.Call(
            cpu,
            List.copyOf(source),
            insn,
            decoded.map(CallInstruction::isa),
            from,
            pc,
            word,
            Optional.empty(),
            decoded
                .map(call -> OptionalInt.of(call.immediate().value()))
                .orElse(OptionalInt.empty()),
            registers()),
        notes.text());
  }

  private Map<String, Long> registers() {
    char letter = wide ? 'x' : 'r';
    if (seen == 0 || wide == narrow) {
      return Map.of();
    }
    String[] names = new String[Integer.bitCount(seen)];
    long[] values = new long[names.length];
    int count = 0;
    for (int i = 0; i < REGISTERS; i++) {
      if ((seen >>> i & 1) == 1) {
        names[count] = letter + Integer.toString(i);
        values[count++] = general[i];
      }
    }
    return new RegisterValues(new RegisterNames(names), values);
  }
}
