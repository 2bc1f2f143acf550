// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.convention.Conduit;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;

/**
 * A call as it reached its callee.
 *
 * @param event the exception, or that the machine answered it
 * @param call the instruction, where the trace shows it
 * @param insn what was called with; empty where it is HVC or SMC and the trace does not say which
 * @param from the level of the caller
 * @param to the level of the callee
 * @param immediate the immediate that was executed, where it can be known; 0 where it cannot and
 *     the machine says that it took the call for one of PSCI
 * @param resume the address behind the call
 * @param trapped of a trapped SMC, what its caller's PSTATE may become
 */
public record TakenCall(
    TraceEvent event,
    Optional<TraceEvent.Call> call,
    Optional<Call> insn,
    Optional<ExceptionLevel> from,
    Optional<ExceptionLevel> to,
    OptionalInt immediate,
    OptionalLong resume,
    Optional<TrappedState> trapped) {

  /**
   * By which conduit the call of the convention was made; empty for others, and where not known.
   */
  Optional<Conduit> conduit() {
    return insn.flatMap(Conduit::of);
  }

  /** Whether it may be a call of the convention: SVC is none. */
  boolean mayBeOfConvention() {
    return insn.isEmpty() || conduit().isPresent();
  }

  Map<String, Long> registers() {
    return call.map(TraceEvent.Call::regs).orElse(Map.of());
  }
}
