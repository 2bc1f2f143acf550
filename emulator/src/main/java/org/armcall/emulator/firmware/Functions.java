// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.util.Optional;
import java.util.function.Supplier;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.model.function.FunctionId;

/** The functions that a callee has. */
@FunctionalInterface
public interface Functions {
  /**
   * What carries out the function of that identifier; empty where there is none.
   *
   * @param id the identifier without what takes no part in it
   */
  Optional<Supplier<HandlerStep>> find(Request request, FunctionId id);

  /** These, and others where these have none. */
  default Functions or(Functions others) {
    return (request, id) -> find(request, id).or(() -> others.find(request, id));
  }
}
