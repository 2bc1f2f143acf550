// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.isa;

import static org.armcall.model.instruction.InstructionSet.A32;
import static org.armcall.model.instruction.InstructionSet.T32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.IntStream;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Truth;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.Condition;
import org.armcall.model.instruction.Flags;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.instruction.InstructionWord;
import org.armcall.model.instruction.ItState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What single A32 and T32 instructions do, where no law over random numbers says it. */
final class Aarch32SemanticsTest {
  private static final Origin HERE = Origin.of("the test");
  private static final int HYP = 0x1a;
  private static final int SVC = 0x13;

  private static FakeCore core(InstructionSet isa) {
    FakeCore core = new FakeCore();
    core.isa = isa;
    core.cpsr = Word.of(SVC);
    return core;
  }

  private static List<String> events(InstructionSet isa, String line) {
    return core(isa).run(line).events;
  }

  private static void flags(FakeCore core, int nzcv) {
    core.n = Truth.of((nzcv & 8) != 0);
    core.z = Truth.of((nzcv & 4) != 0);
    core.c = Truth.of((nzcv & 2) != 0);
    core.v = Truth.of((nzcv & 1) != 0);
  }

  @Test
  void anA32InstructionExecutesWhenTheModelSaysThatItsConditionHolds() {
    for (Condition condition : Condition.values()) {
      String suffix = condition == Condition.AL ? "" : condition.name();
      for (int nzcv = 0; nzcv < 16; nzcv++) {
        FakeCore core = core(A32);
        flags(core, nzcv);
        core.run("mov" + suffix + " r0, #1");
        assertEquals(
            condition.holds(new Flags(nzcv)), core.registers[0].value() == 1, suffix + nzcv);
      }
    }
  }

  /** Every IT block of one to four instructions against what its letters say. */
  @Test
  void anItBlockExecutesWhatItsLettersSay() {
    for (int code = 0; code < 14; code++) {
      for (int mask = 1; mask < 16; mask++) {
        for (int nzcv : new int[] {0, 1, 2, 4, 6, 8, 9, 15}) {
          itBlock(code, mask, nzcv);
        }
      }
    }
  }

  private static void itBlock(int code, int mask, int nzcv) {
    String letters =
        Instructions.decode(InstructionWord.t16(0xbf00 | code << 4 | mask))
            .orElseThrow()
            .text()
            .substring(1)
            .replaceAll(" .*", "");
    FakeCore core = core(T32);
    flags(core, nzcv);
    core.run("i" + letters + " " + Condition.of(code));
    core.it = new ItState(Integer.parseInt(core.events.get(0).substring(3), 16));
    boolean holds = Condition.of(code).holds(new Flags(nzcv));
    for (int index = 0; index < letters.length(); index++) {
      // Encoded by hand: MOVS r<index>, #1.
      Instructions.decode(InstructionWord.t16(0x2001 | index << 8)).orElseThrow().step().run(core);
      boolean executed = core.registers[index].value() == 1;
      assertEquals(holds == (letters.charAt(index) == 't'), executed, letters + code + " " + nzcv);
      assertEquals((nzcv & 4) != 0, core.z.value(), "no flags in the block");
      core.it = core.it.advance();
    }
    assertEquals(ItState.NONE, core.it);
  }

  @Test
  void anUnreliableConditionIsReported() {
    FakeCore core = core(A32);
    core.z = Truth.unreliable(true, HERE);
    assertEquals(List.of("relied on condition eq"), core.run("moveq r0, #1").events);
    assertEquals(1, core.registers[0].value());
    FakeCore compare = core(T32);
    compare.registers[0] = new Word(0, 1, HERE);
    assertEquals(List.of("relied on cbz", "branch 8010"), compare.run("cbz r0, .+16").events);
    FakeCore branch = core(T32);
    branch.n = Truth.unreliable(false, HERE);
    assertEquals(List.of("relied on bmi"), branch.run("bmi .+16").events);
  }

