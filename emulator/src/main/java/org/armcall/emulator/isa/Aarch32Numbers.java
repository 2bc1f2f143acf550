// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.InstructionSet;

/** Operands of A32 and T32 that are numbers, shifts or offsets. */
final class Aarch32Numbers {
  private Aarch32Numbers() {}

  private static boolean missing(Cursor text) {
    return text.refuse("a number is missing before: " + text.rest());
  }

  private static Operand plain(char letter, int scale) {
    return new NumberOperand(letter, scale, false, false);
  }

  private static boolean tooLarge(Cursor text, long value) {
    return text.refuse(value + " does not fit");
  }

  /** A width in a field that holds one less. */
  record LessOne(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      return fields.put(letter, number.getAsLong() - 1) || tooLarge(text, number.getAsLong());
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.number(fields.get(letter) + 1);
    }
  }

  /** A number of 16 bits, the upper four in field k and the others in field i. */
  record Split() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      long value = number.getAsLong();
      return (fields.put('k', value >> 12) && fields.put('i', value & 0xfff))
          || tooLarge(text, value);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.number(fields.get('k') << 12 | fields.get('i'));
    }
  }

  /** A number without {@code #}: an opcode of a coprocessor. */
  record Bare(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      return plain(letter, 1).read(text, fields);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.bare(fields.get(letter));
    }
  }

  /** How a constant is turned before it is encoded; the other two serve the opposite operation. */
  enum Turn {
    NONE,
    INVERTED,
    NEGATED;

    int apply(int value) {
      return switch (this) {
        case NONE -> value;
        case INVERTED -> ~value;
        case NEGATED -> -value;
      };
    }
  }

  /** A modified immediate in field i. */
  record Constant(InstructionSet isa, Turn turn) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      long value = number.getAsLong();
      if (value != (int) value && value >>> 32 != 0) {
        return tooLarge(text, value);
      }
      if (turn != Turn.NONE && encode((int) value).isPresent()) {
        return text.refuse("the instruction itself can hold " + value);
      }
      OptionalInt encoded = encode(turn.apply((int) value));
      return (encoded.isPresent() && fields.put('i', encoded.getAsInt()))
          || text.refuse(value + " cannot be made of eight bits and a rotation");
    }

    private OptionalInt encode(int constant) {
      return isa == InstructionSet.A32
          ? ModifiedImmediate.encodeA32(constant)
          : ModifiedImmediate.encodeT32(constant);
    }

    @Override
    public void print(Fields fields, Printer out) {
      int imm12 = fields.get('i');
      int value =
          isa == InstructionSet.A32
              ? ModifiedImmediate.a32(imm12).value()
              : ModifiedImmediate.t32(imm12).value();
      out.number(Integer.toUnsignedLong(turn.apply(value)));
    }
  }

  /** A constant shift that may be left out, with its comma: fields h (type) and i. */
  record OptionalShift() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int before = text.position();
      if (!text.take(",")) {
        return fields.put('h', 0) && fields.put('i', 0);
      }
      Optional<Shift> shift = Shift.ofName(text.takeName().orElse(""));
      if (shift.isEmpty()) {
        text.position(before);
        return text.refuse("a shift must stand there");
      }
      if (shift.get() == Shift.RRX) {
        return fields.put('h', 3) && fields.put('i', 0);
      }
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      if (number.getAsLong() == 0) {
        return fields.put('h', 0) && fields.put('i', 0);
      }
      return (fields.put('h', shift.get().type())
              && new Amount(shift.get()).put(number.getAsLong(), fields))
          || tooLarge(text, number.getAsLong());
    }

    @Override
    public void print(Fields fields, Printer out) {
      Shift shift = Shift.ofImmediate(fields.get('h'), fields.get('i'));
      if (shift == Shift.RRX) {
        out.add(", rrx");
      } else if (shift.amount(fields.get('i')) != 0) {
        out.add(", ").add(shift.text()).add(" ").number(shift.amount(fields.get('i')));
      }
    }
  }

  /** The amount of a constant shift in field i: 1 to 31, or to 32 for LSR and ASR. */
  record Amount(Shift shift) implements Operand {
    private boolean put(long amount, FieldValues fields) {
      boolean to32 = shift == Shift.LSR || shift == Shift.ASR;
      return amount >= 1 && amount <= (to32 ? 32 : 31) && fields.put('i', amount & 31);
    }

    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      return put(number.getAsLong(), fields) || tooLarge(text, number.getAsLong());
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.number(shift.amount(fields.get('i')));
    }
  }

  /** The name of a shift, field h. */
  record ShiftName() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      Optional<Shift> shift = Shift.ofName(text.takeName().orElse(""));
      return (shift.isPresent() && shift.get() != Shift.RRX && fields.put('h', shift.get().type()))
          || text.refuse("lsl, lsr, asr or ror must stand there");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(Shift.ofRegister(fields.get('h')).text());
    }
  }

  /**
   * A shift that may be left out: {@code , lsl #amount} of a T32 address, {@code , ror #8} of an
   * extension.
   *
   * @param kind the mnemonic
   * @param letter the field
   * @param scale what the field counts in
   */
  record OptionalAmount(String kind, char letter, int scale) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      if (!text.take(",")) {
        return fields.put(letter, 0);
      }
      return (text.take(kind) || text.refuse(kind + " must stand there"))
          && plain(letter, scale).read(text, fields);
    }

    @Override
    public void print(Fields fields, Printer out) {
      if (fields.is(letter)) {
        out.add(", " + kind + " ").number((long) fields.get(letter) * scale);
      }
    }
  }

  /**
   * An offset with its sign in field U and its size in field i.
   *
   * @param scale what one stands for
   * @param optional whether it may be left out with its comma when it is zero
   */
  record Offset(int scale, boolean optional) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      if (optional && !text.take(",")) {
        return fields.put('U', 1) && fields.put('i', 0);
      }
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      return put(number.getAsLong(), scale, fields) || tooLarge(text, number.getAsLong());
    }

    static boolean put(long offset, int scale, FieldValues fields) {
      return offset % scale == 0
          && fields.put('U', offset < 0 ? 0 : 1)
          && fields.put('i', Math.abs(offset) / scale);
    }

    @Override
    public void print(Fields fields, Printer out) {
      long offset = (long) fields.get('i') * scale;
      if (optional && offset != 0) {
        out.add(", ");
      }
      if (!optional || offset != 0) {
        out.number(fields.is('U') ? offset : -offset);
      }
    }
  }

  /** A number below zero whose size is in field i. */
  record Negative() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      long value = number.getAsLong();
      return (value < 0 && fields.put('i', -value)) || tooLarge(text, value);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.number(-fields.get('i'));
    }
  }

  /** The width of a bit field whose lowest bit is in field l and whose highest is in field e. */
  record FieldWidth() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalLong number = text.takeExpression();
      if (number.isEmpty()) {
        return missing(text);
      }
      long width = number.getAsLong();
      return (width >= 1 && width <= 32 && fields.put('e', fields.get('l') + width - 1))
          || tooLarge(text, width);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.number(fields.get('e') - fields.get('l') + 1);
    }
  }

  /** A barrier's domain, field i; {@code sy} where it is left out. */
  record Domain() implements Operand {
    private static final String[] NAMES = {
      "", "", "oshst", "osh", "", "", "nshst", "nsh", "", "", "ishst", "ish", "", "", "st", "sy"
    };

    @Override
    public boolean read(Cursor text, FieldValues fields) {
      if (text.atEnd()) {
        return fields.put('i', 15);
      }
      int before = text.position();
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      for (int code = 0; code < 16; code++) {
        if (!name.isEmpty() && NAMES[code].equals(name)) {
          return fields.put('i', code);
        }
      }
      text.position(before);
      return plain('i', 1).read(text, fields);
    }

    @Override
    public void print(Fields fields, Printer out) {
      String name = NAMES[fields.get('i')];
      if (name.isEmpty()) {
        out.number(fields.get('i'));
      } else {
        out.add(name);
      }
    }
  }
}
