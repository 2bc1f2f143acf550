// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.emulator.isa.A64Registers.get;
import static org.armcall.emulator.isa.A64Registers.set;

import org.armcall.emulator.word.Word;

/**
 * What a load or store of one register transfers.
 *
 * @param name for example {@code LDRSB (64-bit)}
 * @param mnemonic with {@code ldr} or {@code str} in front
 * @param size bits 31:30 of the instruction
 * @param opc bits 23:22
 * @param scale the binary logarithm of the number of bytes
 * @param register the kind of register, {@code X} or {@code W}
 * @param signed to how many bits it is sign-extended; 0 if it is not
 */
record A64Transfer(
    String name, String mnemonic, String size, String opc, int scale, char register, int signed) {

  /** Whether it reads memory. */
  boolean loads() {
    return mnemonic.startsWith("ldr");
  }

  /** The number of bytes. */
  int bytes() {
    return 1 << scale;
  }

  /** The mnemonic of the form with an unscaled offset. */
  String unscaled() {
    return mnemonic.substring(0, 2) + "u" + mnemonic.substring(2);
  }

  /** The template of the register. */
  String hole() {
    return "<" + register + "t>";
  }

  /** How a syndrome describes it. */
  Transfer described(int number) {
    boolean wide = register == 'X';
    return new Transfer(bytes(), signed != 0, number, wide, false);
  }

  /** Reads or writes memory for a register; a fault leaves registers as they are. */
  void run(Core core, int register, Word address) {
    if (!loads()) {
      core.store(address, bytes(), get(core, register).low(bytes() * 8));
      return;
    }
    set(core, register, extended(core.load(address, bytes())));
  }

  /** What a load makes of the word in memory. */
  Word extended(Word loaded) {
    return signed == 0 ? loaded : loaded.signExtended(bytes() * 8).low(signed);
  }
}
