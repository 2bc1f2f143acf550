// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import java.util.ArrayList;
import java.util.EnumMap;
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
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** Platforms, programs and states that the tests of the machine share. */
final class Machines {
  static final long RAM = 0x40000000L;
  static final long RAM_SIZE = 0x100000L;

  /** Guest code. */
  static final long GUEST = RAM;

  /** Guest data. */
  static final long DATA = RAM + 0x8000;

  /** Armv8-A with EL2 and EL3 in AArch64 and every feature. */
  static final Platform WIDE = wide(true);

  /** The same without EL3. */
  static final Platform WIDE_EL2 = wide(false);

  /** ARMv7-A with the Security and Virtualization Extensions. */
  static final Platform ARMV7 = narrow("armv7a", Architecture.ARMV7A);

  /** Armv8-A with all levels in AArch32. */
  static final Platform NARROW = narrow("armv8a-a32", Architecture.ARMV8A);

  private Machines() {}

  private static Platform wide(boolean el3) {
    Map<ExceptionLevel, ExecutionState> levels = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : ExceptionLevel.values()) {
      if (el3 || level != ExceptionLevel.EL3) {
        levels.put(level, ExecutionState.AARCH64);
      }
    }
    return new Platform("armv8a", Architecture.ARMV8A, levels, Set.of(Feature.values()), Map.of());
  }

  private static Platform narrow(String name, Architecture architecture) {
    Map<ExceptionLevel, ExecutionState> levels = new EnumMap<>(ExceptionLevel.class);
    for (ExceptionLevel level : ExceptionLevel.values()) {
      levels.put(level, ExecutionState.AARCH32);
    }
    return new Platform(name, architecture, levels, Set.of(), Map.of());
  }

  /** Where the vectors of a level are, 1 to 3; those of EL1 to EL3 are apart. */
  static long vectors(int level) {
    return RAM + 0x10000 + level * 0x1000L;
  }

  /** Vector base registers as {@link #vectors} says. */
  static void setVectors(Processor processor) {
    processor.poke(SystemRegister.VBAR_EL1, Word.of(vectors(1)));
    processor.poke(SystemRegister.VBAR_EL2, Word.of(vectors(2)));
    processor.poke(SystemRegister.VBAR_EL3, Word.of(vectors(3)));
  }

  /** Assembles text into the memory of a machine. */
  static void load(Machine machine, InstructionSet isa, long address, String text) {
    Program program = Assembler.assemble(isa, address, text);
    machine.memory().load(program.address(), program.bytes());
  }

  /** Takes turns of processor 0. */
  static Run turns(Machine machine, long turns) {
    return machine.run(new Schedule.Listed(List.of(new Schedule.Turn("cpu0", turns))), turns);
  }

  /** Everything that a program could see of a machine, each with its bits and their standing. */
  static Map<String, Word> state(Machine machine) {
    Map<String, Word> all = new java.util.LinkedHashMap<>();
    for (Processor processor : machine.processors()) {
      String cpu = "cpu" + processor.number() + " ";
      all.put(cpu + "pc", Word.of(processor.pc()));
      all.put(cpu + "status", processor.status());
      for (Mode mode : Mode.values()) {
        if (mode.executionState() == ExecutionState.AARCH32) {
          for (int number = 0; number < 15; number++) {
            all.put(cpu + mode + " " + number, processor.banked(mode, number));
          }
        }
      }
      List<Word> wide = processor.registers();
      for (int number = 0; number < wide.size(); number++) {
        all.put(cpu + number, wide.get(number));
      }
      for (SystemRegister register : SystemRegister.values()) {
        all.put(cpu + register, processor.peek(register));
      }
    }
    for (long at = DATA; at < DATA + 0x80; at += 8) {
      all.put(
          "memory " + Long.toHexString(at), machine.memory().read(at, 8, SecurityState.NONSECURE));
    }
    return all;
  }

  /** The names at which two states differ in value or in what is reliable. */
  static List<String> differences(Map<String, Word> one, Map<String, Word> other) {
    List<String> names = new ArrayList<>();
    one.forEach(
        (name, word) -> {
          Word second = other.get(name);
          if (word.value() != second.value() || word.unreliable() != second.unreliable()) {
            names.add(name + ": " + word + " " + second);
          }
        });
    return names;
  }

  /** The names at which two states differ in a bit that both call reliable. */
  static List<String> reliableDifferences(Map<String, Word> one, Map<String, Word> other) {
    List<String> names = new ArrayList<>();
    one.forEach(
        (name, word) -> {
          Word second = other.get(name);
          long open = word.unreliable() | second.unreliable();
          if (((word.value() ^ second.value()) & ~open) != 0
              || word.unreliable() != second.unreliable()) {
            names.add(name + ": " + word + " " + second);
          }
        });
    return names;
  }
}
