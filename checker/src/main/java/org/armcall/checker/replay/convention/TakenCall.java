// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;

/**
 * A call as it reached its callee.
 *
 * @param event the exception, or that the machine answered it
 * @param call the instruction, where the trace shows it
 * @param insn what was called with
 * @param from the level of the caller
 * @param to the level of the callee
 * @param immediate the immediate that was executed, where it can be known; 0 where it cannot and
 *     the machine says that it took the call for one of PSCI
 * @param resume the address behind the call
 */
public record TakenCall(
    TraceEvent event,
    Optional<TraceEvent.Call> call,
    Call insn,
    Optional<ExceptionLevel> from,
    Optional<ExceptionLevel> to,
    OptionalInt immediate,
    OptionalLong resume) {

  Map<String, Long> registers() {
    return call.map(TraceEvent.Call::regs).orElse(Map.of());
  }
}
