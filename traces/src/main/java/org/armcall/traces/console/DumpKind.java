// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.console;

import java.util.Optional;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;

/** Whose dump it is: what its registers are called, and what is known of who prints it. */
enum DumpKind {
  /** Linux on AArch64: an oops, or an exception that is not handled. */
  LINUX64("Linux", ExecutionState.AARCH64, "pc", "pstate"),
  /** A program under Linux on AArch64, with {@code debug.exception-trace}. */
  LINUX64_USER("Linux", ExecutionState.AARCH64, "pc", "pstate"),
  /** Linux on AArch32. */
  LINUX32("Linux", ExecutionState.AARCH32, "pc", "psr"),
  U_BOOT64("U-Boot", ExecutionState.AARCH64, "elr", "spsr"),
  /** U-Boot's {@code pc} is that of the instruction where that is of A32 only. */
  U_BOOT32("U-Boot", ExecutionState.AARCH32, "pc", "-"),
  EDK2("EDK2", ExecutionState.AARCH64, "elr", "spsr"),
  /** TF-A: what it has taken itself, from EL3 or from below. */
  TF_A("TF-A", ExecutionState.AARCH64, "elr_el3", "spsr_el3"),
  /** Xen, in either execution state. */
  XEN("Xen", "pc", "cpsr"),
  XVISOR("Xvisor", ExecutionState.AARCH64, "pc", "pstate"),
  /** Little Kernel and Trusty. */
  LK("LK", ExecutionState.AARCH64, "elr", "spsr");

  private final String printer;
  private final Optional<ExecutionState> state;
  private final String address;
  private final String saved;

  DumpKind(String printer, ExecutionState state, String address, String saved) {
    this.printer = printer;
    this.state = Optional.of(state);
    this.address = address;
    this.saved = saved;
  }

  DumpKind(String printer, String address, String saved) {
    this.printer = printer;
    this.state = Optional.empty();
    this.address = address;
    this.saved = saved;
  }

  /** Who prints it. */
  String printer() {
    return printer;
  }

  /** The execution state that the exception is taken to, where the form of the dump says it. */
  Optional<ExecutionState> state() {
    return state;
  }

  /** The level of who prints it, where there is one for it. */
  Optional<ExceptionLevel> level() {
    return switch (this) {
      case XEN, XVISOR -> Optional.of(ExceptionLevel.EL2);
      case TF_A -> Optional.of(ExceptionLevel.EL3);
      default -> Optional.empty();
    };
  }

  /** Whether who prints it takes nothing but exceptions of its own level. */
  boolean isOfOwnLevel() {
    return this == LINUX64 || this == EDK2;
  }

  /** Whether what it interrupted is its own code, which the dump's form says to be A64. */
  boolean isOwnCode64() {
    return this == LINUX64 || this == U_BOOT64 || this == EDK2;
  }

  boolean isAddress(String label) {
    return label.equals(address);
  }

  boolean isSavedState(String label) {
    return label.equals(saved);
  }

  /** Whether that is the syndrome of the exception in this dump. */
  boolean isSyndrome(String label) {
    return switch (this) {
      case XEN -> label.equals("esr_el2") || label.equals("hsr");
      case TF_A -> label.equals("esr_el3");
      case EDK2 -> label.equals("esr");
      default -> false;
    };
  }
}
