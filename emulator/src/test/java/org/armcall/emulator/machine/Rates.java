// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.Assembler;
import org.armcall.emulator.isa.Program;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

final class Rates {
  public static void main(String[] args) {
    Platform platform =
        new Platform(
            "armv8a",
            Architecture.ARMV8A,
            Map.of(
                ExceptionLevel.EL0, ExecutionState.AARCH64,
                ExceptionLevel.EL1, ExecutionState.AARCH64,
                ExceptionLevel.EL2, ExecutionState.AARCH64),
            Set.of(),
            Map.of());
    Machine machine = Machine.of(platform).ram(0x40000000L, 0x100000).build();
    Processor cpu = machine.processor(0);
    load(machine, 0x40000000L, "loop: hvc #0\n b loop\n");
    load(machine, 0x40002400L, "eret\n");
    cpu.start(new Start(0x40000000L, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
    cpu.poke(SystemRegister.VBAR_EL2, Word.of(0x40002000L));
    rate("hvc loop, turns/3", machine, 3);
    Machine plain = Machine.of(platform).ram(0x40000000L, 0x100000).build();
    load(plain, 0x40000000L, "loop: add x0, x0, #1\n eor x1, x1, x0\n subs x2, x2, #1\n b loop\n");
    for (int n = 0; n < 31; n++) {
      plain.processor(0).register(n, Word.ZERO);
    }
    plain
        .processor(0)
        .start(new Start(0x40000000L, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
    for (int n = 0; n < 31; n++) {
      plain.processor(0).register(n, Word.ZERO);
    }
    rate("plain loop, instructions", plain, 1);
  }

  private static void load(Machine machine, long at, String text) {
    Program program = Assembler.assemble(InstructionSet.A64, at, text);
    machine.memory().load(program.address(), program.bytes());
  }

  private static void rate(String name, Machine machine, int per) {
    Schedule schedule = new Schedule.Listed(List.of(new Schedule.Turn("cpu0", 6_000_000)));
    for (int round = 0; round < 6; round++) {
      long start = System.nanoTime();
      Run run = machine.run(schedule, Long.MAX_VALUE);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%s %s: %.2f M/s%n", name, run.ending().text(), run.turns() / per / seconds / 1e6);
    }
  }
}
