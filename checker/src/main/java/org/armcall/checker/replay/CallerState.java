// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.model.platform.ExecutionState;

/**
 * What a log says of the caller's execution state. Three witnesses speak: what came before (or the
 * call or SPSR), the vector, and the exception class. Where two agree the third is the odd one.
 *
 * @param before from the call or SPSR, or from the exception returns to the caller's level
 * @param witness who says {@code before}, in words
 * @param vector from the vector
 */
record CallerState(
    Optional<ExecutionState> before, String witness, Optional<ExecutionState> vector) {

  /** The state against which the class is held; the class breaks a tie of the other two. */
  Optional<ExecutionState> apartFromClass(ExecutionState inClass) {
    if (before.isPresent() && vector.isPresent() && !before.equals(vector)) {
      return Optional.of(inClass);
    }
    return before.or(() -> vector);
  }

  /** The state against which the vector is held, where something but the vector says it. */
  Optional<ExecutionState> apartFromVector(Optional<ExecutionState> inClass) {
    if (before.isPresent() && inClass.isPresent() && !before.equals(inClass)) {
      return vector;
    }
    if (before.isEmpty() && inClass.isPresent() && vector.isPresent()) {
      // If these two differ, the class is reported, and not the vector too.
      return vector;
    }
    return before.or(() -> inClass);
  }

  /** Who says so, in words. */
  String witness(ExecutionState state) {
    if (before.filter(s -> s == state).isPresent()) {
      return witness;
    }
    return "the vector";
  }
}
