// SPDX-License-Identifier: Apache-2.0

/**
 * Replay by the specification itself: a child JVM has TLC step {@code TraceConvention.tla} over the
 * events of a trace, which are written to it as they are read.
 */
package org.armcall.checker.replay.engine;
