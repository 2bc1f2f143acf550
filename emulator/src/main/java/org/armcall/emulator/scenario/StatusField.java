// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;

/** A field of PSTATE that a scenario can expect a value of (DDI 0487 D1.4, G1.9.2). */
public enum StatusField {
  /** The condition flags, N in bit 3. */
  NZCV(0xf),
  /** IT; 0 outside T32. */
  IT(0xff),
  /** SS: 1 where it is set. */
  SS(1, "false", "true"),
  /** IL: 1 after an illegal exception return. */
  IL(1, "false", "true"),
  /** BTYPE; 0 outside A64. */
  BTYPE(3),
  /** D, A, I and F in bits 3 to 0; AArch32 has no D. */
  MASKS(0xf),
  /** E: 1 where data is big-endian; 0 in A64. */
  DATA(1, "little", "big");

  private final int most;
  private final List<String> words;

  StatusField(int most, String... words) {
    this.most = most;
    this.words = List.of(words);
  }

  /** Its value as scenarios write it. */
  String text(long value) {
    return words.isEmpty() ? Numbers.hex(value) : words.get((int) value);
  }

  /** Its value among fields, where it is there. */
  Optional<Long> read(Fields fields) {
    if (words.isEmpty()) {
      return fields.number(word(), 0, most).map(Integer::longValue);
    }
    return fields.oneOf(word(), Fields.ordered(words.get(0), 0L, words.get(1), 1L));
  }

  /** The word in scenarios. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its value in a PSTATE that stands as an SPSR holds it. */
  public long of(InstructionSet isa, long saved) {
    boolean wide = isa == InstructionSet.A64;
    return switch (this) {
      case NZCV -> saved >>> 28 & 0xf;
      case IT -> isa == InstructionSet.T32 ? saved >>> 25 & 3 | saved >>> 8 & 0xfc : 0;
      case SS -> saved >>> 21 & 1;
      case IL -> saved >>> 20 & 1;
      case BTYPE -> wide ? saved >>> 10 & 3 : 0;
      case MASKS -> saved >>> 6 & (wide ? 0xf : 7);
      case DATA -> wide ? 0 : saved >>> 9 & 1;
    };
  }
}
