// SPDX-License-Identifier: Apache-2.0

/** Reading the text that {@code qemu-system-arm} and {@code qemu-system-aarch64} write. */
package org.armcall.traces.qemu;
