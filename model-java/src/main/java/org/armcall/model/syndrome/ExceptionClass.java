// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.syndrome;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.armcall.model.instruction.Call;
import org.armcall.model.platform.ExecutionState;

/** The exception class, EC, of a syndrome (DDI 0487 D24.2.40 ESR_EL2.EC and G8.2.66 HSR.EC). */
public enum ExceptionClass {
  UNKNOWN_REASON(0x00, "unknown reason", true),
  WFX(0x01, "WFI, WFE, WFIT or WFET trapped", true),
  CP15_32(0x03, "MCR or MRC to coprocessor 0b1111 from AArch32", true),
  CP15_64(0x04, "MCRR or MRRC to coprocessor 0b1111 from AArch32", true),
  CP14_32(0x05, "MCR or MRC to coprocessor 0b1110 from AArch32", true),
  CP14_LS(0x06, "LDC or STC to coprocessor 0b1110 from AArch32", true),
  SIMD_FP(0x07, "SVE, Advanced SIMD or floating-point access trapped", true),
  CP10_ID(0x08, "VMRS of an ID register from AArch32", true),
  PAUTH(0x09, "pointer authentication instruction trapped", false),
  OTHER(0x0A, "LD64B, ST64B and others trapped", false),
  CP14_64(0x0C, "MRRC to coprocessor 0b1110 from AArch32", true),
  BRANCH_TARGET(0x0D, "Branch Target exception", false),
  ILLEGAL_STATE(0x0E, "Illegal Execution state", true),
  SVC32(0x11, "SVC from AArch32", true),
  HVC32(0x12, "HVC from AArch32", true),
  SMC32(0x13, "SMC from AArch32", true),
  SYS128(0x14, "MSRR, MRRS or 128-bit SYSP from AArch64", false),
  SVC64(0x15, "SVC from AArch64", false),
  HVC64(0x16, "HVC from AArch64", false),
  SMC64(0x17, "SMC from AArch64", false),
  SYS64(0x18, "MSR, MRS or System instruction from AArch64", false),
  SVE(0x19, "SVE access trapped", false),
  ERET(0x1A, "ERET, ERETAA or ERETAB trapped", false),
  PAC_FAIL(0x1C, "pointer authentication failure", false),
  SME(0x1D, "SME access trapped", false),
  GRANULE_PROTECTION(0x1E, "Granule Protection Check exception", false),
  IMPLEMENTATION_DEFINED_EL3(0x1F, "IMPLEMENTATION DEFINED exception taken to EL3", false),
  INSTRUCTION_ABORT_LOWER(0x20, "Instruction Abort from a lower level", true),
  INSTRUCTION_ABORT_SAME(0x21, "Instruction Abort from the same level", true),
  PC_ALIGNMENT(0x22, "PC alignment fault", true),
  DATA_ABORT_LOWER(0x24, "Data Abort from a lower level", true),
  DATA_ABORT_SAME(0x25, "Data Abort from the same level", true),
  SP_ALIGNMENT(0x26, "SP alignment fault", false),
  MEMORY_COPY(0x27, "Memory Copy or Memory Set exception", false),
  FP32(0x28, "floating-point exception from AArch32", false),
  FP64(0x2C, "floating-point exception from AArch64", false),
  GUARDED_CONTROL_STACK(0x2D, "Guarded Control Stack exception", false),
  SERROR(0x2F, "SError", false),
  BREAKPOINT_LOWER(0x30, "Breakpoint from a lower level", false),
  BREAKPOINT_SAME(0x31, "Breakpoint from the same level", false),
  STEP_LOWER(0x32, "Software Step from a lower level", false),
  STEP_SAME(0x33, "Software Step from the same level", false),
  WATCHPOINT_LOWER(0x34, "Watchpoint from a lower level", false),
  WATCHPOINT_SAME(0x35, "Watchpoint from the same level", false),
  BKPT32(0x38, "BKPT from AArch32", false),
  VECTOR_CATCH32(0x3A, "Vector Catch from AArch32", false),
  BRK64(0x3C, "BRK from AArch64", false),
  PROFILING(0x3D, "PMU or profiling exception", false);

  private static final Map<Integer, Optional<ExceptionClass>> BY_CODE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(ExceptionClass::code, Optional::of));

  private final int code;
  private final String meaning;
  private final boolean inHsr;

  ExceptionClass(int code, String meaning, boolean inHsr) {
    this.code = code;
    this.meaning = meaning;
    this.inHsr = inHsr;
  }

  /** The six-bit value of EC. */
  public int code() {
    return code;
  }

  /** What it says, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Whether AArch32 Hyp mode's HSR can hold it too. */
  public boolean inHsr() {
    return inHsr;
  }

  /** The class of that code, if it is allocated as far as this table knows. */
  public static Optional<ExceptionClass> of(int code) {
    return BY_CODE.getOrDefault(code, Optional.empty());
  }

  /**
   * The class of a call by the <em>caller's</em> execution state (Arm's pseudocode
   * AArch64.ExceptionClass: base, plus 4).
   */
  public static ExceptionClass of(Call call, ExecutionState caller) {
    boolean aarch32 = caller == ExecutionState.AARCH32;
    return switch (call) {
      case SVC -> aarch32 ? SVC32 : SVC64;
      case HVC -> aarch32 ? HVC32 : HVC64;
      case SMC -> aarch32 ? SMC32 : SMC64;
    };
  }

  /** The call that the class reports, if it reports one. */
  public Optional<Call> call() {
    return switch (this) {
      case SVC32, SVC64 -> Optional.of(Call.SVC);
      case HVC32, HVC64 -> Optional.of(Call.HVC);
      case SMC32, SMC64 -> Optional.of(Call.SMC);
      default -> Optional.empty();
    };
  }
}
