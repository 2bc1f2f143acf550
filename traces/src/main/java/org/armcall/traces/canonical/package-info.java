// SPDX-License-Identifier: Apache-2.0

/**
 * The canonical trace format, version 1: newline-delimited JSON, one event a line, written and read
 * as a stream (traces/adr/0002-canonical-format.md, traces/schema/trace-1.schema.json).
 */
package org.armcall.traces.canonical;
