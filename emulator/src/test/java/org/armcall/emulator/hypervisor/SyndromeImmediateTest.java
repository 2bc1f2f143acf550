// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import org.armcall.model.call.Advance;
import org.armcall.model.call.ExceptionEntry;
import org.armcall.model.call.SavedBranchType;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.Mode;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.Syndromes;
import org.junit.jupiter.api.Test;

/**
 * IMM-IN-SYNDROME, IMM-SMC32-LOST, IMM-SVC-CONDITIONAL at the handler: an answer or a reason, never
 * a guess.
 */
final class SyndromeImmediateTest {
  private static ImmediateRead read(Optional<PartialWord> syndrome) {
    return new SyndromeImmediate()
        .read(
            new ExceptionEntry(
                ExceptionLevel.EL2,
                ExecutionState.AARCH64,
                Mode.EL2H,
                0x400,
                syndrome,
                4,
                Optional.empty(),
                Advance.ADVANCED,
                SavedBranchType.NOT_APPLICABLE));
  }

  @Test
  void theImmediateOfAnHvcIsRecovered() {
    assertEquals(
        new ImmediateRead.Recovered(new Immediate(0xea1, 16), "ISS[15:0]"),
        read(Optional.of(Syndromes.withImmediate(ExceptionClass.HVC64, true, 0xea1))));
  }

  @Test
  void whatTheSyndromeDoesNotHoldIsUnavailable() {
    assertInstanceOf(ImmediateRead.Unavailable.class, read(Optional.of(Syndromes.smc32Passed())));
    assertInstanceOf(ImmediateRead.Unavailable.class, read(Optional.of(Syndromes.smc32Armv7())));
    assertInstanceOf(
        ImmediateRead.Unavailable.class,
        read(Optional.of(Syndromes.smc32MightHaveFailed(Condition.EQ))));
    assertInstanceOf(
        ImmediateRead.Unavailable.class,
        read(Optional.of(Syndromes.withUnknownImmediate(ExceptionClass.SVC32, true))));
    assertInstanceOf(
        ImmediateRead.Unavailable.class, read(Optional.of(PartialWord.whollyUnknown())));
    assertInstanceOf(
        ImmediateRead.Unavailable.class,
        read(Optional.of(Syndromes.plain(ExceptionClass.UNKNOWN_REASON))));
    assertInstanceOf(ImmediateRead.Unavailable.class, read(Optional.empty()));
  }
}
