// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.witness;

import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExecutionState.AARCH32;
import static org.armcall.model.platform.ExecutionState.AARCH64;

import java.util.Set;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.ProcessorState;
import org.armcall.model.state.SecurityState;

/** Turns a state of the model into the words of the system registers that make it. */
record ControlWords(WitnessMachine machine, Set<Control> fixed, Vectors vectors, Dice dice) {

  Controls of(ProcessorState state, Regime regime) {
    boolean el2Narrow = state.inForce().get(EL2) == AARCH32;
    boolean el1Narrow = state.inForce().get(EL1) == AARCH32;
    return new Controls(
        scr(state, el2Narrow),
        hcr(state, regime, el1Narrow),
        sctlr(state, regime, el1Narrow),
        sctlrEl2(state, el2Narrow),
        el1Narrow ? vectors.pl1() : vectors.el1(),
        el2Narrow ? vectors.hyp() : vectors.el2(),
        regime,
        status(state));
  }

  /** The SCR of an image whose driver is in Hyp mode. */
  static long fixedScr(Set<Control> fixed) {
    return Controls.SCR_NS | Controls.SCR_RES1 | scrBits(fixed);
  }

  private long scr(ProcessorState state, boolean el2Narrow) {
    long scr = scrBits(state.controls());
    if (state.security() == SecurityState.NONSECURE) {
      scr |= Controls.SCR_NS;
    }
    scr |= Controls.SCR_RES1;
    if (machine.driver() == WitnessMachine.Driver.EL3) {
      scr |= Controls.SCR_TWI | (el2Narrow ? 0 : Controls.SCR_RW);
    }
    return scr;
  }

  private static long scrBits(Set<Control> controls) {
    return (controls.contains(Control.SCR_HCE) ? Controls.SCR_HCE : 0)
        | (controls.contains(Control.SCR_SMD) ? Controls.SCR_SMD : 0);
  }

  private long hcr(ProcessorState state, Regime regime, boolean el1Narrow) {
    long hcr = Controls.HCR_SWIO;
    hcr |= regime.stageTwo() ? Controls.HCR_VM : 0;
    hcr |= el1Narrow ? 0 : Controls.HCR_RW;
    hcr |= state.has(Control.HCR_TSC) ? Controls.HCR_TSC : 0;
    hcr |= state.has(Control.HCR_TGE) ? Controls.HCR_TGE : 0;
    hcr |= state.has(Control.HCR_HCD) ? Controls.HCR_HCD : 0;
    boolean el2Drives =
        machine.driver() == WitnessMachine.Driver.EL2
            || machine.driver() == WitnessMachine.Driver.HYP;
    return el2Drives ? hcr | Controls.HCR_TWI : hcr;
  }

  private static long sctlr(ProcessorState state, Regime regime, boolean el1Narrow) {
    long sctlr = el1Narrow ? Controls.SCTLR_RES1_A32 : Controls.SCTLR_RES1_A64;
    sctlr |= regime.stageOne() == Regime.Format.OFF ? 0 : Controls.SCTLR_ON;
    return state.has(Control.SCTLR_ITD) ? sctlr | Controls.SCTLR_ITD : sctlr;
  }

  private static long sctlrEl2(ProcessorState state, boolean el2Narrow) {
    long sctlr = Controls.SCTLR_EL2_RES1;
    return el2Narrow && state.has(Control.HSCTLR_ITD) ? sctlr | Controls.SCTLR_ITD : sctlr;
  }

  /** PSTATE as SPSR holds it (DDI 0487 C5.2.18, G8.2.128). */
  private long status(ProcessorState state) {
    long status = (long) Status.mode(state.mode()) | (long) state.flags().nzcv() << 28;
    status |= state.illegalState() ? 1L << 20 : 0;
    if (state.inForce().get(state.level()) == AARCH64) {
      return status | (long) dice.below(16) << 6;
    }
    status |= 1L << 4 | (long) dice.below(8) << 6;
    status |= state.isa() == InstructionSet.T32 ? 1L << 5 : 0;
    status |= dice.percent(15) ? 1L << 9 : 0;
    status |= dice.percent(30) ? (long) dice.below(16) << 16 | (long) dice.below(2) << 27 : 0;
    return Status.withIt(status, state.it().bits()) | (state.mode() == Mode.USR ? 0x10 : 0);
  }
}
