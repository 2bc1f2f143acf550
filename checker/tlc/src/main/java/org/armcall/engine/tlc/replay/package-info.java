// SPDX-License-Identifier: Apache-2.0

/**
 * Steps a specification over a trace: each event is an action with its arguments, and the states
 * that the specification may be in are kept from event to event. Nothing grows with the trace.
 *
 * <p>The parent writes events to standard input in the form that {@link
 * org.armcall.engine.tlc.replay.EventInput} reads. The child answers with lines of fields: {@code
 * ready}, {@code rejected} for each event that no step allows, and at the end {@code done}.
 */
package org.armcall.engine.tlc.replay;
