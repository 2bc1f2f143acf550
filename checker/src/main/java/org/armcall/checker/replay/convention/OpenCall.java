// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.traces.event.SourceLine;
import org.armcall.traces.event.TraceEvent;

/** A call that is not answered yet, and the last answer to a call that was made to serve it. */
final class OpenCall {
  /**
   * A call that the callee made itself, and what it got.
   *
   * @param call the call
   * @param before its registers
   * @param after what it found
   * @param answer the return
   */
  record Inner(TakenCall call, RegisterFile before, RegisterFile after, TraceEvent answer) {}

  private final TakenCall taken;
  private final Optional<RegisterFile> before;
  private Optional<Inner> inner = Optional.empty();
  private boolean several;
  private boolean servedUnseen;
  private boolean judged;

  OpenCall(TakenCall taken) {
    this.taken = taken;
    before = RegisterFile.of(taken.registers());
  }

  TakenCall taken() {
    return taken;
  }

  /** The registers of the caller, where they were recorded. */
  Optional<RegisterFile> before() {
    return before;
  }

  void served(Inner by) {
    several = inner.isPresent();
    inner = Optional.of(by);
  }

  /** A call was made to serve it whose registers, or those of its answer, are not recorded. */
  void servedUnseen() {
    servedUnseen = true;
  }

  boolean wasServedUnseen() {
    return servedUnseen;
  }

  /** Its answer was judged, though it is not known on which processor it was. */
  void isJudged() {
    judged = true;
  }

  boolean wasJudged() {
    return judged;
  }

  Optional<Inner> inner() {
    return inner;
  }

  /** The one call that was made to serve it, if it was one. */
  Optional<Inner> onlyInner() {
    return several ? Optional.empty() : inner;
  }

  /** The lines of the call, of the call that served it, and of the answer. */
  List<SourceLine> evidence(Optional<? extends TraceEvent> answer) {
    List<SourceLine> lines = new ArrayList<>();
    taken.call().ifPresent(call -> lines.addAll(call.source()));
    lines.addAll(taken.event().source());
    inner.ifPresent(
        by -> {
          by.call().call().ifPresent(call -> lines.addAll(call.source()));
          lines.addAll(by.answer().source());
        });
    answer.ifPresent(event -> lines.addAll(event.source()));
    return lines;
  }
}
