// SPDX-License-Identifier: Apache-2.0
/** Random guests with one call, for laws: what calls, from where, and how its address is mapped. */
package org.armcall.emulator.guest;
