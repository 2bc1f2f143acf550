// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.Optional;
import org.armcall.model.convention.CallWidth;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.ResultWord;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.function.FunctionId;
import org.armcall.model.function.OwningEntity;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.rule.Rule;
import org.armcall.traces.event.TraceEvent;

/**
 * A call and its answer, with the registers of both.
 *
 * @param call the call
 * @param before what the caller had in its registers
 * @param after what it found in them
 * @param by the return
 * @param callee who answered, as far as that is known
 * @param verdicts where the checks answer
 * @param whole whether the recording shows every exception and return
 */
record Answered(
    OpenCall call,
    RegisterFile before,
    RegisterFile after,
    TraceEvent.Return by,
    Knowledge callee,
    Verdicts verdicts,
    boolean whole) {

  /** Bits 31:0 of the first register. */
  FunctionId id() {
    return new FunctionId((int) before.first());
  }

  /** Bits 63:32 of X0. */
  int upperHalf() {
    return (int) (before.first() >>> 32);
  }

  /**
   * Whether it is a call of an interface from before the convention, which owes SMCCC nothing
   * (DEN0028 table 6-2); numbers that the preset claims are held to what it says.
   */
  boolean isBeforeTheConvention() {
    FunctionId id = id();
    return !id.isFast()
        && id.owner() == OwningEntity.LEGACY
        && callee
            .preset()
            .flatMap(preset -> preset.policy().legacy().psci())
            .flatMap(psci -> psci.of(id))
            .isEmpty();
  }

  int immediate() {
    return call.taken().immediate().orElse(0);
  }

  /** The call as a preset answers it; where the conduit is not known, as an SMC. */
  ConventionCall asCall() {
    return asCall(call.taken().conduit().orElse(Conduit.SMC));
  }

  ConventionCall asCall(Conduit by) {
    return new ConventionCall(by, new Immediate(immediate(), 16), before.first(), before.state());
  }

  /** AArch32 has 32 bits, whatever the identifier asks for. */
  CallWidth width() {
    return before.state() == ExecutionState.AARCH32 ? CallWidth.CALL32 : CallWidth.of(id());
  }

  /** The result, of the width of the call. */
  ResultWord result() {
    return new ResultWord(after.first(), width());
  }

  boolean isNotSupported() {
    return result().signed() == SmcccResult.NOT_SUPPORTED.code();
  }

  /** Whether the first register is as it was, so that nothing was answered in it. */
  boolean isUntouched() {
    return width() == CallWidth.CALL32
        ? (int) after.first() == (int) before.first()
        : after.first() == before.first();
  }

  /**
   * Whether a small error code stands in the low bits with zeros above it: 0xffff or, in 64 bits,
   * 0xffffffff. Read in the width of the call, it is a large number (RES-SIGN).
   */
  boolean isNarrow() {
    long value = width() == CallWidth.CALL32 ? after.first() & 0xffff_ffffL : after.first();
    boolean half = value >>> 16 == 0 && isSmallError((short) value);
    boolean word = width() == CallWidth.CALL64 && value >>> 32 == 0 && isSmallError((int) value);
    return half || word;
  }

  private static boolean isSmallError(int code) {
    return code < 0 && code >= -16;
  }

  /** The result in words: a code by its number, anything else as a word. */
  String shown() {
    long signed = result().signed();
    return signed < 0 && signed >= -64
        ? Long.toString(signed)
        : hex(width() == CallWidth.CALL32 ? signed & 0xffff_ffffL : signed);
  }

  /** What was called, in words. */
  String called() {
    return call.taken().insn().map(Call::mnemonic).orElse("call")
        + " #0x"
        + Integer.toHexString(immediate())
        + " of function "
        + hex(before.first());
  }

  Optional<OpenCall.Inner> forwarded() {
    return call.inner().filter(inner -> (int) inner.before().first() == (int) before.first());
  }

  /** Whether a call that the callee made itself, to serve this one, would be in the trace. */
  boolean showsLayerBelow() {
    return whole && !call.wasServedUnseen();
  }

  void holds(Rule rule) {
    verdicts.holds(rule);
  }

  void violated(Rule rule, String expected, String observed) {
    verdicts.violated(
        rule, by, expected, observed, call.evidence(Optional.of(by)), callee.followed());
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
