// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import java.util.Set;
import org.armcall.model.convention.CalledFunction;
import org.armcall.model.convention.Naming;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.function.FunctionId;
import org.armcall.model.platform.ExecutionState;

/**
 * What an identifier names by each of the versions that a callee may have.
 *
 * @param id the identifier
 * @param caller who called with it
 * @param none why it names no function by the first of the versions by which it names none
 * @param byAll whether it names none by any
 */
record Named(FunctionId id, ExecutionState caller, Optional<Naming.Reason> none, boolean byAll) {

  static Named by(Set<SmcccVersion> versions, FunctionId id, ExecutionState caller) {
    Optional<Naming.Reason> none = Optional.empty();
    boolean all = true;
    for (SmcccVersion version : versions) {
      Naming naming = new CalledFunction(id, version, caller).naming();
      if (naming instanceof Naming.NoFunction no) {
        none = none.isPresent() ? none : Optional.of(no.reason());
      } else {
        all = false;
      }
    }
    return new Named(id, caller, none, all);
  }

  boolean isOf(FunctionId other, ExecutionState otherCaller) {
    return id.value() == other.value() && caller == otherCaller;
  }
}
