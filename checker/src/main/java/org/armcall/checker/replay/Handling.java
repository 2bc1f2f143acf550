// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/**
 * An exception that is being handled: the call that caused it, what the handler read, and what it
 * decided. At most {@value #READS} reads are kept.
 */
final class Handling {
  static final int READS = 16;

  private final Observed entry;
  private final List<TraceEvent.Fetch> reads = new ArrayList<>(0);
  private Optional<TraceEvent.Decision> decision = Optional.empty();
  private boolean relied;

  Handling(Observed entry) {
    this.entry = entry;
  }

  Observed entry() {
    return entry;
  }

  Optional<TraceEvent.Call> call() {
    return entry.called();
  }

  void read(TraceEvent.Fetch fetch) {
    if (reads.size() < READS) {
      reads.add(fetch);
    }
  }

  List<TraceEvent.Fetch> reads() {
    return reads;
  }

  /** Something of the handler depended on bits that may not be relied on. */
  void relied() {
    relied = true;
  }

  boolean hasRelied() {
    return relied;
  }

  void decided(TraceEvent.Decision made) {
    decision = Optional.of(made);
  }

  Optional<TraceEvent.Decision> decision() {
    return decision;
  }

  /** The lines of the call, the entry and the reads, and of that event. */
  List<SourceLine> evidence(TraceEvent last) {
    List<SourceLine> all = new ArrayList<>();
    entry.called().ifPresent(call -> all.addAll(call.source()));
    all.addAll(entry.event().source());
    reads.forEach(read -> all.addAll(read.source()));
    decision.filter(made -> !made.equals(last)).ifPresent(made -> all.addAll(made.source()));
    all.addAll(last.source());
    return all;
  }

  /** The caller's instruction set: of the call, from SPSR, or from the class. */
  Optional<InstructionSet> isa() {
    return entry
        .isa()
        .or(
            () ->
                entry
                    .stateInClass()
                    .filter(state -> state == ExecutionState.AARCH64)
                    .map(state -> InstructionSet.A64));
  }

  /** The executed immediate, where the trace shows the call. */
  OptionalInt executed() {
    return call().map(Executed::immediate).orElse(OptionalInt.empty());
  }
}
