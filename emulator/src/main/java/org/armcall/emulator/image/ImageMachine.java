// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.image;

import java.util.Arrays;
import java.util.Optional;
import org.armcall.model.platform.ExecutionState;

/** What an image runs on: the class and the e_machine of its ELF header. */
public enum ImageMachine {
  /** ELFCLASS32, EM_ARM. */
  ARM(1, 40, ExecutionState.AARCH32),
  /** ELFCLASS64, EM_AARCH64. */
  AARCH64(2, 183, ExecutionState.AARCH64);

  private final int elfClass;
  private final int elfMachine;
  private final ExecutionState state;

  ImageMachine(int elfClass, int elfMachine, ExecutionState state) {
    this.elfClass = elfClass;
    this.elfMachine = elfMachine;
    this.state = state;
  }

  /** The byte EI_CLASS. */
  int elfClass() {
    return elfClass;
  }

  /** The halfword e_machine. */
  int elfMachine() {
    return elfMachine;
  }

  /** The execution state of the entry point. */
  public ExecutionState state() {
    return state;
  }

  static Optional<ImageMachine> of(int elfClass, int elfMachine) {
    return Arrays.stream(values())
        .filter(machine -> machine.elfClass == elfClass && machine.elfMachine == elfMachine)
        .findFirst();
  }
}
