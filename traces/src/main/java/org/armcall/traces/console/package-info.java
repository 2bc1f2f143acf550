// SPDX-License-Identifier: Apache-2.0

/**
 * Reads what kernels, hypervisors, boot loaders and firmware print on a console of calls that they
 * refuse and of exceptions that end them (traces/formats/console.md).
 */
package org.armcall.traces.console;
