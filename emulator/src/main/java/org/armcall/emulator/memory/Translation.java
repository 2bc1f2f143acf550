// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** What a translation comes to: {@link Mapped} or {@link Fault}. */
public sealed interface Translation permits Mapped, Fault {}