  @Test
  void aZeroMadeOfARegisterAndItselfMayBeReliedOn() {
    for (InstructionSet isa : List.of(A32, T32)) {
      for (String line : List.of("eors r0, r0, r0", "subs r0, r0, r0", "bics r0, r0, r0")) {
        FakeCore core = core(isa);
        core.registers[0] = new Word(5, 0xff, HERE);
        core.run(line);
        assertEquals(Word.ZERO, core.registers[0], line);
        assertEquals(Truth.TRUE, core.z, line);
      }
    }
  }

  @Test
  void callsAreTheProcessorsWhateverTheCondition() {
    FakeCore core = core(A32);
    flags(core, 0);
    assertEquals(List.of("smceq #1"), core.run("smceq #1").events);
    FakeCore block = core(T32);
    block.it = new ItState(0x08);
    Instructions.decode(InstructionWord.of(T32, 0xf7f18000)).orElseThrow().step().run(block);
    assertEquals(List.of("smc #1"), block.events);
  }

  @Test
  void pcReadsAheadAndWritesBranch() {
    FakeCore a32 = core(A32);
    a32.run("mov r0, pc");
    a32.run("str pc, [r1]");
    assertEquals(0x8008, a32.registers[0].value());
    assertEquals(0x8008, a32.load(Word.ZERO, 4).value());
    FakeCore t32 = core(T32);
    t32.pc = 0x8002;
    t32.run("mov r0, pc").run("adr r1, .+10");
    assertEquals(0x8006, t32.registers[0].value());
    assertEquals(0x800c, t32.registers[1].value());
    a32.registers[3] = Word.of(0x9001);
    t32.registers[3] = Word.of(0x9001);
    t32.events.clear();
    a32.events.clear();
    assertEquals(List.of("bx 9001", "bx 9001"), a32.run("mov pc, r3").run("bx r3").events);
    assertEquals(List.of("branch 9000", "bx 9001"), t32.run("mov pc, r3").run("bx r3").events);
    a32.memory.put(0x9001L, Word.of(0x61));
    a32.events.clear();
    assertEquals(List.of("bx 61"), a32.run("ldr pc, [r3]").events);
  }

  @Test
  void linksComeBackToTheSameSet() {
    FakeCore a32 = core(A32);
    assertEquals(List.of("branch 8010"), a32.run("bl .+16").events);
    assertEquals(0x8004, a32.registers[14].value());
    a32.events.clear();
    assertEquals(List.of("bx 8013"), a32.run("blx .+18").events);
    FakeCore t32 = core(T32);
    t32.pc = 0x8002;
    assertEquals(List.of("branch 7ff2"), t32.run("bl .-16").events);
    assertEquals(0x8007, t32.registers[14].value());
    t32.events.clear();
    assertEquals(List.of("bx 8010"), t32.run("blx 0x8010").events);
    t32.registers[14] = Word.of(0x100);
    t32.events.clear();
    assertEquals(List.of("bx 100"), t32.run("blx lr").events);
    assertEquals(0x8005, t32.registers[14].value());
  }

  @ParameterizedTest
  @EnumSource(names = {"A32", "T32"})
  void theBaseChangesAsTheAddressingSays(InstructionSet isa) {
    FakeCore core = core(isa);
    core.registers[1] = Word.of(0x100);
    core.memory.put(0x104L, Word.of(0x80));
    core.memory.put(0x105L, Word.of(0xff));
    core.run("ldrsb r0, [r1, #4]");
    assertEquals(0xffff_ff80L, core.registers[0].value());
    core.run("ldrsh r0, [r1, #4]!");
    assertEquals(0xffff_ff80L, core.registers[0].value());
    assertEquals(0x104, core.registers[1].value());
    core.run("ldrh r0, [r1], #-8");
    assertEquals(0xff80, core.registers[0].value());
    assertEquals(0xfc, core.registers[1].value());
    core.run("strd r0, r1, [r1, #8]");
    assertEquals(0x0000_00fc_0000_ff80L, core.load(Word.of(0x104), 8).value());
    core.registers[2] = Word.of(1);
    core.run("ldr r0, [r1, r2, lsl #3]");
    assertEquals(0xff80, core.registers[0].value());
  }

