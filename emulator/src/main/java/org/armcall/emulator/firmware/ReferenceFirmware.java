// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.firmware;

import java.util.OptionalInt;
import java.util.UUID;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Cause;
import org.armcall.emulator.machine.Handler;
import org.armcall.emulator.machine.HandlerContext;
import org.armcall.emulator.machine.HandlerStep;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.SmcccResult;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.syndrome.SyndromeLayout;
import org.armcall.traces.callee.Callee;

/**
 * Firmware at EL3: PSCI and discovery for the Non-secure state, by the policy of an implementation.
 *
 * <p>It never looks at the caller's memory: the immediate of an SMC from AArch32 is in no syndrome,
 * and so it is taken for zero (IMM-SMC32-LOST, FID-ZERO-IMMEDIATE).
 */
public final class ReferenceFirmware implements Handler {
  /** The name in scenarios and traces. */
  public static final String NAME = "reference-firmware";

  /** Standard Secure services: the owner of PSCI. */
  private static final int STANDARD_SECURE = 4;

  private static final UUID IDENTITY = UUID.fromString("0f4a8d2b-6c1e-4b7f-9a35-c2d7e1b80496");

  private final Callee callee;
  private final Psci psci;
  private final Answering answering;

  /** Firmware that does what the callee's policy says, and has those functions. */
  public ReferenceFirmware(Callee callee, Psci psci) {
    this.callee = callee;
    this.psci = psci;
    Functions discovery = new Discovery(callee.policy().version(), STANDARD_SECURE, IDENTITY);
    this.answering =
        new Answering(
            NAME,
            callee,
            discovery.or(psci),
            request -> request.answered(SmcccResult.NOT_SUPPORTED.code()));
  }

  @Override
  public HandlerStep step(HandlerContext context) {
    if (context.cause() != Cause.CALL) {
      return new HandlerStep.Halt("the firmware was entered by a " + context.cause().text());
    }
    Truth nonsecure = context.system(SystemRegister.SCR_EL3).bit(0);
    if (!context.decide(nonsecure, "SCR.NS")) {
      return new HandlerStep.Halt("the firmware has no functions for the Secure state");
    }
    return answering.begin(Request.of(context, callee, Conduit.SMC, immediate(context), 0));
  }

  private static OptionalInt immediate(HandlerContext context) {
    if (context.syndrome().isEmpty() || context.interruptedIsa() != InstructionSet.A64) {
      return OptionalInt.empty();
    }
    Word field =
        context.syndrome().get().bits(SyndromeLayout.IMM16.high(), SyndromeLayout.IMM16.low());
    return OptionalInt.of((int) field.value());
  }

  @Override
  public HandlerStep.Done started(int cpu, Word context) {
    return psci.started(cpu);
  }
}
