// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.convention;

/**
 * How a callee treats its caller, apart from what it answers.
 *
 * @param advance what it moves on for the caller of an SMC that it trapped
 * @param failedCondition a trapped SMC that failed its condition
 * @param scratch X4 to X17 after a call
 */
public record CallerCare(
    TrapAdvance advance, FailedCondition failedCondition, ScratchRegisters scratch) {}
