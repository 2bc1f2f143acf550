// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay;

import static org.armcall.model.syndrome.SyndromeLayout.CCKNOWNPASS;
import static org.armcall.model.syndrome.SyndromeLayout.COND;
import static org.armcall.model.syndrome.SyndromeLayout.CV;
import static org.armcall.model.syndrome.SyndromeLayout.EC;
import static org.armcall.model.syndrome.SyndromeLayout.IL;
import static org.armcall.model.syndrome.SyndromeLayout.IMM16;
import static org.armcall.model.syndrome.SyndromeLayout.ISS;

import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Condition;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.ExceptionClass;
import org.armcall.traces.event.ExceptionKind;
import org.armcall.traces.event.TraceEvent;

/** The rules about the syndrome: which class, which length, and what the ISS may hold. */
final class SyndromeChecks {
  /** How the line begins that shows the syndrome. */
  static final String AT = "...with ESR";

  private static final BitField ABOVE_IMMEDIATE = BitField.reserved(24, 16);
  private static final BitField BELOW_CONDITION = BitField.reserved(18, 16);
  private static final BitField ABOVE_IMM8 = BitField.reserved(15, 8);

  private final Answers answers;

  SyndromeChecks(Answers answers) {
    this.answers = answers;
  }

  /**
   * Checks the syndrome of an exception.
   *
   * @param known the caller's execution state as the log says it apart from this record's class
   * @return whether the class is credible: what depends on it is not worth checking otherwise
   */
  boolean check(Observed o, CallerState known) {
    if (!o.exception().isSynchronous()) {
      return false;
    }
    if (o.syndrome().isEmpty()) {
      boolean none = o.isToAarch32() && !o.targetHasSyndrome();
      if (o.call().isPresent() && !none) {
        record(Rule.SYN_EC_CALLER, o, Answer.unknown(missing(o)));
      }
      return false;
    }
    Answer classAnswer = exceptionClass(o, known);
    record(Rule.SYN_EC_CALLER, o, classAnswer);
    if (classAnswer.isViolation()) {
      return false;
    }
    if (o.targetHasSyndrome()) {
      o.exceptionClass().ifPresent(ec -> fields(o, ec));
    }
    return true;
  }

  private static Unknown missing(Observed o) {
    return o.mixed() ? Unknown.MIXED : Unknown.SYNDROME_NOT_LOGGED;
  }

  /** SYN-EC-CALLER. */
  private static Answer exceptionClass(Observed o, CallerState known) {
    int inSyndrome = EC.extract(o.esr());
    if (o.printedClass().isPresent() && o.printedClass().getAsInt() != inSyndrome) {
      return Answer.violated(
          "EC " + hex(o.printedClass().getAsInt()) + ", the class printed beside it", shown(o));
    }
    Optional<ExceptionClass> ec = o.exceptionClass();
    Optional<Call> reported = ec.flatMap(ExceptionClass::call);
    Optional<Call> called = o.exception().call();
    if (called.isPresent() && !reported.equals(called)) {
      return Answer.violated(
          "the class of an "
              + called.get()
              + ": "
              + hex(ExceptionClass.of(called.get(), ExecutionState.AARCH32).code())
              + " or "
              + hex(ExceptionClass.of(called.get(), ExecutionState.AARCH64).code()),
          shown(o));
    }
    Optional<Call> executed = o.called().flatMap(TraceEvent.Call::insn);
    if (reported.isPresent() && executed.isPresent() && !reported.equals(executed)) {
      return Answer.violated("the class of the " + executed.get() + " that was executed", shown(o));
    }
    if (called.isEmpty() && reported.isPresent() && o.trappedCall().isEmpty()) {
      return Answer.violated("no class of a call: this exception is none", shown(o));
    }
    if (reported.isEmpty()) {
      return Answer.holds();
    }
    return callerState(o, reported.get(), known);
  }

