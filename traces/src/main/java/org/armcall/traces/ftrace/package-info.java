// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the text of Linux trace events that show calls: from ftrace's {@code trace} file, {@code
 * trace-cmd report} and {@code perf script} (traces/formats/ftrace.md).
 */
package org.armcall.traces.ftrace;
