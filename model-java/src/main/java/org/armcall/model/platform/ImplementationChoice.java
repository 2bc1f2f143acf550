// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

/**
 * A point that the architecture leaves to the implementation, or that Arm's documents leave open.
 *
 * <p>Each is a field of {@link Platform}; none is ever decided inside the semantics.
 */
public enum ImplementationChoice {
  /**
   * May HCR.TSC trap a conditional SMC that fails its condition? Armv8 only; ARMv7 traps passing
   * ones only (DDI 0406C B3.13.6).
   */
  TRAPS_FAILED_CONDITIONAL_SMC("trapsFailedConditionalSmc", Choice.EITHER),
  /**
   * May a conditional SMC that passed be reported with CCKNOWNPASS=1? A reading of the HSR
   * description; Armv8 only.
   */
  REPORTS_PASSED_SMC_AS_CONDITIONAL("reportsPassedSmcAsConditional", Choice.EITHER),
  /**
   * Does a trapped T32 instruction report its condition (CV=1) or leave it to SPSR.IT (CV=0, COND
   * UNKNOWN)?
   */
  T32_TRAP_REPORTS_CONDITION("t32TrapReportsCondition", Choice.EITHER),
  /**
   * Without EL3 and with HCR_EL2.NV=0, does TSC trap an SMC from AArch64 EL1, or is the SMC
   * UNDEFINED?
   */
  TRAPS_SMC_WITHOUT_EL3("trapsSmcWithoutEl3", Choice.EITHER),
  /**
   * The same for an SMC from AArch32 EL1 under AArch64 EL2: contested, UNDEFINED by Arm's
   * pseudocode.
   */
  TRAPS_AARCH32_SMC_WITHOUT_EL3("trapsAarch32SmcWithoutEl3", Choice.NO),
  /**
   * Is an SMC that would be UNDEFINED, and fails its condition, UNDEFINED all the same? Arm's
   * pseudocode skips it and says that it does not describe the exact rule (DDI 0487 "Limitations of
   * the pseudocode"; "Conditional execution of undefined instructions").
   */
  UNDEFINED_DESPITE_CONDITION("undefinedDespiteCondition", Choice.NO);

  private final String key;
  private final Choice usual;

  ImplementationChoice(String key, Choice usual) {
    this.key = key;
    this.usual = usual;
  }

  /** The key that names the choice in a platform file. */
  public String key() {
    return key;
  }

  /** The value that a platform has which does not say. */
  public Choice usual() {
    return usual;
  }
}
