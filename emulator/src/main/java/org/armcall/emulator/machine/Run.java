// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/**
 * What a run did.
 *
 * @param ending why it ended
 * @param schedule the turns that were taken; running them again on a machine that starts the same
 *     does the same
 * @param turns how many
 */
public record Run(Ending ending, Schedule.Listed schedule, long turns) {}
