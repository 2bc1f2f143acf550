// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.ArrayList;
import java.util.List;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;

/**
 * How a call from EL1 reaches a handler (DDI 0487, the pages of HVC and SMC; HCR_EL2.TSC). This is
 * written down from the manual, not asked of the model.
 */
public enum Route {
  /** HVC, taken to EL2; the return address is behind it. */
  HVC(Call.HVC, ExceptionLevel.EL2),
  /** SMC with HCR.TSC = 1: a trap to EL2, whose return address is the SMC itself. */
  TRAPPED_SMC(Call.SMC, ExceptionLevel.EL2),
  /** SMC with HCR.TSC = 0, taken to EL3 or Monitor mode; the return address is behind it. */
  SMC_TO_EL3(Call.SMC, ExceptionLevel.EL3);

  private final Call call;
  private final ExceptionLevel handler;

  Route(Call call, ExceptionLevel handler) {
    this.call = call;
    this.handler = handler;
  }

  /** The instruction. */
  public Call call() {
    return call;
  }

  /** Where it is handled. */
  public ExceptionLevel handler() {
    return handler;
  }

  /** Whether the handler has to step past the instruction. */
  public boolean trapped() {
    return this == TRAPPED_SMC;
  }

  /**
   * Whether code of that instruction set at EL1 can take it. Without EL3 a trapped SMC is
   * IMPLEMENTATION DEFINED or UNDEFINED, and left out.
   */
  boolean exists(Platform platform, InstructionSet isa) {
    boolean wide = platform.widestOf(ExceptionLevel.EL1).orElseThrow() == ExecutionState.AARCH64;
    if (isa == InstructionSet.A64 && !wide) {
      return false;
    }
    return platform.has(handler) && (this != TRAPPED_SMC || platform.has(ExceptionLevel.EL3));
  }

  /** The control bits that make it so. */
  List<Control> controls(Platform platform) {
    List<Control> controls = new ArrayList<>();
    if (this == HVC && platform.has(ExceptionLevel.EL3)) {
      controls.add(Control.SCR_HCE);
    }
    if (this == TRAPPED_SMC) {
      controls.add(Control.HCR_TSC);
    }
    return controls;
  }

  /**
   * Whether the architecture puts the immediate into the syndrome of the handler: for HVC and for
   * A64 SMC (DDI 0487, ISS encodings of EC 0x12, 0x16 and 0x17).
   */
  public boolean inSyndrome(InstructionSet isa) {
    return this == HVC || isa == InstructionSet.A64;
  }
}
