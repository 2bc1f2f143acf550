// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.armcall.emulator.firmware.Answering;
import org.armcall.emulator.firmware.Discovery;
import org.armcall.emulator.firmware.Functions;
import org.armcall.emulator.firmware.Memory;
import org.armcall.emulator.firmware.Psci;
import org.armcall.emulator.firmware.Request;
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Word;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.FailedCondition;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Platform;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.callee.Callee;

/**
 * A hypervisor at EL2: discovery, PSCI and, beside them, hypercalls of its own by a non-zero
 * immediate of HVC; by the policy of an implementation.
 *
 * <p>An SMC that it trapped is answered as an HVC would be, or passed on.
 */
public final class ReferenceHypervisor implements Handler {
  /** The name in scenarios and traces. */
  public static final String NAME = "reference-hypervisor";

  private static final UUID IDENTITY = UUID.fromString("5a8f2c1e-7b3d-4e6a-9c05-d1f2e3a4b5c6");

  private final Callee callee;
  private final Platform platform;
  private final Offered offered;
  private final Psci own;
  private final Shim shim;
  private final Answering answering;

  /**
   * A hypervisor.
   *
   * @param platform the machine that it was built for
   * @param offered how it offers the firmware's functions
   * @param own its PSCI, used where it does not ask the firmware
   * @param entry where firmware starts it
   * @param memory where a guest may have code
   */
  public ReferenceHypervisor(
      Callee callee, Platform platform, Offered offered, Psci own, long entry, Memory memory) {
    this.callee = callee;
    this.platform = platform;
    this.offered = offered;
    this.own = own;
    this.shim = new Shim(entry, memory, callee.care().scratch());
    Functions discovery =
        new Discovery(callee.policy().version(), callee.policy().identityOwner(), IDENTITY);
    Functions psci = isShim() ? shim : own;
    this.answering = new Answering(NAME, callee, discovery.or(psci), shim::pass);
  }

  private boolean isShim() {
    return offered.psci() == Offered.PsciSource.SHIM;
  }

  @Override
  public HandlerStep step(HandlerContext context) {
    if (context.cause() != Cause.CALL) {
      return new HandlerStep.Halt("the hypervisor was entered by a " + context.cause().text());
    }
    Optional<ReportedCall> reported = ReportedCall.of(context);
    Optional<Conduit> conduit = reported.flatMap(call -> Conduit.of(call.call()));
    if (conduit.isEmpty()) {
      return new HandlerStep.Halt("the syndrome is not that of an HVC or SMC");
    }
    ReportedCall call = reported.get();
    int trapped = call.trapped() ? call.size() : 0;
    // IMM-CONDITION: a trap is not yet a call.
    if (callee.care().failedCondition() != FailedCondition.NEVER_CHECKED
        && !CallCondition.holds(context, call, platform, Returning.ConditionCheck.CHECKED)) {
      return new HandlerStep.Continue(
          "skip", then -> Request.past(trapped, callee.care().advance()));
    }
    Request request = Request.of(context, callee, conduit.get(), immediate(context, call), trapped);
    boolean passed =
        conduit.get() == Conduit.SMC
            && offered.smc() == Offered.TrappedSmc.FORWARDED
            && request.call().immediate().value() == 0;
    return passed ? answering.beginBelow(request) : answering.begin(request);
  }

  private static OptionalInt immediate(HandlerContext context, ReportedCall call) {
    if (call.syndrome().isEmpty()
        || (call.call() == Call.SMC && call.isa() != InstructionSet.A64)) {
      return OptionalInt.empty();
    }
    Word field =
        call.syndrome().get().bits(SyndromeLayout.IMM16.high(), SyndromeLayout.IMM16.low());
    return OptionalInt.of(Reliable.number(context, field, "ISS[15:0]"));
  }

  @Override
  public HandlerStep.Done started(int cpu, Word context) {
    return isShim() ? shim.started(cpu, context) : own.started(cpu);
  }
}
