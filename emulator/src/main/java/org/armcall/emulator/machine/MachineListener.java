// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

/** Hears what a machine does. It gets immutable values only, so that it cannot change it. */
@FunctionalInterface
public interface MachineListener {
  /** Hears nothing; a machine that has it does not even make the events. */
  MachineListener NONE = event -> {};

  /** Something happened. Called in the order in which things happen. */
  void heard(MachineEvent event);

  /** Both, this one first. */
  default MachineListener and(MachineListener other) {
    return event -> {
      heard(event);
      other.heard(event);
    };
  }
}
