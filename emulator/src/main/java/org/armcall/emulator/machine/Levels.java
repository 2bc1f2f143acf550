// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/**
 * What SCR and HCR say about levels and Security states at the moment (DDI 0487 D1.1, G1.9;
 * pseudocode SecurityStateAtEL, EL2Enabled, ELStateUsingAArch32).
 */
@SuppressWarnings("EnumOrdinal") // arrays and keys within one run, nothing that is kept
final class Levels {
  private static final long RW_HCR = 1L << 31;
  private static final long RW_SCR = 1L << 10;
  private static final long NSE = 1L << 62;

  private static final Set<Control> CONTROLS = EnumSet.complementOf(EnumSet.of(Control.SCTLR_ITD));

  private final Platform platform;
  private final SystemRegisters system;
  private final boolean hasEl2;
  private final boolean hasEl3;
  private final boolean el3Narrow;

  private int seen = -1;
  private SecurityState below = SecurityState.NONSECURE;
  private boolean el2Enabled;
  private boolean tge;
  private boolean e2h;
  private ExecutionState el1State = ExecutionState.AARCH64;
  private ExecutionState el2State = ExecutionState.AARCH64;
  private int controls;

  Levels(Platform platform, SystemRegisters system) {
    this.platform = platform;
    this.system = system;
    hasEl2 = platform.has(EL2);
    hasEl3 = platform.has(EL3);
    el3Narrow = hasEl3 && platform.widestOf(EL3).orElseThrow() == ExecutionState.AARCH32;
  }

  private void refresh() {
    if (seen == system.version()) {
      return;
    }
    seen = system.version();
    long scr = system.value(SystemRegister.SCR_EL3);
    long hcr = system.value(SystemRegister.HCR_EL2);
    below = securityBelowEl3(scr);
    boolean secureEl2 =
        below == SecurityState.SECURE
            && platform.has(Feature.SECURE_EL2)
            && !el3Narrow
            && (scr & 1L << 18) != 0;
    boolean wideEl2 = hasEl2 && platform.widestOf(EL2).orElseThrow() == ExecutionState.AARCH64;
    el2Enabled = hasEl2 && (below != SecurityState.SECURE || (secureEl2 && wideEl2));
    boolean wideByEl3 = !hasEl3 || (!el3Narrow && (scr & RW_SCR) != 0);
    el2State = state(wideEl2 && (wideByEl3 || secureEl2));
    e2h =
        platform.has(Feature.VIRTUALIZATION_HOST)
            && wideEl2
            && el2State == ExecutionState.AARCH64
            && (hcr & 1L << 34) != 0;
    tge = el2Enabled && (hcr & 1L << 27) != 0;
    boolean wideEl1 = platform.widestOf(EL1).orElseThrow() == ExecutionState.AARCH64;
    if (el2Enabled) {
      boolean asked = (hcr & RW_HCR) != 0 || (e2h && tge);
      el1State = state(wideEl1 && el2State == ExecutionState.AARCH64 && asked);
    } else {
      el1State = state(wideEl1 && wideByEl3);
    }
    controls = 0;
    for (Control control : CONTROLS) {
      if ((system.value(ControlBits.register(control)) >>> ControlBits.bit(control) & 1) != 0) {
        controls |= 1 << control.ordinal();
      }
    }
  }

  private static ExecutionState state(boolean wide) {
    return wide ? ExecutionState.AARCH64 : ExecutionState.AARCH32;
  }

  private SecurityState securityBelowEl3(long scr) {
    if (!hasEl3) {
      return SecurityState.NONSECURE;
    }
    boolean realm = platform.has(Feature.REALM_MANAGEMENT) && !el3Narrow && (scr & NSE) != 0;
    if ((scr & 1) != 0) {
      return realm ? SecurityState.REALM : SecurityState.NONSECURE;
    }
    return SecurityState.SECURE;
  }

