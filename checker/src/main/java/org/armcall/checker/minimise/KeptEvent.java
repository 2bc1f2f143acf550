// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.OptionalLong;
import org.armcall.traces.event.TraceEvent;

/**
 * An event with what a canonical trace says of its origin.
 *
 * @param number its number in the log, from 1
 * @param event the event, with the lines of the log that it was read from
 * @param logLine the line of the log that the canonical trace was made from, if it was
 * @param reconstructed which fields follow from others; empty where all were in the log
 */
record KeptEvent(long number, TraceEvent event, OptionalLong logLine, String reconstructed) {}
