// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.model.convention.Answer;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.convention.UndefinedReturn;
import org.armcall.traces.callee.Callee;

/**
 * Answers calls as an implementation does: by its policy where that decides, else by its functions.
 *
 * @param name what traces call it
 * @param callee the implementation
 * @param functions what it has
 * @param below passes a call on; who has nobody below answers NOT_SUPPORTED
 */
public record Answering(
    String name, Callee callee, Functions functions, Function<Request, HandlerStep> below) {

  private static final String PSCI = "psci";
  private static final String HYPERCALL = "hypercall";
  private static final String REFUSED = "refused";

  /** Decides at the next turn. */
  public HandlerStep begin(Request request) {
    return new HandlerStep.Continue("decide", then -> decide(request));
  }

  /** Passes the call on at the next turn, whatever it is. */
  public HandlerStep beginBelow(Request request) {
    return new HandlerStep.Continue(
        "decide",
        then -> {
          report(request, PSCI);
          return below.apply(request);
        });
  }

  private HandlerStep decide(Request request) {
    Answer answer = callee.answers(request.call());
    if (answer instanceof Answer.Dispatched dispatched) {
      Optional<Supplier<HandlerStep>> function = functions.find(request, dispatched.canonical());
      if (function.isPresent()) {
        report(request, PSCI);
        return function.get().get();
      }
      answer = unknown(request);
    }
    report(request, word(answer));
    return carryOut(request, answer);
  }

  /** RES-UNKNOWN: its owner has no such function. */
  private Answer unknown(Request request) {
    return switch (callee.policyFor(request.call()).unknownFunction()) {
      case NOT_SUPPORTED -> new Answer.NotSupported(request.cleared());
      case KILLED -> new Answer.Killed();
      case FORWARDED -> new Answer.Forwarded();
      case LEFT -> new Answer.Untouched();
    };
  }

  private static String word(Answer answer) {
    if (answer instanceof Answer.Vendor) {
      return HYPERCALL;
    }
    return answer instanceof Answer.Forwarded ? PSCI : REFUSED;
  }

  private HandlerStep carryOut(Request request, Answer answer) {
    if (answer instanceof Answer.NotSupported refused) {
      return new Request(
              request.context(),
              request.call(),
              request.immediate(),
              request.trapped(),
              refused.cleared(),
              request.advance())
          .answered(SmcccResult.NOT_SUPPORTED.code());
    }
    if (answer instanceof Answer.Undefined undefined) {
      boolean again = undefined.back() == UndefinedReturn.INSTRUCTION;
      return new HandlerStep.InjectUndefinedAt(again ? request.instruction() : request.next());
    }
    if (answer instanceof Answer.Killed) {
      return new HandlerStep.Halt(
          callee.name() + " stops the caller of function " + hex(request.call().x0()));
    }
    if (answer instanceof Answer.Forwarded) {
      return below.apply(request);
    }
    if (answer instanceof Answer.Vendor) {
      // The vendor's own interface: here it answers the number that it was called by.
      return request.answered(request.call().immediate().value());
    }
    return request.resume();
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }

  private void report(Request request, String dispatch) {
    OptionalInt immediate = request.immediate();
    request
        .context()
        .report(
            new MachineEvent.Decided(
                request.context().cpu(),
                name,
                immediate.isPresent() ? "recovered" : "ignored",
                immediate,
                immediate.isPresent() ? Optional.of("syndrome ISS[15:0]") : Optional.empty(),
                Optional.empty(),
                dispatch));
  }
}
