// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/**
 * Faults that can be seeded on the Java side, to see that the comparison finds them. Each is a
 * mistake that real code has made or that the facts invite.
 */
public enum SeededFault {
  /** The model as it is. */
  NONE,
  /** SCR.SMD beats HCR.TSC. */
  DISABLE_BEATS_TRAP {
    @Override
    ProcessorState of(ProcessorState state) {
      return state.has(Control.SCR_SMD) ? state.with(Control.HCR_TSC, false) : state;
    }
  },
  /** HVC in Secure state goes to EL2 without Secure EL2, as QEMU does. */
  SECURE_HVC_TO_EL2 {
    @Override
    FlatOutcome of(FlatOutcome o, ProcessorState state, CallInstruction instruction) {
      boolean secure =
          state.security() == SecurityState.SECURE && state.level() == ExceptionLevel.EL1;
      return secure && instruction.call() == Call.HVC && o.kind().equals("undefined")
          ? new FlatOutcome(
              "taken", 2, o.st(), o.vec(), o.ec(), o.il(), o.low(), o.cv(), o.cond(), o.ckp(),
              o.ret(), o.it(), o.ss(), o.bt())
          : o;
    }
  },
  /** EC by the execution state of the level that takes the call. */
  CLASS_BY_CALLEE {
    @Override
    FlatOutcome of(FlatOutcome o, ProcessorState state, CallInstruction instruction) {
      boolean mixed =
          o.kind().equals("taken")
              && state.isa() != InstructionSet.A64
              && o.st().equals("a64")
              && o.ec() >= 0x11
              && o.ec() <= 0x13;
      return mixed ? with(o, o.ec() + 4, o.low(), o.ret()) : o;
    }
  },
  /** The return address of a trapped call is past it (Linux f5115e8869e1, the other way round). */
  TRAP_RETURNS_PAST {
    @Override
    FlatOutcome of(FlatOutcome o, ProcessorState state, CallInstruction instruction) {
      return o.kind().equals("taken") && o.ss().equals("kept") && (o.ec() == 0x13 || o.ec() == 0x17)
          ? with(o, o.ec(), o.low(), instruction.size())
          : o;
    }
  },
  /** The syndrome of a 32-bit SMC holds the immediate. */
  SMC32_HOLDS_IMMEDIATE {
    @Override
    FlatOutcome of(FlatOutcome o, ProcessorState state, CallInstruction instruction) {
      return o.ec() == 0x13 ? with(o, o.ec(), instruction.immediate().value(), o.ret()) : o;
    }
  },
  /** HCR.HCD counts although there is EL3. */
  HCD_COUNTS_WITH_EL3 {
    @Override
    ProcessorState of(ProcessorState state) {
      return state.has(Control.HCR_HCD) ? state.with(Control.SCR_HCE, false) : state;
    }
  },
  /** IT is advanced on a trap. */
  IT_ADVANCED_ON_TRAP {
    @Override
    FlatOutcome of(FlatOutcome o, ProcessorState state, CallInstruction instruction) {
      return o.it().equals("kept") && o.kind().equals("taken")
          ? new FlatOutcome(
              o.kind(),
              o.el(),
              o.st(),
              o.vec(),
              o.ec(),
              o.il(),
              o.low(),
              o.cv(),
              o.cond(),
              o.ckp(),
              o.ret(),
              "advanced",
              o.ss(),
              o.bt())
          : o;
    }
  };

  /** The name on the command line, in kebab case. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The fault of that name. */
  public static SeededFault ofText(String text) {
    for (SeededFault fault : values()) {
      if (fault.text().equals(text)) {
        return fault;
      }
    }
    throw new IllegalArgumentException("there is no seeded fault " + text);
  }

  ProcessorState of(ProcessorState state) {
    return state;
  }

  FlatOutcome of(FlatOutcome outcome, ProcessorState state, CallInstruction instruction) {
    return outcome;
  }

  private static FlatOutcome with(FlatOutcome o, int ec, int low, int ret) {
    return new FlatOutcome(
        o.kind(), o.el(), o.st(), o.vec(), ec, o.il(), low, o.cv(), o.cond(), o.ckp(), ret, o.it(),
        o.ss(), o.bt());
  }
}
