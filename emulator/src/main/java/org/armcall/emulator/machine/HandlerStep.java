// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import org.armcall.emulator.word.Word;

/** What a handler wants after a step. */
public sealed interface HandlerStep {
  /**
   * Another step at the processor's next turn.
   *
   * @param name what the next step does, for logs
   * @param then that step
   */
  record Continue(String name, Handler then) implements HandlerStep {}

  /**
   * The handler itself executes a call with immediate zero at its level. Whoever takes the
   * exception runs, and other actors between; the handler goes on when its level is returned to, or
   * never. Its arguments are what {@link HandlerContext#own} says.
   *
   * @param name what the step after it does, for logs
   * @param instruction HVC or SMC
   * @param then that step
   */
  record Call(String name, org.armcall.model.instruction.Call instruction, Handler then)
      implements HandlerStep {}

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
   * The trapped instruction has been emulated, and less is moved on than RET-EMULATED wants: the
   * PC, and of PSTATE at most IT.
   *
   * @param size of the instruction in bytes, 2 or 4
   * @param it whether PSTATE.IT is advanced
   */
  record ResumePartlyPast(int size, boolean it) implements Done {}

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
   * The same for an exception at any address, told of as one return to the vector: that is how a
   * hypervisor injects.
   *
   * @param address what the caller finds as the preferred return address
   */
  record InjectUndefinedAt(long address) implements Done {}

  /**
   * The processor goes on at a lower level as if that had just been started there, with its MMU and
   * caches off and its registers UNKNOWN. What the handlers of lower levels were about to do on it
   * is forgotten.
   *
   * @param start where, and in which state
   * @param register what X0 or R0 holds
   */
  record Enter(Start start, Word register) implements Done {}

  /** The processor that the handler runs on is powered off. */
  record PowerOff() implements Done {}

  /**
   * The machine ends.
   *
   * @param why what {@link Ending.Halted} says
   */
  record Halt(String why) implements Done {}
}
