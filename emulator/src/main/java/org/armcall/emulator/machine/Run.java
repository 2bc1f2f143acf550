// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/**
 * What a run did.
 *
 * @param ending why it ended
 * @param schedule running it again on a machine that starts the same does the same: the turns that
 *     were taken, or what was asked for if the actor changed more than {@link #MOST_CHANGES} times
 * @param turns how many
 */
public record Run(Ending ending, Schedule schedule, long turns) {
  /** Longer lists are of no use to anybody, and a run may be as long as its limit. */
  public static final int MOST_CHANGES = 100_000;
}
