// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

import static org.armcall.model.convention.SmcccVersion.PRE_SMCCC;
import static org.armcall.model.convention.SmcccVersion.V1_0;
import static org.armcall.model.convention.SmcccVersion.V1_2;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.armcall.model.platform.ExecutionState;

/**
 * What caller and callee owe each other in the general-purpose registers (DEN0028 section 3).
 *
 * <p>REG-RESULTS and REG-PRESERVED are {@link #after}, REG-UPPER-HALVES is {@link #argumentBits}
 * and {@link #resultBits}. HVC and SMC have the same contract; the conduit is part of it so that a
 * check can name it. REG-NO-LEAK holds in every cell: a register that is unpredictable may hold
 * nothing that the caller had no right to read.
 *
 * @param version the convention
 * @param caller the execution state of the caller
 * @param width the width that the function identifier asks for
 * @param conduit the instruction
 */
public record RegisterContract(
    SmcccVersion version, ExecutionState caller, CallWidth width, Conduit conduit) {
  private static final int LAST_OF_1_0 = 7;
  private static final int LAST_RESULT_OF_1_0 = 3;
  private static final int LAST_SCRATCH = 17;

  /** Whether there is such a call: a 64-bit call from AArch32 names no function. */
  public boolean isDefined() {
    return width == CallWidth.CALL32 || caller == ExecutionState.AARCH64;
  }

  /** The highest general-purpose register that the caller has: 30 or 14. */
  public int lastRegister() {
    return caller == ExecutionState.AARCH64 ? 30 : 14;
  }

  /** The registers that carry the function identifier and the arguments; none if not defined. */
  public SortedSet<Integer> arguments() {
    return upTo(version.isAtLeast(V1_2) && width == CallWidth.CALL64 ? LAST_SCRATCH : LAST_OF_1_0);
  }

  /** The registers that may hold a result; none if the contract is not defined. */
  public SortedSet<Integer> results() {
    if (version == PRE_SMCCC) {
      return upTo(LAST_OF_1_0);
    }
    return version.isAtLeast(V1_2) ? arguments() : upTo(LAST_RESULT_OF_1_0);
  }

  /**
   * What the caller finds in a register, 0 to {@link #lastRegister}.
   *
   * @throws IllegalArgumentException if the caller has no such register or the contract is not
   *     defined
   */
  public After after(int register) {
    if (register < 0 || register > lastRegister() || !isDefined()) {
      throw new IllegalArgumentException("there is no register " + register + " in " + this);
    }
    if (version == PRE_SMCCC || register <= LAST_RESULT_OF_1_0) {
      return results().contains(register) ? After.RESULT : After.PRESERVED;
    }
    if (version == V1_0) {
      return caller == ExecutionState.AARCH64 && register <= LAST_SCRATCH
          ? After.UNPREDICTABLE
          : After.PRESERVED;
    }
    return results().contains(register) ? After.RESULT_OR_PRESERVED : After.PRESERVED;
  }

  /** How many low bits of an argument register the callee may look at: 32 or 64. */
  public int argumentBits() {
    return width.bits();
  }

  /** How many low bits of a result register the caller may look at: 32 or 64. */
  public int resultBits() {
    return width.bits();
  }

  /**
   * Whether a callee that keeps this contract gives a caller what another contract promises it
   * (REG-COMPATIBLE).
   *
   * @param caller the contract that the caller was written for; same caller and width
   * @param results the registers in which the called function has results
   */
  public boolean serves(RegisterContract caller, Set<Integer> results) {
    for (int register = 0; register <= lastRegister(); register++) {
      boolean promised =
          caller.keeps(register, caller.results().contains(register) ? results : Set.of());
      if (promised && !keeps(register, results)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a register holds afterwards what it held before, if the function has these results. */
  private boolean keeps(int register, Set<Integer> results) {
    return switch (after(register)) {
      case PRESERVED -> true;
      case RESULT_OR_PRESERVED -> !results.contains(register);
      case RESULT, UNPREDICTABLE -> false;
    };
  }

  private SortedSet<Integer> upTo(int last) {
    return Collections.unmodifiableSortedSet(
        IntStream.rangeClosed(0, isDefined() ? last : -1)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
