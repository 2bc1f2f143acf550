// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.Program;
import org.armcall.emulator.memory.PhysicalMemory;

/** Puts a scenario's code into memory. */
final class Loading {
  private Loading() {}

  /** The bytes and labels of a piece of code. */
  static Program program(Scenario.Code code) {
    return Assembler.assemble(code.isa(), code.runsAt(), code.text());
  }

  static void load(Scenario scenario, PhysicalMemory memory) {
    scenario.code().forEach(code -> memory.load(code.at(), program(code).bytes()));
  }
}
