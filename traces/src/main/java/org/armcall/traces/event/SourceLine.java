// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

/**
 * A line of the log that an event comes from.
 *
 * @param number from 1
 * @param text the line itself, without its line end
 */
public record SourceLine(long number, String text) {}
