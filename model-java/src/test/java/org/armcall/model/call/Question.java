// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.call;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.ItState;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.Reachability;
import org.armcall.model.state.SecurityState;
import org.armcall.model.syndrome.PartialWord;
import org.armcall.model.syndrome.SyndromeLayout;

/** One random question to the model, and the words in which the laws speak of it. */
record Question(Platform platform, ProcessorState state, CallInstruction instruction) {

  List<Outcome> outcomes() {
    return List.copyOf(CallSemantics.outcomes(platform, state, instruction));
  }

  Set<String> kinds() {
    return outcomes().stream().map(Outcome::kind).collect(Collectors.toSet());
  }

  boolean is(Call call) {
    return instruction.call() == call;
  }

  boolean isAt(ExceptionLevel level) {
    return state.level() == level;
  }

  boolean has(Control control) {
    return state.has(control);
  }

  boolean from32() {
    return state.isa() != InstructionSet.A64;
  }

  boolean uses(ExceptionLevel level, ExecutionState execution) {
    return state.inForce().get(level) == execution;
  }

  boolean el2Enabled() {
    return Reachability.el2Enabled(platform, state);
  }

  boolean secure() {
    return state.security() == SecurityState.SECURE;
  }

  Condition condition() {
    return instruction.condition(state.it());
  }

  boolean passes() {
    return condition().holds(state.flags());
  }

  boolean inItBlock() {
    return state.it().position() != ItState.Position.OUTSIDE;
  }

  /** Nothing comes before the call, and its encoding is not UNPREDICTABLE. */
  boolean isPlain() {
    boolean bti = state.branchType().isSet() && state.guardedPage();
    boolean itDisabled = inItBlock() && (has(Control.SCTLR_ITD) || has(Control.HSCTLR_ITD));
    boolean oddHvc = is(Call.HVC) && condition().isConditional() || is(Call.HVC) && inItBlock();
    boolean oddSmc = is(Call.SMC) && state.it().position() == ItState.Position.NOT_LAST;
    return !state.illegalState()
        && !bti
        && !itDisabled
        && !instruction.setsShouldBeZero()
        && !oddHvc
        && !oddSmc;
  }

  /** A plain call whose condition holds. */
  boolean isExecuted() {
    return isPlain() && passes();
  }

  Stream<ExceptionEntry> entries() {
    return outcomes().stream().flatMap(outcome -> entry(outcome).stream());
  }

  Stream<ExceptionEntry> takenEntries() {
    return outcomes().stream()
        .filter(Outcome.Taken.class::isInstance)
        .flatMap(outcome -> entry(outcome).stream());
  }

  /** The entries whose syndrome says that this call was taken or trapped. */
  Stream<ExceptionEntry> reported() {
    return takenEntries()
        .filter(e -> e.syndrome().isEmpty() || classOf(e.syndrome().get()) >= 0x11);
  }

  Stream<PartialWord> reportedSyndromes() {
    return reported().flatMap(e -> e.syndrome().stream());
  }

  /** A trap keeps what a call advances. */
  static boolean isTrap(ExceptionEntry entry) {
    return entry.singleStep() == Advance.KEPT;
  }

  static Optional<ExceptionEntry> entry(Outcome outcome) {
    if (outcome instanceof Outcome.Taken taken) {
      return Optional.of(taken.entry());
    }
    return outcome instanceof Outcome.Undefined undefined
        ? Optional.of(undefined.entry())
        : Optional.empty();
  }

  static int classOf(PartialWord syndrome) {
    return SyndromeLayout.EC.extract(syndrome.value());
  }
}
