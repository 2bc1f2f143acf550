// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.rule;

import java.util.Arrays;
import java.util.Optional;

/**
 * The id of a rule of the catalogue ({@code spec/rules}).
 *
 * <p>The sentence, the sources and the witnesses of a rule stand in the catalogue and nowhere else;
 * this enumeration holds the ids only, so that code can name a rule and the compiler can check the
 * name. The build fails when the two lists differ.
 */
public enum Rule {
  ENC_SVC_A32,
  ENC_HVC_A32,
  ENC_SMC_A32,
  ENC_SVC_T16,
  ENC_HVC_T32,
  ENC_SMC_T32,
  ENC_SVC_A64,
  ENC_HVC_A64,
  ENC_SMC_A64,
  ENC_HVC_COND,
  ENC_HVC_IT,
  ENC_SMC_IT,
  ENC_SMC_SBZ,
  ROU_ILLEGAL_STATE,
  ROU_BRANCH_TARGET,
  ROU_ITD,
  ROU_CONDITION,
  ROU_FAILED_SMC_TRAP,
  ROU_HVC_EL0,
  ROU_HVC_NO_EL2,
  ROU_HVC_A32_EL3,
  ROU_HVC_HCE,
  ROU_HVC_HYP_HCE,
  ROU_HVC_HCD,
  ROU_HVC_TARGET,
  ROU_SMC_EL0,
  ROU_SMC_TSC,
  ROU_SMC_TSC_BEATS_SMD,
  ROU_SMC_NO_EL3,
  ROU_SMC_SMD,
  ROU_SMC_SCD_SECURE,
  ROU_SMC_TARGET,
  ROU_SVC_TARGET,
  ROU_SVC_TGE,
  ROU_SVC_FGT,
  ROU_UNDEF_TARGET,
  ROU_VECTOR_A64,
  ROU_VECTOR_A32,
  ROU_V7_UNPREDICTABLE,
  SYN_EC_CALLER,
  SYN_IL,
  SYN_HVC_IMM,
  SYN_SMC64_IMM,
  SYN_SVC64_IMM,
  SYN_SVC32_IMM,
  SYN_SVC32_UNKNOWN,
  SYN_SMC32_NO_IMM,
  SYN_SMC32_V7_ZERO,
  SYN_SMC32_CONDITION,
  SYN_SMC32_EL3_ZERO,
  SYN_NO_REGISTER,
  SYN_UNDEF,
  SYN_ILLEGAL_STATE,
  SYN_BRANCH_TARGET,
  RET_CALL_NEXT,
  RET_TRAP_THIS,
  RET_UNDEF_THIS,
  RET_IT_ADVANCE,
  RET_SS_ADVANCE,
  RET_BTYPE,
  RET_RESUME,
  RET_EMULATED,
  IMM_IN_SYNDROME,
  IMM_SMC32_LOST,
  IMM_SVC_CONDITIONAL,
  IMM_SITE,
  IMM_WALK_FORMAT,
  IMM_MMU_OFF,
  IMM_STAGE2_UNMAPPED,
  IMM_WALK_RACE,
  IMM_REWRITE,
  IMM_PAGE_STRADDLE,
  IMM_EXECUTE_ONLY,
  IMM_LITTLE_ENDIAN,
  IMM_HALFWORD_ORDER,
  IMM_STALE_FETCH,
  IMM_CACHEABILITY_ALIAS,
  IMM_CALLER_REGIME,
  IMM_PROTECTED_MEMORY,
  IMM_CONDITION,
  IMM_UNPREDICTABLE_ENCODING,
  IMM_CONTRADICTED,
  IMM_ADDRESS,
  IMM_BREAKPOINT,
  IMM_EXECUTED_ONLY,
  IMM_NO_GUESS,
  IMM_ENDS,
  IMM_RELIANCE,
  FID_LAYOUT,
  FID_WIDTH,
  FID_RESERVED_BITS,
  FID_SVE_HINT,
  FID_OWNER,
  FID_64_FROM_32,
  FID_ZERO_IMMEDIATE,
  REG_RESULTS,
  REG_PRESERVED,
  REG_UPPER_HALVES,
  REG_NO_LEAK,
  REG_COMPATIBLE,
  RES_UNKNOWN,
  RES_SIGN,
  RES_CODE,
  RES_SHIM,
  PSC_VERSION,
  PSC_FEATURES,
  PSC_MANDATORY,
  PSC_NO_RETURN,
  PSC_CPU_ON,
  SEQ_ONE_ANSWER,
  SEQ_CALLER,
  SEQ_NESTING,
  SEQ_YIELDING,
  SEQ_ENDS,
  NSP_ONE_MEANING,
  NSP_SHADOWED,
  NSP_REUSED,
  NSP_OWNER,
  NSP_RESERVED_ZONE,
  NSP_RESERVED_OWNER,
  NSP_RESERVED_BITS,
  NSP_WIDTH,
  NSP_TWINS,
  NSP_IMMEDIATE,
  NSP_NUMBER_REGISTER,
  NSP_CONDUIT,
  NSP_SHIM,
  DIS_ALLOWED,
  DIS_ALIVE,
  DIS_HARMLESS,
  DIS_THERE,
  DIS_FINDS,
  DIS_VERSION,
  DIS_ENDS;

  private final String id = name().replace('_', '-');

  /**
   * The id as the catalogue, the specification and the reports write it, for example {@code
   * SYN-SMC32-NO-IMM}.
   */
  public String id() {
    return id;
  }

  /** The family, from the first part of the id. */
  public Family family() {
    return Family.valueOf(id.substring(0, id.indexOf('-')));
  }

  /** The rule of that id, if there is one; upper and lower case are the same. */
  public static Optional<Rule> ofId(String id) {
    return Arrays.stream(values()).filter(rule -> rule.id.equalsIgnoreCase(id)).findFirst();
  }

  @Override
  public String toString() {
    return id;
  }
}
