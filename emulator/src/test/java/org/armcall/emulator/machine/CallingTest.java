// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Call;
import org.armcall.model.instruction.Encodings;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.platform.Platform;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a call, and what it depends on. */
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

  /** In T32 the condition is that of the IT block: with C=0 and Z unknown, EQ depends on Z. */
  @ParameterizedTest
  @CsvSource({"0x08, 1", "0x28, 0", "0x00, 0"})
  void theConditionOfT32IsThatOfItsBlock(String it, int times) {
    Bare bare = bare(Machines.NARROW, Mode.SVC, InstructionSet.T32);
    bare.cpu.status.it = Integer.decode(it);
    bare.cpu.status.flags(new Word(0, 1L << 30, Origin.of("a test")));
    call(bare, InstructionSet.T32, 0xf7f08000);
    assertEquals(
        times,
        told(bare, MachineEvent.Relied.class).stream()
            .filter(event -> event.reliance().what().contains("condition"))
            .count());
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
