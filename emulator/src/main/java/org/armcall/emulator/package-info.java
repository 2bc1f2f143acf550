// SPDX-License-Identifier: Apache-2.0
/**
 * The reference emulator: for now what a machine and a hypervisor are to the rest of armcall. The
 * machine that executes guests comes with its own issue.
 */
package org.armcall.emulator;
