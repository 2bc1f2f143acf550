// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Optional;
import java.util.OptionalInt;
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.machine.MachineEvent;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;
import org.armcall.model.syndrome.BitField;
import org.armcall.model.syndrome.SyndromeLayout;

/**
 * A hypervisor's trap handler that follows a policy.
 *
 * <p>It knows the machine that it was built for, and of the call only what a program at its level
 * can find out. Its steps are trap, then for {@link Policy.MemoryImmediate} those of {@link
 * MemoryRead}, then decide, then resume.
 *
 * @param policy by what it tells calls apart
 * @param returning how it answers and goes back
 * @param platform the machine that it was built for
 */
public record PolicyHandler(Policy policy, Returning returning, Platform platform)
    implements Handler {

  @Override
  public HandlerStep step(HandlerContext context) {
    if (context.cause() != Cause.CALL) {
      return other(context);
    }
    Optional<ReportedCall> reported = ReportedCall.of(context);
    if (reported.isEmpty()) {
      return new HandlerStep.Halt("the syndrome is not that of a call");
    }
    ReportedCall call = reported.get();
    // IMM-CONDITION: a trap is not yet a call.
    if (returning.condition() != Returning.ConditionCheck.IGNORED
        && !CallCondition.holds(context, call, platform, returning.condition())) {
      return next(
          "decide",
          then ->
              conclude(
                  then,
                  call,
                  new ImmediateRead.Unavailable("the condition of the instruction failed"),
                  Dispatch.SKIPPED));
    }
    if (policy instanceof Policy.MemoryImmediate fromMemory) {
      return new MemoryRead(call, fromMemory.memory(), this).begin(context);
    }
    return next("decide", then -> decide(then, call));
  }

  static HandlerStep next(String name, Handler handler) {
    return new HandlerStep.Continue(name, handler);
  }

  /** What is no call: a write to protected code is passed over, anything else ends the run. */
  private static HandlerStep other(HandlerContext context) {
    if (context.cause() == Cause.DATA_ABORT && context.syndrome().isPresent()) {
      Truth wide = ReportedCall.is(context.syndrome().get(), SyndromeLayout.IL, 1);
      return new HandlerStep.ResumePast(context.decide(wide, "IL of the abort") ? 4 : 2);
    }
    return new HandlerStep.Halt("the handler was entered by a " + context.cause().text());
  }

  private HandlerStep decide(HandlerContext context, ReportedCall call) {
    if (policy instanceof Policy.FunctionId) {
      return conclude(
          context, call, new ImmediateRead.Ignored(), Firmware.dispatch(context, call.isa()));
    }
    if (policy instanceof Policy.IssZero) {
      return issZero(context, call, SyndromeLayout.ISS, "if (!hsr.iss)");
    }
    if (policy instanceof Policy.Iss16Zero) {
      return issZero(context, call, SyndromeLayout.IMM16, "if (!(hsr.iss & 0xffff))");
    }
    return byImmediate(context, call, SyndromeRead.of(context, call));
  }

  private HandlerStep issZero(
      HandlerContext context, ReportedCall call, BitField field, String what) {
    if (call.syndrome().isEmpty()) {
      return conclude(
          context,
          call,
          new ImmediateRead.Unavailable(
              context.level() + " in this state has no syndrome register"),
          Dispatch.REFUSED);
    }
    Word syndrome = call.syndrome().get();
    Word bits = syndrome.bits(field.high(), field.low());
    boolean zero =
        context.decide(bits.isZero(), what, syndrome, Integer.toUnsignedLong(field.mask()));
    Immediate taken = new Immediate((int) bits.low(SyndromeLayout.IMM16.width()).value(), 16);
    return conclude(
        context,
        call,
        new ImmediateRead.Recovered(taken, "syndrome ISS" + field.range()),
        zero ? Dispatch.PSCI : Dispatch.HYPERCALL);
  }

  /** Dispatches by an immediate; where there is none the call is refused (IMM-NO-GUESS). */
  HandlerStep byImmediate(HandlerContext context, ReportedCall call, ImmediateRead read) {
    if (read instanceof ImmediateRead.Recovered recovered) {
      return conclude(
          context,
          call,
          read,
          recovered.immediate().value() == 0 ? Dispatch.PSCI : Dispatch.HYPERCALL);
    }
    return conclude(context, call, read, Dispatch.REFUSED);
  }

  private HandlerStep conclude(
      HandlerContext context, ReportedCall call, ImmediateRead read, Dispatch dispatch) {
    context.report(decided(context.cpu(), read, dispatch));
    return next("resume", then -> resume(then, call, dispatch));
  }

  private MachineEvent.Decided decided(int cpu, ImmediateRead read, Dispatch dispatch) {
    OptionalInt immediate = OptionalInt.empty();
    Optional<String> provenance = Optional.empty();
    Optional<String> reason = Optional.empty();
    if (read instanceof ImmediateRead.Recovered recovered) {
      immediate = OptionalInt.of(recovered.immediate().value());
      provenance = Optional.of(recovered.provenance());
      reason = recovered.remark();
    } else if (read instanceof ImmediateRead.Unavailable unavailable) {
      reason = Optional.of(unavailable.reason());
    } else if (read instanceof ImmediateRead.Contradicted contradicted) {
      reason =
          Optional.of("found " + contradicted.found() + ", expected " + contradicted.expected());
    }
    return new MachineEvent.Decided(
        cpu, policy.text(), read.kind(), immediate, provenance, reason, dispatch.text());
  }

  private HandlerStep resume(HandlerContext context, ReportedCall call, Dispatch dispatch) {
    if (policy instanceof Policy.MemoryImmediate memory && memory.memory().pauseOthers()) {
      context.others().forEach(context::resume);
    }
    switch (dispatch) {
      case PSCI -> context.guest(0, Firmware.answer(context));
      case HYPERCALL -> context.guest(0, Word.ZERO);
      case REFUSED -> {
        // Behind a call that was taken there is no instruction left that could be UNDEFINED.
        if (returning.refusal() == Returning.Refusal.UNDEFINED && call.trapped()) {
          return new HandlerStep.InjectUndefined();
        }
        context.guest(0, Firmware.NOT_SUPPORTED);
      }
      case SKIPPED -> {}
    }
    if (!call.trapped()) {
      return new HandlerStep.Resume();
    }
    // RET-EMULATED
    return switch (returning.skip()) {
      case FULL -> new HandlerStep.ResumePast(call.size());
      case PC_ONLY -> {
        Word behind = context.returnAddress().plus(call.size());
        long mask = Word.mask(call.isa() == InstructionSet.A64 ? 64 : 32);
        yield new HandlerStep.ResumeAt(behind.value() & mask);
      }
    };
  }
}
