// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.Optional;
import org.armcall.checker.replay.convention.EntryPoint;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.traces.event.TraceEvent;

/**
 * An exception whose handler has not returned yet.
 *
 * @param from the level it came from
 * @param to the level that handles it
 * @param resume where its handler resumes the caller by the rules; for what is no call, ELR
 * @param call the call, where it is one and its ELR is credible
 * @param left whether its handler may have returned to another address: the log shows such a return
 *     between the two levels, and not which processor it is of
 */
record Open(
    ExceptionLevel from, ExceptionLevel to, long resume, Optional<Observed> call, boolean left) {
  private static final long TRAPPED_SIZE = 4;

  /** The exception as one that is waited for; empty where the log does not show where it was. */
  static Optional<Open> of(Observed o, boolean credible) {
    if (o.from().isEmpty() || o.to().isEmpty() || o.elr().isEmpty()) {
      return Optional.empty();
    }
    long elr = o.elr().getAsLong();
    return Optional.of(
        new Open(
            o.from().get(),
            o.to().get(),
            o.isTrap() ? elr + TRAPPED_SIZE : elr,
            o.call().isPresent() && credible ? Optional.of(o) : Optional.empty(),
            false));
  }

  /** The same, and its handler may have returned to another address. */
  Open perhapsLeft() {
    return new Open(from, to, resume, call, true);
  }

  boolean isOf(TraceEvent.Return r) {
    return r.fromEl().isPresent()
        && r.fromEl().get() == to
        && r.toEl().isPresent()
        && r.toEl().get() == from;
  }

  /** Whether the call is of PSCI and the return a start at an entry point, not an answer. */
  boolean mayStart(TraceEvent.Return r) {
    return call.filter(o -> EntryPoint.mayStart(Calls.taken(o), r)).isPresent();
  }

  boolean isResumedBy(TraceEvent.Return r) {
    return isOf(r) && resume == r.pc();
  }
}
