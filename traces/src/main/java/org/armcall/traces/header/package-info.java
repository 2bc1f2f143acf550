// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the numbers that C headers define: {@code #define} and {@code enum}, evaluated as the
 * preprocessor would, every branch of {@code #if} taken.
 */
package org.armcall.traces.header;
