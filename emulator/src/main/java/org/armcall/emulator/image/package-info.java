// SPDX-License-Identifier: Apache-2.0
/**
 * Bare-metal images: what a machine finds in its memory when it starts, written and read as ELF
 * without a linker.
 */
package org.armcall.emulator.image;