  private static String shown(Observed o) {
    return "EC " + hex(EC.extract(o.esr())) + " in syndrome " + hex(o.esr());
  }

  private static Answer callerState(Observed o, Call call, CallerState known) {
    ExecutionState inClass = o.stateInClass().orElseThrow();
    if (!o.targetHasSyndrome()) {
      return Answer.unknown(Unknown.NO_SYNDROME_REGISTER);
    }
    return known
        .apartFromClass(inClass)
        .map(
            state ->
                Answer.of(
                    state == inClass,
                    () ->
                        "EC "
                            + hex(ExceptionClass.of(call, state).code())
                            + ": the caller runs "
                            + name(state)
                            + " ("
                            + known.witness(state)
                            + ")",
                    () -> shown(o)))
        .orElse(Answer.unknown(Unknown.CALLER_STATE));
  }

  private void fields(Observed o, ExceptionClass ec) {
    switch (ec) {
      case UNKNOWN_REASON -> {
        if (o.exception() == ExceptionKind.UNDEFINED_INSTRUCTION) {
          record(Rule.SYN_UNDEF, o, undefined(o));
        }
      }
      case HVC32, HVC64 -> {
        record(Rule.SYN_IL, o, length32(o));
        record(Rule.SYN_HVC_IMM, o, reservedZero(o, ABOVE_IMMEDIATE));
        record(Rule.IMM_IN_SYNDROME, o, immediate(o));
      }
      case SMC64 -> {
        record(Rule.SYN_IL, o, length32(o));
        record(Rule.SYN_SMC64_IMM, o, reservedZero(o, ABOVE_IMMEDIATE));
        record(Rule.IMM_IN_SYNDROME, o, immediate(o));
      }
      case SVC64 -> {
        record(Rule.SYN_IL, o, length32(o));
        record(Rule.SYN_SVC64_IMM, o, reservedZero(o, ABOVE_IMMEDIATE));
        record(Rule.IMM_IN_SYNDROME, o, immediate(o));
      }
      case SVC32 -> {
        record(Rule.SYN_IL, o, lengthOfSvc32(o));
        record(Rule.SYN_SVC32_IMM, o, svc32(o));
        record(
            Rule.IMM_IN_SYNDROME,
            o,
            isUnconditional(o) ? immediate(o) : Answer.unknown(Unknown.CONDITION_NOT_LOGGED));
      }
      case SMC32 -> {
        record(Rule.SYN_IL, o, length32(o));
        record(Rule.SYN_SMC32_NO_IMM, o, reservedZero(o, IMM16));
        if (o.to().filter(level -> level == ExceptionLevel.EL3).isPresent()) {
          record(Rule.SYN_SMC32_EL3_ZERO, o, reservedZero(o, ABOVE_IMMEDIATE));
        } else {
          record(Rule.SYN_SMC32_CONDITION, o, condition(o));
        }
        record(Rule.IMM_SMC32_LOST, o, lost(o));
      }
      default -> {
        // Not a call.
      }
    }
  }

  /** IMM-IN-SYNDROME; without the instruction, that the syndrome has room for it. */
  private static Answer immediate(Observed o) {
    OptionalInt executed = executed(o);
    return executed.isEmpty()
        ? Answer.holds()
        : Answer.of(
            IMM16.extract(o.esr()) == (executed.getAsInt() & IMM16.mask()),
            () -> "immediate " + hex(executed.getAsInt() & IMM16.mask()) + " of " + shownCall(o),
            () -> "ISS" + IMM16.range() + " = " + hex(IMM16.extract(o.esr())));
  }

  /** IMM-SMC32-LOST: the syndrome is the same for every immediate. */
  private static Answer lost(Observed o) {
    return executed(o).isEmpty()
        ? Answer.unknown(Unknown.IMMEDIATE_NOT_LOGGED)
        : reservedZero(o, IMM16);
  }

