// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** What a handler wants after a step. */
public sealed interface HandlerStep {
  /**
   * Another step at the processor's next turn.
   *
   * @param name what the next step does, for logs
   * @param then that step
   */
  record Continue(String name, Handler then) implements HandlerStep {}

  /** The handling is over. */
  sealed interface Done extends HandlerStep {}

  /** An exception return with ELR and SPSR as they are: to the preferred return address. */
  record Resume() implements Done {}

  /**
   * The trapped instruction has been emulated: goes on behind it with PSTATE.IT advanced,
   * single-step state advanced and BTYPE zero, as if it had not been trapped (RET-EMULATED).
   *
   * @param size of the instruction in bytes, 2 or 4
   */
  record ResumePast(int size) implements Done {}

  /**
   * An exception return to another address with SPSR as it is.
   *
   * @param address where to
   */
  record ResumeAt(long address) implements Done {}

  /**
   * The level that was interrupted, or EL1 above EL0, sees an Undefined Instruction exception at
   * the preferred return address.
   */
  record InjectUndefined() implements Done {}

  /**
   * The machine ends.
   *
   * @param why what {@link Ending.Halted} says
   */
  record Halt(String why) implements Done {}
}
