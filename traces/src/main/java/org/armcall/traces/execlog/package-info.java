// SPDX-License-Identifier: Apache-2.0

/** Reads the log of QEMU's plugin execlog: instructions, and the registers that they change. */
package org.armcall.traces.execlog;
