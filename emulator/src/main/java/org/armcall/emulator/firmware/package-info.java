// SPDX-License-Identifier: Apache-2.0
/**
 * A reference firmware: PSCI with all its functions, discovery of the calling convention, and what
 * is common to every callee that answers by a policy.
 *
 * <p>Like every handler in Java it takes small steps, a turn of its processor each, so that other
 * processors run between.
 */
package org.armcall.emulator.firmware;
