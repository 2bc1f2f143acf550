// SPDX-License-Identifier: Apache-2.0
/**
 * The reference emulator: from the instruction to the handler and back, with every bit that a
 * program may not rely on.
 */
package org.armcall.emulator;
