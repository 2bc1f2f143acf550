// SPDX-License-Identifier: Apache-2.0

/**
 * Reads Tarmac: the instruction and register traces of Arm's Fast Models and FVPs, of RTL in the
 * older style, and of gem5 (traces/formats/tarmac.md).
 */
package org.armcall.traces.tarmac;
