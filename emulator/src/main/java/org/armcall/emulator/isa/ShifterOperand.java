// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import org.armcall.emulator.isa.Shift.Shifted;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;

/** The second operand of a data-processing instruction (DDI 0487 F2.3). */
sealed interface ShifterOperand {
  /** The operand alone. */
  Word value(Core core);

  /** The operand and the carry that a logical operation takes from the shifter. */
  Shifted shifted(Core core);

  /** Whether it is the register as it stands. */
  default boolean isPlain(int register) {
    return false;
  }

  /** A constant. */
  static ShifterOperand of(ModifiedImmediate immediate) {
    Word word = Word.of(Integer.toUnsignedLong(immediate.value()));
    return immediate
        .carry()
        .<ShifterOperand>map(carry -> new Constant(word, Truth.of(carry)))
        .orElseGet(() -> new Plain(word));
  }

  /** A register shifted by a constant. */
  static ShifterOperand of(int register, Shift shift, int amount) {
    return amount == 0 ? new Register(register) : new ByConstant(register, shift, amount);
  }

  /** A constant that leaves the carry alone. */
  record Plain(Word word) implements ShifterOperand {
    @Override
    public Word value(Core core) {
      return word;
    }

    @Override
    public Shifted shifted(Core core) {
      return new Shifted(word, core.carry());
    }
  }

  /** A constant that sets the carry. */
  record Constant(Word word, Truth carry) implements ShifterOperand {
    @Override
    public Word value(Core core) {
      return word;
    }

    @Override
    public Shifted shifted(Core core) {
      return new Shifted(word, carry);
    }
  }

  /** A register. */
  record Register(int number) implements ShifterOperand {
    @Override
    public Word value(Core core) {
      return Aarch32.read(core, number);
    }

    @Override
    public Shifted shifted(Core core) {
      return new Shifted(Aarch32.read(core, number), core.carry());
    }

    @Override
    public boolean isPlain(int register) {
      return number == register;
    }
  }

  /** A register shifted by a constant; amount 1 to 32. */
  record ByConstant(int number, Shift shift, int amount) implements ShifterOperand {
    @Override
    public Word value(Core core) {
      return shift.value(
          Aarch32.read(core, number), amount, shift == Shift.RRX ? core.carry() : Truth.FALSE);
    }

    @Override
    public Shifted shifted(Core core) {
      return shift.apply(Aarch32.read(core, number), amount, core.carry());
    }
  }

  /** A register shifted by the low byte of another. */
  record ByRegister(int number, Shift shift, int by) implements ShifterOperand {
    @Override
    public Word value(Core core) {
      return shifted(core).result();
    }

    @Override
    public Shifted shifted(Core core) {
      return shift.byRegister(Aarch32.read(core, number), Aarch32.read(core, by), core.carry());
    }
  }
}