  @ParameterizedTest
  @EnumSource(names = {"A32", "T32"})
  void storesGoWhereTheAddressingSays(InstructionSet isa) {
    FakeCore core = core(isa);
    core.registers[1] = Word.of(0x100);
    core.run("str r0, [r1], #4").run("strb r0, [r1, #8]!").run("strd r2, r3, [r1], #-12");
    assertEquals(List.of("store 100 4", "store 10c 1", "store 10c 4", "store 110 4"), core.events);
    assertEquals(0x100, core.registers[1].value());
  }

  /** The lowest register is at the lowest address, wherever the block lies. */
  @Test
  void blocksAscendByRegisterNumber() {
    String[] modes = {"ia", "ib", "da", "db"};
    long[] lowest = {0x100, 0x104, 0x100 - 8, 0x100 - 12};
    long[] after = {0x10c, 0x10c, 0xf4, 0xf4};
    for (int mode = 0; mode < 4; mode++) {
      FakeCore core = core(A32);
      core.registers[0] = Word.of(0x100);
      IntStream.of(1, 5, 14).forEach(number -> core.registers[number] = Word.of(number));
      core.run("stm" + modes[mode] + " r0!, {r1, r5, lr}");
      assertEquals(after[mode], core.registers[0].value(), modes[mode]);
      assertEquals(1, core.load(Word.of(lowest[mode]), 4).value(), modes[mode]);
      assertEquals(5, core.load(Word.of(lowest[mode] + 4), 4).value(), modes[mode]);
      assertEquals(14, core.load(Word.of(lowest[mode] + 8), 4).value(), modes[mode]);
      core.registers[0] = Word.of(0x100);
      core.run("ldm" + modes[mode] + " r0, {r2, r3, r4}");
      assertEquals(5, core.registers[3].value(), modes[mode]);
      assertEquals(0x100, core.registers[0].value());
    }
    FakeCore base = core(A32);
    base.registers[1] = Word.of(0x200);
    base.run("stm r1!, {r0, r1}");
    assertFalse(base.load(Word.of(0x204), 4).isReliable(), "the stored base is UNKNOWN");
  }

  @Test
  void exceptionReturns() {
    for (InstructionSet isa : List.of(A32, T32)) {
      FakeCore core = core(isa);
      core.registers[14] = Word.of(0x104);
      assertEquals(List.of("return 100"), core.run("subs pc, lr, #4").events);
      core.events.clear();
      assertEquals(List.of("return 104"), core.run("eret").events);
      core.events.clear();
      core.memory.put(0x201L, Word.of(2));
      core.memory.put(0x204L, Word.of(0x1f));
      core.registers[3] = Word.of(0x200);
      assertEquals(List.of("return 200 1f"), core.run("rfeia r3!").events);
      assertEquals(0x208, core.registers[3].value());
      core.cpsr = Word.of(HYP);
      core.events.clear();
      core.run("subs pc, lr, #4").run("rfeia r3").run("srsdb sp!, #19").run("eret");
      assertEquals(List.of("undefined", "undefined", "undefined", "return"), core.events);
    }
    FakeCore core = core(A32);
    core.registers[13] = Word.of(0x200);
    core.memory.put(0x200L, Word.of(7));
    core.memory.put(0x204L, Word.of(0x40));
    assertEquals(List.of("return 40"), core.run("ldm sp!, {r0, pc}^").events);
    assertEquals(7, core.registers[0].value());
    assertEquals(0x208, core.registers[13].value());
  }

  @Test
  void registersOfOtherModes() {
    assertEquals(List.of("write UND r13 0"), events(A32, "msr sp_und, r0"));
    assertEquals(List.of("write USR r8 0"), events(T32, "msr r8_usr, r0"));
    assertEquals(List.of("read FIQ r14"), events(A32, "mrs r0, lr_fiq"));
    assertEquals(List.of("write spsr MON 0"), events(A32, "msr spsr_mon, r0"));
    assertEquals(List.of("read USR r13", "store 0 4"), events(A32, "stm r0, {sp}^"));
    assertEquals(List.of("write USR r14 0"), events(A32, "ldm r0, {r1, lr}^"));
    FakeCore core = core(T32);
    core.spsr = Word.of(0x53);
    core.registers[14] = Word.of(0x1234);
    assertEquals(
        List.of("read SVC r13", "store fffffff8 4", "store fffffffc 4", "write SVC r13 fffffff8"),
        core.run("srsdb sp!, #19").events);
    assertEquals(0x53, core.load(Word.of(0xffff_fffcL), 4).value());
    core.registers[0] = Word.of(0x500);
    core.run("msr elr_hyp, r0");
    assertEquals(0x500, core.system.get(SystemRegister.ELR_EL2).value());
  }

