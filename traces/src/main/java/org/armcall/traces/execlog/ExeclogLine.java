// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.execlog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.traces.source.LineCursor;

/**
 * One line, taken apart: {@code 0, 0x40080068, 0xd4000003, "smc #0", load, 0x..., RAM, x0 ->
 * 0x...}. It is used again for the next line.
 */
final class ExeclogLine {
  private static final int PROCESSORS = 1024;

  private final LineCursor cursor = new LineCursor();
  private byte[] b = new byte[0];
  private int end;
  private int cpu;
  private long pc;
  private int word;
  private int text;
  private int textEnd;
  private int at;
  private int nameStart;
  private int nameEnd;
  private long value;

  /** Takes the line apart up to its registers; false if it is not whole. */
  boolean begin(byte[] bytes, int start, int lineEnd) {
    b = bytes;
    end = lineEnd;
    LineCursor c = cursor.on(bytes, start, lineEnd);
    cpu = c.decimal();
    pc = c.literal(", 0x").hex();
    long printed = c.literal(", 0x").hex();
    c.literal(", \"");
    if (!c.fits() || printed >>> 32 != 0) {
      return false;
    }
    word = (int) printed;
    text = c.position();
    int i = text;
    while (i < end && b[i] != '"') {
      i++;
    }
    textEnd = i;
    at = i + 1;
    return i < end && (at == end || b[at] == ',');
  }

  /** Whether the processor's number is none that a machine has. */
  boolean isCpuTooLarge() {
    return cpu >= PROCESSORS;
  }

  int cpu() {
    return cpu;
  }

  long pc() {
    return pc;
  }

  /**
   * Whether all that stands behind the disassembly is whole: what was loaded and stored, {@code
   * load, 0x40001000, RAM}, and registers, {@code x0 -> 0x1}.
   */
  boolean hasWholeRegisters() {
    int from = at;
    boolean address = false;
    boolean device = false;
    while (from < end) {
      from = behindBlanks(from + 1);
      int to = from;
      while (to < end && b[to] != ',') {
        to++;
      }
      LineCursor c = cursor.on(b, from, to);
      if (address) {
        c.literal("0x").hex();
        if (!c.fitsWhole()) {
          return false;
        }
        address = false;
        device = true;
      } else if (c.optional("load") || c.optional("store")) {
        if (!c.fitsWhole()) {
          return false;
        }
        address = true;
        device = false;
      } else if (isRegisterOfAnySize(from, to)) {
        device = false;
      } else if (device && to > from) {
        device = false;
      } else {
        return false;
      }
      from = to;
    }
    return !address;
  }

  private int behindBlanks(int from) {
    int i = from;
    while (i < end && b[i] == ' ') {
      i++;
    }
    return i;
  }

  /** Whether {@code name -> 0x...} stands there, as many digits as there are. */
  private boolean isRegisterOfAnySize(int from, int to) {
    int i = from;
    while (i < to && b[i] != ' ') {
      i++;
    }
    LineCursor c = cursor.on(b, i, to).literal(" -> 0x");
    int digits = c.position();
    int j = digits;
    while (j < to && Character.digit(b[j], 16) >= 0) {
      j++;
    }
    return c.fits() && i > from && j > digits && behindBlanks(j) >= to;
  }

  /** Goes to the next register that the instruction changed; false if there is none. */
  boolean nextRegister() {
    while (at < end) {
      int from = behindBlanks(at + 1);
      int to = from;
      while (to < end && b[to] != ',') {
        to++;
      }
      at = to;
      if (isRegister(from, to)) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code name -> 0x...} stands there, with at most 16 digits. */
  private boolean isRegister(int from, int to) {
    int i = from;
    while (i < to && b[i] != ' ') {
      i++;
    }
    nameStart = from;
    nameEnd = i;
    LineCursor c = cursor.on(b, i, to).literal(" -> 0x");
    value = c.hex();
    return c.fitsWhole();
  }

  /** The first letter of the register's name. */
  int letter() {
    return b[nameStart];
  }

  /** The number of a register that is called a letter and a number; -1 if none is. */
  int numbered() {
    int number = 0;
    for (int i = nameStart + 1; i < nameEnd; i++) {
      if (b[i] < '0' || b[i] > '9' || i - nameStart > 2) {
        return -1;
      }
      number = number * 10 + b[i] - '0';
    }
    return nameEnd - nameStart > 1 ? number : -1;
  }

  String name() {
    return text(nameStart, nameEnd);
  }

  long value() {
    return value;
  }

  /** Whether the disassembly begins so. */
  private boolean says(String mnemonic) {
    return cursor.on(b, text, textEnd).looksAt(mnemonic);
  }

  /** Whether it may be a call or an exception return: most instructions are neither. */
  boolean maySpeak() {
    return isCall() || isReturn();
  }

  private boolean isCall() {
    return says("svc") || says("hvc") || says("smc");
  }

  /** Where a direct branch goes, by the last number of its disassembly. */
  OptionalLong branchTarget() {
    int first = text < textEnd ? b[text] : 0;
    if (first != 'b' && first != 'c' && first != 't') {
      return OptionalLong.empty();
    }
    int i = textEnd - 1;
    while (i > text && b[i] != '#') {
      i--;
    }
    LineCursor c = cursor.on(b, i, textEnd).literal("#0x");
    long target = c.hex();
    return c.fitsWhole() ? OptionalLong.of(target) : OptionalLong.empty();
  }

  /** An exception return, by its disassembly. */
  boolean isReturn() {
    return says("eret") || says("movs pc,") || says("subs pc,") || says("rfe");
  }

  /**
   * The call with its instruction set: the one in which the word is what the disassembly says. In
   * T32 the halfwords stand in the order of memory, the first below; of a T16 instruction old
   * versions print what lies behind it above.
   */
  Optional<InstructionWord> call() {
    if (!isCall()) {
      return Optional.empty();
    }
    Stream<InstructionWord> possible =
        Stream.of(
            InstructionWord.of(InstructionSet.A64, word),
            InstructionWord.of(InstructionSet.A32, word),
            InstructionWord.of(InstructionSet.T32, word << 16 | word >>> 16),
            InstructionWord.t16(word & 0xffff));
    List<InstructionWord> found = possible.filter(this::isWhatIsSaid).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private boolean isWhatIsSaid(InstructionWord candidate) {
    return Encodings.decode(candidate)
        .filter(call -> says(call.call().mnemonic()) && call.immediate().value() == immediate())
        .isPresent();
  }

  /** The number behind the {@code #} of the disassembly; -1 if there is none. */
  private long immediate() {
    int i = text;
    while (i < textEnd && b[i] != '#') {
      i++;
    }
    LineCursor c = cursor.on(b, i, textEnd).literal("#");
    boolean hex = c.optional("0x");
    long number = hex ? c.hex() : c.decimal();
    return c.fitsWhole() ? number : -1;
  }

  private String text(int from, int to) {
    return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The instruction of a word that {@link #call} gave. */
  static CallInstruction decoded(InstructionWord word) {
    return Encodings.decode(word).orElseThrow();
  }

  /** What the word calls with. */
  static Call insn(InstructionWord word) {
    return decoded(word).call();
  }
}
