// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.design;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/** A caller at EL1 and the level above it: what decides the shape of a syndrome. */
public enum CallerKind {
  ARMV7_A32("armv7-a32", "v7 A32", "ARMv7, A32"),
  ARMV7_T32("armv7-t32", "v7 T32", "ARMv7, T32"),
  UNDER_AARCH32("armv8-32-under-32", "v8 32/32", "ARMv8, AArch32 caller under AArch32 EL2"),
  UNDER_AARCH64("armv8-32-under-64", "v8 32/64", "ARMv8, AArch32 caller under AArch64 EL2"),
  A64("a64", "A64", "A64"),
  /** Not in the table of the mail's designs; a platform without EL2 has it. */
  WITHOUT_EL2("armv8-32-no-el2", "v8 32", "ARMv8, AArch32 caller without EL2");

  private final String id;
  private final String head;
  private final String title;

  CallerKind(String id, String head, String title) {
    this.id = id;
    this.head = head;
    this.title = title;
  }

  /** The kind of a machine. */
  public static CallerKind of(Machine machine) {
    if (machine.platform().isArmv7()) {
      return machine.isa() == InstructionSet.A32 ? ARMV7_A32 : ARMV7_T32;
    }
    if (machine.isa() == InstructionSet.A64) {
      return A64;
    }
    ExecutionState above = machine.inForce().get(ExceptionLevel.EL2);
    if (above == null) {
      return WITHOUT_EL2;
    }
    return above == ExecutionState.AARCH32 ? UNDER_AARCH32 : UNDER_AARCH64;
  }

  /** The kind of that id. */
  public static Optional<CallerKind> ofText(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(kind -> kind.id.equals(wanted)).findFirst();
  }

  /** The name as the command line and ids of counterexamples have it. */
  public String id() {
    return id;
  }

  /** The name as the head of a narrow column has it. */
  public String head() {
    return head;
  }

  /** The name in words. */
  public String title() {
    return title;
  }

  /** Whether the caller runs A32 or T32. */
  public boolean isNarrow() {
    return this != A64;
  }
}