  @Test
  void statusAndState() {
    assertEquals(List.of("cpsr d3 mask ff"), events(A32, "msr cpsr_c, #0xd3"));
    assertEquals(List.of("spsr 0 mask ff0000ff"), events(T32, "msr spsr_fc, r0"));
    assertEquals(List.of("AIF_SET 3", "MODE 19"), events(A32, "cpsid if, #19"));
    assertEquals(List.of("AIF_CLEAR 2"), events(T32, "cpsie i"));
    assertEquals(List.of("MODE 22"), events(T32, "cps #22"));
    assertEquals(List.of("ENDIANNESS 1"), events(A32, "setend be"));
    assertEquals(List.of("breakpoint 171"), events(T32, "bkpt #171"));
    assertEquals(List.of("undefined"), events(A32, "udf #1"));
    assertEquals(List.of("yield"), events(T32, "wfi"));
  }

  @Test
  void coprocessor15ReachesTheRegistersOfBothStates() {
    FakeCore core = core(A32);
    core.system.put(SystemRegister.FAR_EL2, Word.of(0x1111_2222_3333_4444L));
    core.run("mrc p15, 4, r0, c6, c0, 0").run("mrc p15, 4, r1, c6, c0, 2");
    assertEquals(0x3333_4444L, core.registers[0].value());
    assertEquals(0x1111_2222L, core.registers[1].value());
    core.run("mcr p15, 4, r1, c6, c0, 0");
    assertEquals(0x1111_2222_1111_2222L, core.system.get(SystemRegister.FAR_EL2).value());
    core.run("mcrr p15, 0, r0, r1, c2").run("mrrc p15, 0, r2, r3, c2");
    assertEquals(0x1111_2222_3333_4444L, core.system.get(SystemRegister.TTBR0_EL1).value());
    assertEquals(0x1111_2222L, core.registers[3].value());
    assertEquals(
        List.of("IC_IALLU_LOCAL 0", "TLBI_VMALLE1_LOCAL 0", "barrier"),
        core(A32)
            .run("mcr p15, 0, r0, c7, c5, 0")
            .run("mcr p15, 0, r0, c8, c7, 0")
            .run("mcr p15, 0, r0, c7, c10, 4")
            .events);
  }

  @Test
  void exclusivePairsFollowTheDataEndianness() {
    for (boolean big : new boolean[] {false, true}) {
      FakeCore core = core(A32);
      core.cpsr = Word.of(big ? SVC | 0x200 : SVC);
      for (int index = 0; index < 8; index++) {
        core.memory.put(0x100L + index, Word.of(index));
      }
      core.registers[2] = Word.of(0x100);
      core.run("ldrexd r0, r1, [r2]");
      assertEquals(big ? 0x0706_0504L : 0x0302_0100L, core.registers[0].value());
      core.run("strexd r4, r0, r1, [r2]");
      assertEquals(0, core.registers[4].value());
      assertEquals(0x0706_0504_0302_0100L, core.load(Word.of(0x100), 8).value());
      core.run("strexd r4, r0, r1, [r2]");
      assertEquals(1, core.registers[4].value());
    }
  }

  @Test
  void literalsAndForwardBranchesTakeTheNarrowestEncoding() {
    Program program =
        Assembler.assemble(
            T32,
            0x8000,
            "cbz r0, end\nldr r1, =0x12345678\nb end\nldr.w r8, =0x12345678\nend: nop");
    assertEquals(
        List.of(2, 2, 2, 4, 2, 4), program.lines().stream().map(Program.Line::size).toList());
    Program far =
        Assembler.assemble(
            T32, 0x8000, "b end\nbeq end\n.space 3000\nend: bl far\n.space 8\nfar: nop");
    assertEquals(List.of(4, 4, 4, 2), far.lines().stream().map(Program.Line::size).toList());
  }
}
