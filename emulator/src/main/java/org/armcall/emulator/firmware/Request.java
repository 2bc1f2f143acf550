// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.util.OptionalInt;
import java.util.SortedSet;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.IdentifierWidth;
import org.armcall.model.convention.TrapAdvance;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExecutionState;
import org.armcall.traces.callee.Callee;

/**
 * A call as the one who is called sees it: its identifier, its arguments, and where the answer
 * goes.
 *
 * @param context the exception
 * @param call what decides the answer; an immediate that the callee cannot know is zero
 * @param immediate the immediate, where the callee knows it
 * @param trapped the size in bytes of an instruction that was trapped and has to be stepped past; 0
 *     where the return address is behind the call already
 * @param cleared the registers that this callee zeroes where they hold no result
 * @param advance what this callee moves on past an instruction that was trapped
 */
public record Request(
    HandlerContext context,
    ConventionCall call,
    OptionalInt immediate,
    int trapped,
    SortedSet<Integer> cleared,
    TrapAdvance advance) {
  private static final int NARROW = 32;
  private static final int SIXTEEN = 16;

  /** Reads X0 or R0, as much of it as the callee looks at. */
  public static Request of(
      HandlerContext context, Callee callee, Conduit conduit, OptionalInt immediate, int trapped) {
    CalleePolicy policy = callee.policy();
    ExecutionState caller =
        context.interruptedIsa() == InstructionSet.A64
            ? ExecutionState.AARCH64
            : ExecutionState.AARCH32;
    boolean half =
        caller == ExecutionState.AARCH32 || policy.identifierWidth() == IdentifierWidth.TRUNCATED;
    Word x0 = half ? context.guest(0).low(NARROW) : context.guest(0);
    long identifier = relied(context, x0, half ? "the function identifier in w0" : "x0");
    Immediate number = new Immediate(immediate.orElse(0), SIXTEEN);
    return new Request(
        context,
        new ConventionCall(conduit, number, identifier, caller),
        immediate,
        trapped,
        policy.cleared().registers(caller),
        callee.care().advance());
  }

  private static long relied(HandlerContext context, Word word, String what) {
    if (!word.isReliable()) {
      context.decide(Truth.unreliable(true, word.origin()), what);
    }
    return word.value();
  }

  /** An argument, 1 and up, zero-extended; of a 32-bit call bits 31:0 of the register. */
  public long argument(int register, CallWidth width) {
    return relied(context, context.guest(register).low(width.bits()), "argument " + register);
  }

  /** The same as it is, for one that only passes it on. */
  public Word passed(int register, CallWidth width) {
    return context.guest(register).low(width.bits());
  }

  /**
   * Writes results, from register 0 on, and goes back at the next turn.
   *
   * <p>A code is sign-extended through X0, whatever the width (RES-SIGN: of a 32-bit call the upper
   * half means nothing).
   */
  public HandlerStep answered(long... results) {
    for (int register = 0; register < results.length; register++) {
      context.guest(register, Word.of(results[register]));
    }
    cleared.stream()
        .filter(register -> register >= results.length)
        .forEach(register -> context.guest(register, Word.ZERO));
    return resume();
  }

  /** Goes back at the next turn with the registers as they are. */
  public HandlerStep resume() {
    return new HandlerStep.Continue("resume", then -> back());
  }

  /** Goes back behind the call (RET-EMULATED for one that was trapped). */
  public HandlerStep back() {
    return trapped == 0 ? new HandlerStep.Resume() : past(trapped, advance);
  }

  /** Goes on behind a trapped instruction of that size; who traps none moves on what it should. */
  public static HandlerStep.Done past(int size, TrapAdvance advance) {
    return switch (advance) {
      case PC_BY_4, PC_BY_IL -> new HandlerStep.ResumePartlyPast(size, false);
      case PC_AND_IT -> new HandlerStep.ResumePartlyPast(size, true);
      case EVERYTHING, NOT_TRAPPED -> new HandlerStep.ResumePast(size);
    };
  }

  /** The address of the call itself. */
  long instruction() {
    return context.returnAddress().value() - (trapped == 0 ? 4 : 0);
  }

  /** The address behind the call. */
  long next() {
    return context.returnAddress().value() + trapped;
  }
}
