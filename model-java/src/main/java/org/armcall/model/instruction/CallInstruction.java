// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

import java.util.Optional;

/**
 * A decoded SVC, HVC or SMC.
 *
 * @param call which of the three
 * @param isa the instruction set
 * @param size in bytes, 2 (T16 SVC) or 4
 * @param immediate the number in the encoding, with the width that the encoding has
 * @param encodedCondition the condition field of an A32 encoding; empty elsewhere
 * @param shouldBeZero the bits of the encoding that should be zero, packed as they stand from the
 *     highest down; 0 in a proper one
 */
public record CallInstruction(
    Call call,
    InstructionSet isa,
    int size,
    Immediate immediate,
    Optional<Condition> encodedCondition,
    int shouldBeZero) {

  /**
   * Whether a bit that should be zero is set, which makes the encoding CONSTRAINED UNPREDICTABLE.
   */
  public boolean setsShouldBeZero() {
    return shouldBeZero != 0;
  }

  /**
   * The condition that applies to the instruction in that IT state: encoded in A32, from the IT
   * block in T32, AL in A64.
   */
  public Condition condition(ItState it) {
    return switch (isa) {
      case A32 -> encodedCondition.orElse(Condition.AL);
      case T32 -> it.condition();
      case A64 -> Condition.AL;
    };
  }

  /** The instruction as an assembler writes it, for example {@code smceq #1}. */
  public String text() {
    String suffix =
        encodedCondition
            .filter(Condition::isConditional)
            .map(c -> c.name().toLowerCase(java.util.Locale.ROOT))
            .orElse("");
    return call.mnemonic() + suffix + " " + immediate.text();
  }
}
