// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.callee;

import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.platform.ExecutionState;

/**
 * Which calls an exception is about: those of which everything that is present is true.
 *
 * @param conduit only by this conduit
 * @param owners only of identifiers with these owning entity numbers; empty: of all
 * @param firstNumber only of identifiers with this function number or a higher one, 0 to 0xffff
 * @param lastNumber only of identifiers with this function number or a lower one, 0 to 0xffff
 * @param state only from this execution state
 * @param sixtyFourBit only of identifiers of 64-bit calls (true) or of 32-bit calls (false)
 * @param nonZeroImmediate only where the immediate is not zero (true) or zero (false)
 */
public record Circumstances(
    Optional<Conduit> conduit,
    Set<Integer> owners,
    int firstNumber,
    int lastNumber,
    Optional<ExecutionState> state,
    Optional<Boolean> sixtyFourBit,
    Optional<Boolean> nonZeroImmediate) {
  /** The highest function number: bits 15:0 of an identifier. */
  public static final int HIGHEST_NUMBER = 0xffff;

  /** Keeps a copy. */
  public Circumstances {
    owners = Set.copyOf(owners);
  }

  /** Whether the exception is about that call. */
  public boolean include(ConventionCall call) {
    int number = call.identifier().number();
    return admits(conduit, call.conduit())
        && (owners.isEmpty() || owners.contains(call.identifier().ownerNumber()))
        && number >= firstNumber
        && number <= lastNumber
        && admits(state, call.caller())
        && admits(sixtyFourBit, call.identifier().is64Bit())
        && admits(nonZeroImmediate, call.immediate().value() != 0);
  }

  /** Whether the exception may be about a call of which no more than this is known. */
  boolean mayInclude(Conduit by, boolean nonZero) {
    return admits(conduit, by) && admits(nonZeroImmediate, nonZero);
  }

  private static <T> boolean admits(Optional<T> only, T actual) {
    return only.isEmpty() || only.get().equals(actual);
  }
}
