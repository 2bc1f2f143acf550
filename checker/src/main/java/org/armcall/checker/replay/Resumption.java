// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import org.armcall.traces.event.TraceEvent;

/**
 * A handler's return to the caller of a call, of which the next event tells more: whether the same
 * call was made again at once.
 */
final class Resumption {
  /** What followed on the same processor. */
  enum Next {
    NOTHING,
    SAME_CALL,
    /** An interruption before a single instruction was executed. */
    INTERRUPTED,
    OTHER
  }

  private final Open open;
  private final TraceEvent.Return by;
  private Next next = Next.NOTHING;

  Resumption(Open open, TraceEvent.Return by) {
    this.open = open;
    this.by = by;
  }

  Open open() {
    return open;
  }

  TraceEvent.Return by() {
    return by;
  }

  Observed call() {
    return open.call().orElseThrow();
  }

  Next next() {
    return next;
  }

  /** How far the address lies from where it should, in bytes. */
  long distance() {
    return by.pc() - open.resume();
  }

  /** The ELR that would have made this return right. */
  long impliedElr() {
    return call().elr().orElseThrow() + distance();
  }

  void followedBy(Observed event) {
    boolean same =
        event.call().isPresent()
            && event.call().equals(call().call())
            && event.from().equals(call().from())
            && event.elr().equals(call().elr())
            && event.esr() == call().esr();
    boolean atOnce =
        event.call().isEmpty()
            && event.elr().isPresent()
            && event.elr().getAsLong() == by.pc()
            && event.from().equals(by.toEl());
    next = same ? Next.SAME_CALL : atOnce ? Next.INTERRUPTED : Next.OTHER;
  }
}
