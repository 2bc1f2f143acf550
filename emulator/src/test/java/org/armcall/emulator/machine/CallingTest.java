// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.CallInstruction;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told of a call, what it depends on, and that what is remembered of it is of its state.
 */
final class CallingTest {
  private static final String FLAGS = "NZCV";

  private static Bare bare(Platform platform, Mode mode, InstructionSet isa) {
    return Bare.of(platform, mode, isa);
  }

  private static void call(Bare bare, InstructionSet isa, int bits) {
    InstructionWord word = new InstructionWord(isa, 4, bits);
    bare.cpu.pc = Bare.HERE;
    bare.parts.calling().call(Encodings.decode(word).orElseThrow(), word, false);
  }

  private static <E extends MachineEvent> List<E> told(Bare bare, Class<E> kind) {
    return bare.events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** SMC at EL0 is UNDEFINED. */
  @Test
  void anUndefinedCallIsToldWithItsInstruction() {
    Bare bare = bare(Machines.WIDE, Mode.EL0, InstructionSet.A64);
    call(bare, InstructionSet.A64, 0xd4000023);
    List<MachineEvent.Undefined> told = told(bare, MachineEvent.Undefined.class);
    assertEquals(1, told.size());
    assertEquals(Bare.HERE, told.get(0).address());
    assertEquals(Call.SMC, told.get(0).call().orElseThrow().call());
    assertEquals(0x200 + 0x200, bare.offset(1), "a lower level in AArch64");
  }

  /** On ARMv7 an SMC with should-be-zero bits set is UNPREDICTABLE; here UNDEFINED, and no call. */
  @Test
  void whatIsUnpredictableIsToldAsAnUndefinedWord() {
    Bare bare = bare(Machines.ARMV7, Mode.SVC, InstructionSet.A32);
    call(bare, InstructionSet.A32, 0xe16fff71);
    List<MachineEvent.Undefined> told = told(bare, MachineEvent.Undefined.class);
    assertEquals(1, told.size());
    assertTrue(told.get(0).call().isEmpty());
    assertEquals(Mode.UND, bare.cpu.status.mode);
  }

  @Test
  void aSkippedCallIsTold() {
    Bare bare = bare(Machines.ARMV7, Mode.SVC, InstructionSet.A32);
    bare.cpu.status.flags(Word.ZERO);
    call(bare, InstructionSet.A32, 0x01600071);
    assertEquals(1, told(bare, MachineEvent.Skipped.class).size());
    assertEquals(0, told(bare, MachineEvent.Undefined.class).size());
    assertEquals(Mode.SVC, bare.cpu.status.mode);
  }

  /** DDI 0487 F1.2.3, the condition code field; with N = V, Z = 0 and C = 1 each flag matters. */
  @ParameterizedTest
  @CsvSource({
    "0, Z", "1, Z", "2, C", "3, C", "4, N", "5, N", "6, V", "7, V", "8, CZ", "9, CZ", "10, NV",
    "11, NV", "12, NVZ", "13, NVZ", "14, ''"
  })
  void aConditionDependsOnItsFlagsOnly(int condition, String flags) {
    for (int index = 0; index < FLAGS.length(); index++) {
      Bare bare = bare(Machines.ARMV7, Mode.SVC, InstructionSet.A32);
      long unknown = 1L << 31 - index;
      bare.cpu.status.flags(new Word(0x20000000L, unknown, Origin.of("a test")));
      call(bare, InstructionSet.A32, condition << 28 | 0x01600071);
      boolean depends = flags.indexOf(FLAGS.charAt(index)) >= 0;
      assertEquals(
          depends ? 1 : 0,
          told(bare, MachineEvent.Relied.class).size(),
          FLAGS.charAt(index) + " in condition " + condition);
    }
  }

  /** A64 calls have no condition, whatever the flags are. */
  @Test
  void aCallOfA64DependsOnNoFlag() {
    Bare bare = bare(Machines.WIDE, Mode.EL1H, InstructionSet.A64);
    bare.also(SystemRegister.SCR_EL3, 1 << 8);
    bare.cpu.status.flags(new Word(0, 0xf0000000L, Origin.of("a test")));
    call(bare, InstructionSet.A64, 0xd4000022);
    assertTrue(
        told(bare, MachineEvent.Relied.class).stream()
            .noneMatch(event -> event.reliance().what().contains("condition")));
  }

  /** What is remembered for a place and a state is never taken for another state. */
  @Test
  void theCallIsThatOfTheStateItIsMadeIn() {
    Bare bare = bare(Machines.NARROW, Mode.SVC, InstructionSet.T32);
    CallInstruction smc =
        Encodings.of(Call.SMC, InstructionSet.T32).decode(0xf7f18000).orElseThrow();
    List<Consumer<ProcessStatus>> changes = new ArrayList<>();
    changes.add(now -> {});
    for (int flags = 1; flags < 16; flags++) {
      long word = (long) flags << 28;
      changes.add(now -> now.flags(Word.of(word)));
    }
    for (int it : new int[] {0x08, 0x18, 0x04, 0xe8, 0x48}) {
      changes.add(now -> now.it = it);
    }
    changes.add(now -> now.step = true);
    changes.add(now -> now.illegal = true);
    for (Mode mode : List.of(Mode.UND, Mode.ABT, Mode.IRQ, Mode.SYS)) {
      changes.add(now -> now.mode = mode);
    }
    changes.add(
        now -> {
          now.mode = Mode.USR;
          now.level = org.armcall.model.platform.ExceptionLevel.EL0;
        });
    for (Consumer<ProcessStatus> change : changes) {
      ProcessStatus now = bare.cpu.status;
      now.flags(Word.ZERO);
      now.it = 0;
      now.step = false;
      now.illegal = false;
      now.mode = Mode.SVC;
      now.level = org.armcall.model.platform.ExceptionLevel.EL1;
      change.accept(now);
      bare.cpu.pc = Bare.HERE;
      assertEquals(bare.parts.calls().state(false), bare.parts.calls().at(smc, false).met());
    }
  }

  /** The same for A64: branch type, guarded page, and each register that decides. */
  @Test
  void theCallIsThatOfItsPageAndItsControls() {
    Bare bare = bare(Machines.WIDE, Mode.EL1H, InstructionSet.A64);
    CallInstruction smc =
        Encodings.of(Call.SMC, InstructionSet.A64).decode(0xd4000003).orElseThrow();
    for (int type = 0; type < 4; type++) {
      for (boolean guarded : new boolean[] {false, true}) {
        for (long hcr : new long[] {1L << 31, 1L << 31 | 1L << 19, 1L << 31 | 1L << 27}) {
          bare.cpu.status.branchType = type;
          bare.set(SystemRegister.HCR_EL2, hcr);
          bare.cpu.pc = Bare.HERE;
          assertEquals(
              bare.parts.calls().state(guarded), bare.parts.calls().at(smc, guarded).met());
        }
      }
    }
  }

  /** The registers that have a say are told where they exist. */
  @Test
  void theControlsThatAreToldAreThoseOfTheMachine() {
    Map<Platform, Set<SystemRegister>> expected =
        Map.of(
            Machines.WIDE,
            Set.of(
                SystemRegister.SCTLR_EL1,
                SystemRegister.SCTLR_EL2,
                SystemRegister.HCR_EL2,
                SystemRegister.SCR_EL3,
                SystemRegister.HFGITR_EL2),
            Machines.WIDE_EL2,
            Set.of(
                SystemRegister.SCTLR_EL1,
                SystemRegister.SCTLR_EL2,
                SystemRegister.HCR_EL2,
                SystemRegister.HFGITR_EL2),
            Machines.NARROW,
            Set.of(
                SystemRegister.SCTLR_EL1,
                SystemRegister.SCTLR_EL2,
                SystemRegister.HCR_EL2,
                SystemRegister.SCR_EL3));
    expected.forEach(
        (platform, registers) -> {
          boolean narrow = platform == Machines.NARROW;
          Bare bare =
              new Bare(
                  platform,
                  narrow ? Mode.SVC : Mode.EL1H,
                  narrow ? InstructionSet.A32 : InstructionSet.A64,
                  SecurityState.NONSECURE);
          assertEquals(registers, bare.parts.calls().controlRegisters().keySet());
        });
  }
}
