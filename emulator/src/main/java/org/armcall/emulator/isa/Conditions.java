// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import java.util.Locale;
import org.armcall.emulator.word.Truth;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.ItState;

/** Whether a condition holds for the flags of a core (DDI 0487 shared pseudocode ConditionHolds). */
final class Conditions {
  private Conditions() {}

  /** The answer, reliable where the flags that decide it are. */
  static Truth holds(Core core, Condition condition) {
    return switch (condition) {
      case EQ -> core.zero();
      case NE -> core.zero().not();
      case CS -> core.carry();
      case CC -> core.carry().not();
      case MI -> core.negative();
      case PL -> core.negative().not();
      case VS -> core.overflow();
      case VC -> core.overflow().not();
      case HI -> core.carry().and(core.zero().not());
      case LS -> core.carry().and(core.zero().not()).not();
      case GE -> core.negative().sameAs(core.overflow());
      case LT -> core.negative().sameAs(core.overflow()).not();
      case GT -> core.negative().sameAs(core.overflow()).and(core.zero().not());
      case LE -> core.negative().sameAs(core.overflow()).and(core.zero().not()).not();
      case AL -> Truth.TRUE;
    };
  }

  /** The choice that an instruction makes by its condition; an unreliable one is reported. */
  static boolean decide(Core core, Condition condition) {
    return condition == Condition.AL
        || core.decide(
            holds(core, condition), "condition " + condition.name().toLowerCase(Locale.ROOT));
  }

  /** The choice that the IT block makes for the T32 instruction that executes. */
  static boolean decideByIt(Core core) {
    ItState it = core.it();
    return it.bits() == 0 || decide(core, it.condition());
  }
}
