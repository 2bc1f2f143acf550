// SPDX-License-Identifier: Apache-2.0

/**
 * Replay's checks of the calling convention: identifiers, registers, results, PSCI and the order of
 * calls and answers.
 *
 * <p>{@link org.armcall.checker.replay.convention.ConventionReplay} pairs calls with answers; the
 * classes with Checks in their names hold each pair against the rules of one subject.
 */
package org.armcall.checker.replay.convention;
