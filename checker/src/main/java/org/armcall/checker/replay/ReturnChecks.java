// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * The rules about return addresses: what ELR may be, and where the handler resumes its caller.
 *
 * <p>A handler may resume somebody else, so that an address far from the expected one says nothing,
 * not even where the same call is made at it: that somebody may wait there since before the log.
 * One that is off by an instruction is an error; whose, ELR's or the handler's, the rest of the log
 * tells. At most {@value #LATE} such returns wait for it.
 */
final class ReturnChecks {
  /** How the line begins that shows the return address. */
  static final String AT = "...with ELR";

  private static final String AT_RETURN = "Exception return";
  private static final int LATE = 1024;

  private final Tally tally;
  private final Sites sites;
  private final List<Resumption> nearMisses = new ArrayList<>();

  ReturnChecks(Tally tally, Sites sites) {
    this.tally = tally;
    this.sites = sites;
  }

  private static Rule addressRule(Observed call) {
    return call.isTrap() ? Rule.RET_TRAP_THIS : Rule.RET_CALL_NEXT;
  }

  /** Checks ELR by itself, when the call is taken; false if it cannot be right. */
  boolean checkElr(Observed call, Optional<ExecutionState> caller) {
    if (call.elr().isEmpty()) {
      Unknown why = call.mixed() ? Unknown.MIXED : Unknown.ELR_NOT_LOGGED;
      tally.record(addressRule(call), call.event(), AT, Answer.unknown(why));
      tally.record(Rule.RET_RESUME, call.event(), AT, Answer.unknown(why));
      return false;
    }
    long elr = call.elr().getAsLong();
    boolean aarch64 = caller.filter(state -> state == ExecutionState.AARCH64).isPresent();
    long alignment = aarch64 ? 4 : 2;
    if (elr % alignment == 0) {
      return isWhereTheCallIs(call, elr);
    }
    tally.record(
        addressRule(call),
        call.event(),
        AT,
        Answer.violated(
            "the address of an instruction, a multiple of " + alignment, "ELR " + hex(elr)));
    tally.record(Rule.RET_RESUME, call.event(), AT, Answer.unknown(Unknown.ELR_NOT_CREDIBLE));
    return false;
  }

  /** Holds ELR against the address of the call, where the trace shows the instruction. */
  private boolean isWhereTheCallIs(Observed call, long elr) {
    OptionalLong right =
        call.isTrap()
            ? call.called().map(TraceEvent.Call::pc).orElse(OptionalLong.empty())
            : call.next();
    if (right.isEmpty() || right.getAsLong() == elr) {
      if (right.isPresent()) {
        tally.record(addressRule(call), call.event(), AT, Answer.holds());
      }
      return true;
    }
    tally.record(
        addressRule(call),
        call.event(),
        AT,
        Answer.violated(
            "ELR " + hex(right.getAsLong()) + (call.isTrap() ? ", the call" : ", after the call"),
            "ELR " + hex(elr)));
    tally.record(Rule.RET_RESUME, call.event(), AT, Answer.unknown(Unknown.ELR_NOT_CREDIBLE));
    return false;
  }

  /** The handler resumed the call where it should. */
  Resumption resumedAsExpected(Open open, TraceEvent.Return by) {
    tally.record(Rule.RET_RESUME, by, AT_RETURN, Answer.holds());
    return new Resumption(open, by);
  }

  /**
   * Whether the return is off by one instruction. One that goes to an entry point which the call
   * itself named is where it should be, however near that is.
   */
  static boolean isNearMiss(Open open, TraceEvent.Return by) {
    long distance = by.pc() - open.resume();
    boolean near = distance == -4 || distance == -2 || distance == 2 || distance == 4;
    return near && !open.mayStart(by);
  }

  /** The handler resumed the call one instruction off. */
  Resumption resumedNearby(Open open, TraceEvent.Return by) {
    Resumption resumption = new Resumption(open, by);
    if (nearMisses.size() == LATE) {
      judge(nearMisses.remove(0));
    }
    nearMisses.add(resumption);
    return resumption;
  }

  /** No return of that call was seen. */
  void neverResumed(Open open, Unknown why) {
    open.call()
        .ifPresent(
            call -> {
              if (!isKnown(call)) {
                tally.record(addressRule(call), call.event(), AT, Answer.unknown(why));
              }
              tally.record(Rule.RET_RESUME, call.event(), AT, Answer.unknown(why));
            });
  }

  /** What follows a resumption is known, or the log has ended. */
  void followed(Resumption resumption) {
    Observed call = resumption.call();
    if (resumption.distance() != 0 || isKnown(call)) {
      return;
    }
    if (call.isTrap()) {
      tally.record(Rule.RET_TRAP_THIS, call.event(), AT, Answer.holds());
    } else {
      sites.resumed(call, resumption.next() != Resumption.Next.OTHER);
    }
  }

  /** Judges the returns that waited for the rest of the log. To be called before the sites end. */
  void endOfLog() {
    nearMisses.forEach(this::judge);
    nearMisses.clear();
  }

  private void judge(Resumption r) {
    if (elrIsOdd(r)) {
      Observed call = r.call();
      sites.discredit(call);
      tally.record(
          addressRule(call),
          call.event(),
          AT,
          Answer.violated(
              "ELR " + hex(r.impliedElr()) + (call.isTrap() ? ", the call" : ", after the call"),
              "ELR " + hex(call.elr().orElseThrow())));
      tally.record(Rule.RET_RESUME, r.by(), AT_RETURN, Answer.unknown(Unknown.ELR_NOT_CREDIBLE));
    } else {
      tally.record(Rule.RET_RESUME, r.by(), AT_RETURN, offByOne(r));
    }
  }

  /**
   * Whether ELR and not the handler is the odd one. It is when this very call is made at other
   * times where the handler resumed, and not where ELR says; or other calls are made where ELR
   * says; or the handler seems to have returned onto the call and yet the call was not made again.
   */
  private boolean elrIsOdd(Resumption r) {
    Observed call = r.call();
    if (isKnown(call)) {
      return false;
    }
    long elr = call.elr().orElseThrow();
    Optional<Integer> immediate = call.immediateInSyndrome();
    long here = sites.sameCallsAt(call, elr, immediate) - 1;
    long there = sites.sameCallsAt(call, r.impliedElr(), immediate);
    if (here > 0 != there > 0) {
      return there > 0;
    }
    long othersHere = sites.callsAt(call, elr) - 1 - here;
    long othersThere = sites.callsAt(call, r.impliedElr()) - there;
    if (here <= 0 && othersHere > 0 != othersThere > 0) {
      return othersHere > 0;
    }
    return r.distance() == -4 && r.next() == Resumption.Next.OTHER;
  }

  private static Answer offByOne(Resumption r) {
    boolean backwards = r.distance() < 0;
    if (backwards && r.call().call().filter(call -> call == Call.SVC).isPresent()) {
      return Answer.unknown(Unknown.RESTARTED);
    }
    String where = r.call().isTrap() ? "the instruction after the trapped call" : "ELR";
    return Answer.violated(
        "the caller resumed at " + hex(r.open().resume()) + ", " + where,
        "resumed at "
            + hex(r.by().pc())
            + ", "
            + Math.abs(r.distance())
            + " bytes "
            + (backwards ? "before it" : "after it")
            + (r.call().isTrap() && r.distance() == -4 ? ": the call is made again for ever" : ""));
  }

  /** Whether ELR was held against the address of the call itself. */
  private static boolean isKnown(Observed call) {
    return call.isTrap()
        ? call.called().filter(c -> c.pc().isPresent()).isPresent()
        : call.next().isPresent();
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
