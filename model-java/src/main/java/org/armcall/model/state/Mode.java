// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.state;

import java.util.Arrays;
import java.util.Optional;
import org.armcall.model.platform.ExecutionState;

/**
 * A mode: PSTATE.M of AArch32, or an Exception level with a choice of stack pointer in AArch64 (DDI
 * 0487 G1.9, D1.6).
 */
public enum Mode {
  USR,
  SVC,
  SYS,
  IRQ,
  FIQ,
  ABT,
  UND,
  HYP,
  MON,
  EL0,
  EL1T,
  EL1H,
  EL2T,
  EL2H,
  EL3T,
  EL3H;

  /** The name in lower case, for example {@code svc} or {@code el1h}. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The mode of that name. */
  public static Optional<Mode> ofText(String text) {
    return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
  }

  /** The execution state that has the mode. */
  public ExecutionState executionState() {
    return compareTo(MON) <= 0 ? ExecutionState.AARCH32 : ExecutionState.AARCH64;
  }

  /** Whether the mode uses SP_ELx; AArch64 only, false elsewhere. */
  public boolean usesOwnStackPointer() {
    return this == EL1H || this == EL2H || this == EL3H;
  }
}
