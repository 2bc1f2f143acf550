// SPDX-License-Identifier: Apache-2.0

/**
 * Checks the rules that a recorded log lets one check.
 *
 * <p>{@link org.armcall.checker.replay.Replay} reads; the classes named {@code ...Checks} hold the
 * rules; {@link org.armcall.checker.replay.Tally} counts the answers.
 */
package org.armcall.checker.replay;
