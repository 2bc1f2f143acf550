// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.Control;

/** Where the control bits are (DDI 0487 D24: HCR_EL2, SCR_EL3, SCTLR_EL1, HFGITR_EL2). */
final class ControlBits {
  private ControlBits() {}

  static SystemRegister register(Control control) {
    return switch (control) {
      case HCR_TSC, HCR_TGE, HCR_E2H, HCR_HCD, HCR_NV -> SystemRegister.HCR_EL2;
      case SCR_HCE, SCR_SMD, SCR_EEL2, SCR_FGTEN -> SystemRegister.SCR_EL3;
      case SCTLR_ITD -> SystemRegister.SCTLR_EL1;
      case HSCTLR_ITD -> SystemRegister.SCTLR_EL2;
      case HFGITR_SVC_EL0, HFGITR_SVC_EL1 -> SystemRegister.HFGITR_EL2;
    };
  }

  static int bit(Control control) {
    return switch (control) {
      case HCR_TSC -> 19;
      case HCR_TGE, SCR_FGTEN -> 27;
      case HCR_E2H -> 34;
      case HCR_HCD -> 29;
      case HCR_NV -> 42;
      case SCR_HCE -> 8;
      case SCR_SMD, SCTLR_ITD, HSCTLR_ITD -> 7;
      case SCR_EEL2 -> 18;
      case HFGITR_SVC_EL0 -> 52;
      case HFGITR_SVC_EL1 -> 53;
    };
  }

  /** Sets or clears it; both copies of a banked register. */
  static void set(Cpu cpu, Control control, boolean value) {
    SystemRegister register = register(control);
    int bit = bit(control);
    for (boolean secure : new boolean[] {false, true}) {
      Word old = cpu.system.get(register, secure);
      cpu.system.set(register, secure, old.withBits(bit, bit, Word.of(value ? 1 : 0)));
    }
  }
}
