// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** A device that takes turns of its own, for example one that writes memory. */
public interface DeviceActor {
  /** Its name in a schedule, for example {@code dma}; letters, digits, {@code _} and {@code -}. */
  String name();

  /** Whether it has something left to do. */
  boolean canGoOn();

  /** Does one thing. */
  void turn(Machine machine);
}
