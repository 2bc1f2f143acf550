// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

import java.util.List;
import java.util.Optional;

/**
 * The layout of ESR_ELx[31:0] and HSR: EC, IL and an ISS whose fields depend on EC (DDI 0487
 * D24.2.40, G8.2.66).
 *
 * <p>Every layout covers bits 31 to 0 once, reserved fields included. Decoding, encoding and
 * documentation derive from it.
 */
public final class SyndromeLayout {
  /** The exception class. */
  public static final BitField EC = BitField.of("EC", 31, 26, "exception class");

  /** The length of the instruction: 1 for 32-bit, 0 for 16-bit; 1 where it does not apply. */
  public static final BitField IL =
      BitField.of("IL", 25, 25, "instruction length: 1 = 32-bit, 0 = 16-bit");

  /** The whole instruction-specific syndrome. */
  public static final BitField ISS = BitField.of("ISS", 24, 0, "instruction-specific syndrome");

  /** The immediate of a call. */
  public static final BitField IMM16 = BitField.of("imm16", 15, 0, "immediate of the instruction");

  /** Whether COND is valid. */
  public static final BitField CV =
      BitField.of("CV", 24, 24, "condition code valid: 1 = COND holds the condition");

  /** The condition of a trapped conditional instruction. */
  public static final BitField COND =
      BitField.of("COND", 23, 20, "condition code of the trapped instruction");

  /** 0: unconditional or passed; 1: conditional and might have failed. */
  public static final BitField CCKNOWNPASS =
      BitField.of(
          "CCKNOWNPASS",
          19,
          19,
          "0 = unconditional, or the condition passed; 1 = conditional and might have failed");

  /** The branch type that led to a Branch Target exception. */
  public static final BitField BTYPE =
      BitField.of("BTYPE", 1, 0, "PSTATE.BTYPE of the instruction");

  private static final List<BitField> CALL_WITH_IMMEDIATE =
      List.of(EC, IL, BitField.reserved(24, 16), IMM16);
  private static final List<BitField> SMC_FROM_AARCH32 =
      List.of(EC, IL, CV, COND, CCKNOWNPASS, BitField.reserved(18, 0));
  private static final List<BitField> NO_SYNDROME = List.of(EC, IL, BitField.reserved(24, 0));
  private static final List<BitField> BRANCH_TARGET =
      List.of(EC, IL, BitField.reserved(24, 2), BTYPE);
  private static final List<BitField> OPAQUE = List.of(EC, IL, ISS);

  private SyndromeLayout() {}

  /**
   * The fields of a syndrome of that class, from the highest bit down. A class outside this
   * specification has ISS whole.
   */
  public static List<BitField> of(Optional<ExceptionClass> exceptionClass) {
    return exceptionClass.map(SyndromeLayout::of).orElse(OPAQUE);
  }

  /** The fields of a syndrome of that class, from the highest bit down. */
  public static List<BitField> of(ExceptionClass exceptionClass) {
    return switch (exceptionClass) {
      case SVC32, HVC32, SVC64, HVC64, SMC64 -> CALL_WITH_IMMEDIATE;
      case SMC32 -> SMC_FROM_AARCH32;
      case UNKNOWN_REASON, ILLEGAL_STATE -> NO_SYNDROME;
      case BRANCH_TARGET -> BRANCH_TARGET;
      default -> OPAQUE;
    };
  }

  /** The exception class of a syndrome, if it is allocated. */
  public static Optional<ExceptionClass> exceptionClass(int syndrome) {
    return ExceptionClass.of(EC.extract(syndrome));
  }
}
