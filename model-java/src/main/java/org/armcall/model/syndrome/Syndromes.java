// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

import static org.armcall.model.syndrome.SyndromeLayout.CCKNOWNPASS;
import static org.armcall.model.syndrome.SyndromeLayout.COND;
import static org.armcall.model.syndrome.SyndromeLayout.CV;
import static org.armcall.model.syndrome.SyndromeLayout.EC;
import static org.armcall.model.syndrome.SyndromeLayout.IL;
import static org.armcall.model.syndrome.SyndromeLayout.IMM16;

import org.armcall.model.instruction.Condition;
import org.armcall.model.state.BranchType;

/** Builds the syndromes that this specification covers, each bit with its standing. */
public final class Syndromes {
  private Syndromes() {}

  /** A call whose immediate is reported: bits 24:16 reserved, 15:0 the immediate (16 bits). */
  public static PartialWord withImmediate(ExceptionClass exceptionClass, boolean wide, int imm16) {
    return blank(exceptionClass, wide, IMM16.insert(imm16));
  }

  /** A call whose immediate is UNKNOWN: a conditional SVC of AArch32. */
  public static PartialWord withUnknownImmediate(ExceptionClass exceptionClass, boolean wide) {
    return blank(exceptionClass, wide, 0).withUnknown(IMM16.mask());
  }

  /**
   * A syndrome without a field in its ISS that is set: EC 0x00, EC 0x0E, and EC 0x13 with
   * CCKNOWNPASS=0.
   */
  public static PartialWord plain(ExceptionClass exceptionClass) {
    return blank(exceptionClass, true, 0);
  }

  /**
   * EC 0x13 of ARMv7: the whole ISS is UNK/SBZP, which hardware shows as zero and software must
   * take for UNKNOWN.
   */
  public static PartialWord smc32Armv7() {
    return plain(ExceptionClass.SMC32).withReserved(SyndromeLayout.ISS.mask());
  }

  /** EC 0x13 of an SMC taken to AArch64 EL3: the whole ISS is RES0. */
  public static PartialWord smc32ToEl3() {
    return plain(ExceptionClass.SMC32).withReserved(SyndromeLayout.ISS.mask());
  }

  /** EC 0x13 with CCKNOWNPASS=0: CV and COND are RES0. */
  public static PartialWord smc32Passed() {
    return plain(ExceptionClass.SMC32).withReserved(CV.mask() | COND.mask());
  }

  /** EC 0x13 with CCKNOWNPASS=1, CV=1 and that condition. */
  public static PartialWord smc32MightHaveFailed(Condition condition) {
    return blank(
        ExceptionClass.SMC32,
        true,
        CCKNOWNPASS.insert(1) | CV.insert(1) | COND.insert(condition.code()));
  }

  /**
   * EC 0x13 with CCKNOWNPASS=1 and CV=0: COND is UNKNOWN, the condition is in SPSR.IT; T32 only.
   */
  public static PartialWord smc32ConditionInSpsr() {
    return blank(ExceptionClass.SMC32, true, CCKNOWNPASS.insert(1)).withUnknown(COND.mask());
  }

  /** EC 0x0D with the branch type in ISS[1:0]. */
  public static PartialWord branchTarget(BranchType type) {
    return blank(ExceptionClass.BRANCH_TARGET, true, SyndromeLayout.BTYPE.insert(type.value()));
  }

  private static PartialWord blank(ExceptionClass exceptionClass, boolean wide, int iss) {
    int value = EC.insert(exceptionClass.code()) | IL.insert(wide ? 1 : 0) | iss;
    int reserved =
        SyndromeLayout.of(exceptionClass).stream()
            .filter(BitField::reserved)
            .mapToInt(BitField::mask)
            .reduce(0, (a, b) -> a | b);
    return PartialWord.defined(value).withReserved(reserved);
  }
}
