// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.armcall.emulator.guest.GuestCall;
import org.armcall.emulator.guest.GuestCalls;
import org.armcall.emulator.guest.Route;
import org.armcall.emulator.guest.Trial;
import org.armcall.emulator.scenario.Scenario.OutcomeChoice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/** What is taken from the syndrome, on every platform and from every caller. */
class SyndromeLawsTest {
  @Provide
  Arbitrary<GuestCall> guests() {
    return GuestCalls.all();
  }

  @Provide
  Arbitrary<GuestCall> inSyndrome() {
    return GuestCalls.of(kind -> kind.route().inSyndrome(kind.isa()));
  }

  /** SMC from AArch32. */
  @Provide
  Arbitrary<GuestCall> lost() {
    return GuestCalls.of(kind -> !kind.route().inSyndrome(kind.isa()));
  }

  /**
   * read(syndrome) is immediate(executed) for HVC and A64 SMC, and "unavailable" for the SMC of A32
   * and T32, whichever of the allowed outcomes there is; never another immediate.
   *
   * <p>IMM-EXECUTED-ONLY, IMM-NO-GUESS, IMM-RELIANCE.
   */
  @Property(tries = 800)
  void theSyndromeGivesTheExecutedImmediateOrNothing(
      @ForAll("guests") GuestCall guest, @ForAll @IntRange(max = 7) int outcome) {
    Trial trial =
        Trial.of(guest, new Policy.SyndromeImmediate())
            .outcome(new OutcomeChoice.Numbered(outcome))
            .counts(1);
    if (guest.inSyndrome()) {
      trial.recovers(guest.immediate()).holds();
    } else {
      trial.unavailable().holds();
    }
  }

  /**
   * {@code iss & 0xffff == 0} is immediate(executed) = 0 where the immediate is in the syndrome,
   * and relies on nothing.
   *
   * <p>IMM-RELIANCE, IMM-EXECUTED-ONLY.
   */
  @Property(tries = 400)
  void theMaskedIssIsCleanWhereTheImmediateIsInIt(@ForAll("inSyndrome") GuestCall guest) {
    Trial.of(guest, new Policy.Iss16Zero()).recovers(guest.immediate()).counts(1).holds();
  }

  /**
   * {@code iss == 0} takes each SMC of A32 and T32 for PSCI, whatever its immediate, and relies on
   * reserved bits; at a level without a syndrome register there is nothing to take: the case of the
   * mail.
   *
   * <p>IMM-RELIANCE, IMM-EXECUTED-ONLY, IMM-NO-GUESS.
   */
  @Property(tries = 300)
  void theIssOfAnAarch32SmcIsZeroAndMustNotBeReliedOn(@ForAll("lost") GuestCall guest) {
    boolean monitor =
        guest.kind().route() == Route.SMC_TO_EL3
            && guest.kind().platform().widestOf(ExceptionLevel.EL3).orElseThrow()
                == ExecutionState.AARCH32;
    Trial trial = Trial.of(guest, new Policy.IssZero());
    if (monitor) {
      trial.unavailable().holds();
    } else {
      trial.recovers(0).relies(true).holds();
    }
  }

  /**
   * who goes by the function identifier dispatches alike whatever the immediate is, and reads
   * nothing.
   *
   * <p>IMM-NO-GUESS, IMM-RELIANCE.
   */
  @Property(tries = 200)
  void theFunctionIdentifierNeedsNoImmediate(@ForAll("guests") GuestCall guest) {
    Trial.of(guest, new Policy.FunctionId())
        .decides("ignored", OptionalInt.empty(), "psci")
        .counts(1)
        .holds();
  }
}
