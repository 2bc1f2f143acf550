// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;

/** Parts of mnemonics and words among the operands of A32 and T32. */
final class Aarch32Words {
  private Aarch32Words() {}

  /** Reads a condition that is attached to a mnemonic. */
  static Optional<Condition> takeCondition(Cursor text) {
    for (Condition condition : Condition.values()) {
      if (text.takeAttached(condition.name())) {
        return Optional.of(condition);
      }
    }
    if (text.takeAttached("hs")) {
      return Optional.of(Condition.CS);
    }
    return text.takeAttached("lo") ? Optional.of(Condition.CC) : Optional.empty();
  }

  private static String suffix(Condition condition) {
    return condition.isConditional() ? condition.name().toLowerCase(Locale.ROOT) : "";
  }

  /** The condition of an A32 instruction, field c. */
  record ConditionField() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      return fields.put('c', takeCondition(text).orElse(Condition.AL).code());
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(suffix(Condition.of(fields.get('c'))));
    }
  }

  /** The condition of a T32 branch, field c: outside of an IT block only. */
  record BranchCondition() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      Optional<Condition> condition = takeCondition(text);
      if (text.site().it().position() != ItState.Position.OUTSIDE) {
        return text.refuse("a branch in an IT block has the block's condition");
      }
      return (condition.isPresent()
              && condition.get().isConditional()
              && fields.put('c', condition.get().code()))
          || text.refuse("no such instruction");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(suffix(Condition.of(fields.get('c'))));
    }
  }

  /** The condition of a T32 instruction: it must be the IT block's. */
  record BlockCondition() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      Condition written = takeCondition(text).orElse(Condition.AL);
      Condition wanted = text.site().it().condition();
      if (written == wanted) {
        return true;
      }
      return text.refuse(
          wanted.isConditional()
              ? "the IT block wants the condition " + suffix(wanted)
              : "a condition needs an IT block");
    }

    @Override
    public void print(Fields fields, Printer out) {
      // The word does not hold it.
    }
  }

  /** The {@code s} of an instruction that sets flags, field S. */
  record FlagSuffix() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      return fields.put('S', text.takeAttached("s") ? 1 : 0);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(fields.is('S') ? "s" : "");
    }
  }

  /**
   * The {@code s} of a T16 instruction: there outside of an IT block, not there in one.
   *
   * @param inBlock whether the encoding may stand in an IT block
   */
  record FlagsOutsideIt(boolean inBlock) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      boolean outside = text.site().it().position() == ItState.Position.OUTSIDE;
      return (text.takeAttached("s") == outside && (outside || inBlock))
          || text.refuse("the 16-bit form sets flags outside of IT blocks only");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add("s");
    }
  }

  /** {@code .w}, which chooses the 32-bit encoding of a T32 instruction, or {@code .n}. */
  record Width(String suffix, boolean printed) implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      text.takeAttached(suffix);
      return true;
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(printed ? suffix : "");
    }
  }

  /** What follows {@code it}: the letters t and e, then the condition; fields c and k (mask). */
  record Block() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      StringBuilder others = new StringBuilder();
      while (others.length() < 3) {
        if (text.takeAttached("t")) {
          others.append('t');
        } else if (text.takeAttached("e")) {
          others.append('e');
        } else {
          break;
        }
      }
      if (!text.atBlankOrEnd()) {
        return text.refuse("no such instruction");
      }
      text.skipBlanks();
      Optional<Condition> condition = takeCondition(text);
      if (condition.isEmpty()) {
        return text.refuse("a condition is missing");
      }
      int code = condition.get().code();
      int mask = 0;
      for (int index = 0; index < others.length(); index++) {
        int bit = others.charAt(index) == 't' ? code & 1 : (code & 1) ^ 1;
        mask = mask << 1 | bit;
      }
      mask = (mask << 1 | 1) << (3 - others.length());
      return fields.put('c', code) && fields.put('k', mask);
    }

    @Override
    public void print(Fields fields, Printer out) {
      int code = fields.get('c');
      int mask = fields.get('k');
      int last = Integer.numberOfTrailingZeros(mask);
      for (int bit = 3; bit > last; bit--) {
        out.add((mask >>> bit & 1) == (code & 1) ? "t" : "e");
      }
      out.add(" ").add(Condition.of(code).name().toLowerCase(Locale.ROOT));
    }
  }

  /** The interrupt masks of CPS, fields A, I and F. */
  record Masks() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      return name.matches("a?i?f?")
          && !name.isEmpty()
          && fields.put('A', name.contains("a") ? 1 : 0)
          && fields.put('I', name.contains("i") ? 1 : 0)
          && fields.put('F', name.contains("f") ? 1 : 0);
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(fields.is('A') ? "a" : "").add(fields.is('I') ? "i" : "");
      out.add(fields.is('F') ? "f" : "");
    }
  }

  /** Data endianness, field E. */
  record Endianness() implements Operand {
    @Override
    public boolean read(Cursor text, FieldValues fields) {
      String name = text.takeName().orElse("").toLowerCase(Locale.ROOT);
      return ((name.equals("be") || name.equals("le"))
              && fields.put('E', name.equals("be") ? 1 : 0))
          || text.refuse("be or le must stand there");
    }

    @Override
    public void print(Fields fields, Printer out) {
      out.add(fields.is('E') ? "be" : "le");
    }
  }

  /** The condition operand of an instruction set. */
  static Operand condition(InstructionSet isa) {
    return isa == InstructionSet.A32 ? new ConditionField() : new BlockCondition();
  }
}