  /** SCR_EL3.NSE,NS = 1,0 is reserved: nothing leads below EL3 (pseudocode ELFromSPSR). */
  boolean isReservedWorld() {
    long scr = system.value(SystemRegister.SCR_EL3);
    return platform.has(Feature.REALM_MANAGEMENT)
        && !el3Narrow
        && (scr & NSE) != 0
        && (scr & 1) == 0;
  }

  /** The Security state of a level. */
  SecurityState security(ExceptionLevel level) {
    refresh();
    if (level != EL3) {
      return below;
    }
    boolean root =
        platform.has(Feature.REALM_MANAGEMENT)
            && !el3Narrow
            && hasEl2
            && platform.widestOf(EL2).orElseThrow() == ExecutionState.AARCH64;
    return root ? SecurityState.ROOT : SecurityState.SECURE;
  }

  /** Whether EL2 is enabled in the Security state of the levels below EL3. */
  boolean el2Enabled() {
    refresh();
    return el2Enabled;
  }

  /** HCR.TGE in force. */
  boolean tge() {
    refresh();
    return tge;
  }

  /** HCR_EL2.E2H in force. */
  boolean e2h() {
    refresh();
    return e2h;
  }

  boolean has(ExceptionLevel level) {
    return platform.has(level);
  }

  /** HCR_EL2.NV in force: what EL1 asks of EL2's registers is a matter of the real EL2. */
  boolean nested() {
    refresh();
    return el2Enabled
        && platform.has(Feature.NESTED_VIRTUALIZATION)
        && (system.value(SystemRegister.HCR_EL2) >>> ControlBits.bit(Control.HCR_NV) & 1) != 0;
  }

  /** Monitor mode with SCR.NS=1, which reaches what is EL2's. */
  boolean monitorOfNonsecure(Mode mode) {
    refresh();
    return mode == Mode.MON && below != SecurityState.SECURE;
  }

  /** Whether EL3 uses AArch32: the Secure PL1 modes are EL3. */
  boolean el3Narrow() {
    return el3Narrow;
  }

  /** SCTLR_ELx.BT of the level's regime: PACIxSP is no target of a BR then. */
  boolean branchTargetStrict(ExceptionLevel level) {
    refresh();
    boolean host = e2h && tge;
    return switch (level) {
      case EL0 ->
          (system.value(host ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1) >>> 35 & 1)
              != 0;
      case EL1 -> (system.value(SystemRegister.SCTLR_EL1) >>> 36 & 1) != 0;
      case EL2 -> (system.value(SystemRegister.SCTLR_EL2) >>> 36 & 1) != 0;
      case EL3 -> (system.value(SystemRegister.SCTLR_EL3) >>> 36 & 1) != 0;
    };
  }

  /** Whether SVC and the like are modes of EL3 in the Security state that SCR.NS says. */
  boolean securePl1IsEl3() {
    refresh();
    return el3Narrow && below == SecurityState.SECURE;
  }

  /** The execution state of EL1 to EL3; for EL0 that of EL1, the widest that it can have. */
  ExecutionState state(ExceptionLevel level) {
    refresh();
    return switch (level) {
      case EL3 -> el3Narrow ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
      case EL2 -> el2State;
      case EL1, EL0 -> el1State;
    };
  }

  boolean narrow(ExceptionLevel level) {
    return state(level) == ExecutionState.AARCH32;
  }

  /** The execution state in force of each level, as the model asks for it. */
  Map<ExceptionLevel, ExecutionState> inForce(ExceptionLevel caller, ExecutionState own) {
    Map<ExceptionLevel, ExecutionState> states = new EnumMap<>(ExceptionLevel.class);
    if (hasEl3) {
      states.put(EL3, state(EL3));
    }
    if (hasEl2) {
      states.put(EL2, state(EL2));
    }
    states.put(EL1, state(EL1));
    states.put(EL0, caller == EL0 ? own : state(EL0));
    return states;
  }

  /** The control bits that are 1: a bit for each {@link Control}, without SCTLR.ITD. */
  int controls() {
    refresh();
    return controls;
  }
}
