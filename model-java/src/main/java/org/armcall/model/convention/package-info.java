// SPDX-License-Identifier: Apache-2.0

/**
 * The calling convention: who is called, what a call carries, what it returns and what it leaves
 * alone (DEN0028).
 *
 * <p>This package answers one call at one callee. What several calls owe each other (SEQ-CALLER,
 * SEQ-NESTING, SEQ-YIELDING, RES-SHIM) is about behaviour over time and stands in {@code
 * spec/convention}.
 */
package org.armcall.model.convention;
