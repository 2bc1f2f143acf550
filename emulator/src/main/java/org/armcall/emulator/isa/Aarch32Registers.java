// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Operands of A32 and T32 that are registers. */
final class Aarch32Registers {
  private Aarch32Registers() {}

  /** The name of a register as it is written. */
  static String name(int number) {
    return switch (number) {
      case Aarch32.SP -> "sp";
      case Aarch32.LR -> "lr";
      case Aarch32.PC -> "pc";
      default -> "r" + number;
    };
  }

  /** Reads the name of a register behind blanks. */
  static OptionalInt take(Cursor text) {
    int before = text.position();
    String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
    OptionalInt number =
        switch (name) {
          case "sp" -> OptionalInt.of(13);
          case "lr" -> OptionalInt.of(14);
          case "pc" -> OptionalInt.of(15);
          case "fp" -> OptionalInt.of(11);
          case "ip" -> OptionalInt.of(12);
          default ->
              name.matches("r([0-9]|1[0-5])")
                  ? OptionalInt.of(Integer.parseInt(name.substring(1)))
                  : OptionalInt.empty();
        };
    if (number.isEmpty()) {
      text.position(before);
      text.refuse("a register is missing before: " + text.rest());
    }
    return number;
  }

  /** A register in a field. */
  record InField(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalInt number = take(text);
      return number.isPresent()
          && (fields.put(letter, number.getAsInt())
              || text.refuse(name(number.getAsInt()) + " cannot stand there"));
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(name(fields.get(letter)));
    }
  }

  /** A register that is the destination and the first operand, fields d and n. */
  record Both() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalInt number = take(text);
      return number.isPresent()
          && fields.put('d', number.getAsInt())
          && fields.put('n', number.getAsInt());
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(name(fields.get('d')));
    }
  }

  /** A register that a T32 encoding holds twice, in fields m and x. */
  record Twice() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalInt number = take(text);
      return number.isPresent()
          && fields.put('m', number.getAsInt())
          && fields.put('x', number.getAsInt());
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(name(fields.get('m')));
    }
  }

  /** The register that follows the one in a field: the second of a pair. */
  record After(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalInt number = take(text);
      return number.isPresent()
          && (fields.get(letter) + 1 == number.getAsInt()
              || text.refuse("the second register must be the one after the first"));
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(name(fields.get(letter) + 1));
    }
  }

  /** A register to add, or with {@code -} to subtract (field U). */
  record Signed(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      boolean minus = text.take("-");
      if (!minus) {
        text.take("+");
      }
      return fields.put('U', minus ? 0 : 1) && new InField(letter).read(text, fields);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(fields.is('U') ? "" : "-");
      new InField(letter).print(fields, out);
    }
  }

  /** A coprocessor register, {@code c0} to {@code c15}. */
  record Coprocessor(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      return (name.matches("c([0-9]|1[0-5])")
              && fields.put(letter, Integer.parseInt(name.substring(1))))
          || text.refuse("c0 to c15 must stand there");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add("c" + fields.get(letter));
    }
  }

  /**
   * A list in braces, a bit of field L for each register.
   *
   * @param extra the register that field M stands for: LR of T16 PUSH, PC of T16 POP; -1 for none
   * @param always registers that the field does not show and that must be in the list, as a mask
   */
  record Many(int extra, int always) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      OptionalInt taken = takeList(text);
      if (taken.isEmpty()) {
        return false;
      }
      int list = taken.getAsInt();
      if ((list & always) != always) {
        return text.refuse("pc is missing in the list");
      }
      list &= ~always;
      if (extra >= 0) {
        fields.put('M', list >>> extra & 1);
        list &= ~(1 << extra);
      }
      return fields.put('L', list) || text.refuse("a register of the list cannot stand there");
    }

    private static OptionalInt takeList(Cursor text) {
      int list = 0;
      if (!text.take("{")) {
        text.refuse("a list of registers in braces is missing");
        return OptionalInt.empty();
      }
      do {
        OptionalInt first = take(text);
        OptionalInt last = first.isPresent() && text.take("-") ? take(text) : first;
        if (first.isEmpty() || last.isEmpty()) {
          return OptionalInt.empty();
        }
        if (last.getAsInt() < first.getAsInt()) {
          text.refuse("a range of registers goes upwards");
          return OptionalInt.empty();
        }
        for (int number = first.getAsInt(); number <= last.getAsInt(); number++) {
          list |= 1 << number;
        }
      } while (text.take(","));
      if (!text.take("}")) {
        text.refuse("'}' is missing");
        return OptionalInt.empty();
      }
      return OptionalInt.of(list);
    }

    @Override
    public void print(Fields fields, Printer out) {
      int list = fields.get('L') | always;
      if (extra >= 0) {
        list |= fields.get('M') << extra;
      }
      String separator = "{";
      for (int number = 0; number < 16; number++) {
        if ((list >>> number & 1) != 0) {
          out.add(separator).add(name(number));
          separator = ", ";
        }
      }
      out.add(separator.equals("{") ? "{}" : "}");
    }
  }

  /** A list of one register, in a field. */
  record One(char letter) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      if (!text.take("{")) {
        return text.refuse("a list of registers in braces is missing");
      }
      return new InField(letter).read(text, fields)
          && (text.take("}") || text.refuse("'}' is missing"));
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add("{");
      new InField(letter).print(fields, out);
      out.add("}");
    }
  }

  /** A register of another mode, fields R, x (SYSm[4]) and y (SYSm[3:0]). */
  record OfMode() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int before = text.position();
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      for (int r = 0; r < 2; r++) {
        for (int sysm = 0; sysm < 32; sysm++) {
          Optional<BankedRegister> register = BankedRegister.of(r, sysm);
          if (register.isPresent() && isCalled(register.get(), name)) {
            return fields.put('R', r) && fields.put('x', sysm >> 4) && fields.put('y', sysm & 15);
          }
        }
      }
      text.position(before);
      return text.refuse("a register of a mode, like sp_svc, must stand there");
    }

    private static boolean isCalled(BankedRegister register, String name) {
      return register.text().equals(name.replaceFirst("^r13_", "sp_").replaceFirst("^r14_", "lr_"));
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(SystemSteps.banked(fields).map(BankedRegister::text).orElse("reserved"));
    }
  }

  /** CPSR or SPSR, field R. */
  record Status() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int before = text.position();
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      if (name.equals("cpsr") || name.equals("apsr") || name.equals("spsr")) {
        return fields.put('R', name.equals("spsr") ? 1 : 0);
      }
      text.position(before);
      return text.refuse("cpsr or spsr must stand there");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(fields.is('R') ? "spsr" : "cpsr");
    }
  }

  /** CPSR or SPSR with the fields to write, fields R and k. */
  record StatusFields() implements Operand {
    private static final String LETTERS = "cxsf";

    @Override
    public boolean read(Cursor text, FieldValues fields) {
      int before = text.position();
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      name = name.equals("apsr_nzcvq") ? "cpsr_f" : name;
      if (!name.matches("[cs]psr(_[cxsf]{1,4})?")) {
        text.position(before);
        return text.refuse("cpsr or spsr with fields, like cpsr_c, must stand there");
      }
      int mask = name.length() == 4 ? 9 : 0;
      for (int index = 5; index < name.length(); index++) {
        mask |= 1 << LETTERS.indexOf(name.charAt(index));
      }
      return fields.put('R', name.charAt(0) == 's' ? 1 : 0) && fields.put('k', mask);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(fields.is('R') ? "spsr_" : "cpsr_");
      for (int bit = 3; bit >= 0; bit--) {
        if ((fields.get('k') >>> bit & 1) != 0) {
          out.add(String.valueOf(LETTERS.charAt(bit)));
        }
      }
    }
  }
}
