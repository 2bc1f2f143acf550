// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.model.state.Mode;
import org.junit.jupiter.api.Test;

/** Outcomes and their reasons. */
final class OutcomeTest {
  private static final ExceptionEntry ENTRY =
      new ExceptionEntry(
          ExceptionLevel.EL1,
          ExecutionState.AARCH64,
          Mode.EL1H,
          0x200,
          Optional.empty(),
          4,
          Optional.empty(),
          Advance.KEPT,
          SavedBranchType.NOT_APPLICABLE);

  private static final List<Function<Because, Outcome>> KINDS =
      List.of(
          because -> new Outcome.Taken(ENTRY, Optional.empty(), because),
          because -> new Outcome.Undefined(ENTRY, because),
          because -> new Outcome.Skipped(4, because),
          because -> new Outcome.NoOperation(4, because),
          Outcome.AnyBehaviour::new);

  /** Two outcomes are the same behaviour whatever their reasons; kinds are different ones. */
  @Test
  void theBehaviourIsTheOutcomeWithoutItsReasons() {
    Because because = Because.NOTHING.and(Rule.ROU_ITD);
    for (Function<Because, Outcome> kind : KINDS) {
      Outcome plain = kind.apply(Because.NOTHING);
      assertNotEquals(plain, kind.apply(because));
      assertEquals(plain, kind.apply(because).behaviour());
      assertEquals(plain, plain.behaviour());
    }
    assertEquals(
        KINDS.size(),
        KINDS.stream().map(kind -> kind.apply(because).behaviour()).distinct().count());
  }
}
