// SPDX-License-Identifier: Apache-2.0

/**
 * Reads device trees, compiled or as text, and what they say about calls: who is there to be
 * called, by which instruction, with which numbers.
 */
package org.armcall.traces.devicetree;
