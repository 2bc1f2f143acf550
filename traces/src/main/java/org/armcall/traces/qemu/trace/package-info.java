// SPDX-License-Identifier: Apache-2.0

/** Reads what QEMU's {@code -trace} writes of PSCI, power control and HVF. */
package org.armcall.traces.qemu.trace;