  /** What the immediate is of: the word of most logs was read before or after it executed. */
  private static String shownCall(Observed o) {
    boolean sure = o.called().flatMap(TraceEvent.Call::executed).isPresent();
    return sure ? "the executed instruction" : "the instruction that the log shows";
  }

  private static OptionalInt executed(Observed o) {
    return o.executedImmediate();
  }

  /** Whether the instruction is known to be an A32 one without a condition. */
  private static boolean isUnconditional(Observed o) {
    return o.called()
        .flatMap(call -> o.nature().instruction())
        .flatMap(CallInstruction::encodedCondition)
        .filter(condition -> condition == Condition.AL)
        .isPresent();
  }

  /** SYN-UNDEF. */
  private static Answer undefined(Observed o) {
    return Answer.of(
        IL.extract(o.esr()) == 1 && ISS.extract(o.esr()) == 0,
        () -> "IL 1 and ISS 0 with EC 0x00",
        () -> "IL " + IL.extract(o.esr()) + ", ISS " + hex(ISS.extract(o.esr())));
  }

  /** SYN-IL. */
  private static Answer length32(Observed o) {
    return Answer.of(
        IL.extract(o.esr()) == 1,
        () -> "IL 1: the instruction has 32 bits",
        () -> "IL 0 in syndrome " + hex(o.esr()));
  }

  /** SYN-IL: a T16 SVC is the one call of 16 bits. */
  private static Answer lengthOfSvc32(Observed o) {
    return o.thumb()
        .map(
            thumb ->
                Answer.of(
                    (IL.extract(o.esr()) == 0) == thumb,
                    () -> thumb ? "IL 0: the caller runs T32" : "IL 1: the caller runs A32",
                    () -> "IL " + IL.extract(o.esr()) + " in syndrome " + hex(o.esr())))
        .orElse(Answer.unknown(Unknown.IL_EITHER));
  }

  /** SYN-SVC32-IMM. */
  private static Answer svc32(Observed o) {
    Answer above = reservedZero(o, ABOVE_IMMEDIATE);
    return above.isViolation() || IL.extract(o.esr()) == 1 ? above : reservedZero(o, ABOVE_IMM8);
  }

  private static Answer reservedZero(Observed o, BitField field) {
    int value = field.extract(o.esr());
    return Answer.of(
        value == 0,
        () -> "zero in ISS" + field.range(),
        () -> "ISS" + field.range() + " = " + hex(value) + " in syndrome " + hex(o.esr()));
  }

  /** SYN-SMC32-CONDITION: the allowed combinations of CV, COND and CCKNOWNPASS. */
  private static Answer condition(Observed o) {
    int cv = CV.extract(o.esr());
    int cond = COND.extract(o.esr());
    boolean allowed;
    if (CCKNOWNPASS.extract(o.esr()) == 0) {
      allowed = cv == 0 && cond == 0;
    } else {
      // Only T32 may leave the condition to SPSR.IT; 0b1111 is no condition.
      allowed = cv == 1 ? cond != 15 : o.thumb().orElse(true);
    }
    allowed &= BELOW_CONDITION.extract(o.esr()) == 0;
    return Answer.of(
        allowed,
        () ->
            "CCKNOWNPASS=0 with CV=0 and COND=0, or CCKNOWNPASS=1 with CV=1 and a condition, or (T32)"
                + " CCKNOWNPASS=1 with CV=0; zero in ISS[18:16]",
        () ->
            "CV="
                + cv
                + " COND="
                + hex(cond)
                + " CCKNOWNPASS="
                + CCKNOWNPASS.extract(o.esr())
                + " ISS[18:16]="
                + hex(BELOW_CONDITION.extract(o.esr()))
                + " in syndrome "
                + hex(o.esr()));
  }

  private void record(Rule rule, Observed o, Answer answer) {
    answers.record(rule, o.event(), AT, answer);
  }

  static String name(ExecutionState state) {
    return state == ExecutionState.AARCH32 ? "AArch32" : "AArch64";
  }

  static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }
}
