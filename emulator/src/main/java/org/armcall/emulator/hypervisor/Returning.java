// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.hypervisor;

/**
 * How a handler answers and goes back.
 *
 * @param refusal what a caller is told whose call cannot be told
 * @param skip what is moved past an instruction that was trapped and emulated
 * @param condition what becomes of a trapped SMC whose condition may have failed
 */
public record Returning(Refusal refusal, Skip skip, ConditionCheck condition) {
  /** As the architecture and the calling convention want it. */
  public static final Returning PROPER =
      new Returning(Refusal.NOT_SUPPORTED, Skip.FULL, ConditionCheck.CHECKED);

  /** The answer to a call that cannot be told. */
  public enum Refusal implements Setting {
    /** R0 or X0 becomes -1. */
    NOT_SUPPORTED,
    /** The caller takes an Undefined Instruction exception. */
    UNDEFINED
  }

  /** What is moved past an emulated instruction. */
  public enum Skip implements Setting {
    /** PC, IT, single-step and branch type (RET-EMULATED). */
    FULL,
    /** The PC and nothing else, as some hypervisors do. */
    PC_ONLY
  }

  /** What is done about the condition. */
  public enum ConditionCheck implements Setting {
    /** The condition is evaluated where the syndrome says that it may have failed. */
    CHECKED,
    /** COND of the syndrome is taken, even where CV says that it holds nothing. */
    FIELD,
    /** A trap is a call. */
    IGNORED
  }
}
