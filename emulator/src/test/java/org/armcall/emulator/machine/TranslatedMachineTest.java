// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Coherence;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Control;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;
import org.junit.jupiter.api.Test;

/** Machines with translation on, with stale views, and with devices. */
final class TranslatedMachineTest {
  private static final long TABLES = Machines.RAM + 0x40000;
  private static final long STAGE_TWO = Machines.RAM + 0x80000;
  private final List<MachineEvent> events = new ArrayList<>();

  private MachineBuilder builder() {
    return Machine.of(Machines.WIDE_EL2).ram(Machines.RAM, Machines.RAM_SIZE).listener(events::add);
  }

  /** Intermediate 0x40000000 is physical; the page behind it may be fetched and read only. */
  private static void stageTwo(Machine machine) {
    PageTables tables =
        new PageTables(machine.memory(), PageTables.Format.STAGE2_4K, STAGE_TWO, 40);
    tables.map(Machines.RAM, Machines.RAM, 0x1000, Rights.GUEST_ALL);
    tables.map(Machines.RAM + 0x1000, Machines.RAM + 0x1000, 0x1000, Rights.GUEST_CODE);
    Processor processor = machine.processor(0);
    processor.poke(SystemRegister.VTCR_EL2, tables.control());
    processor.poke(SystemRegister.VTTBR_EL2, tables.base());
    Word hcr = processor.peek(SystemRegister.HCR_EL2);
    processor.poke(SystemRegister.HCR_EL2, hcr.or(Word.of(1)));
  }

  private Machine guest(MachineBuilder builder, String text) {
    Machine machine = builder.build();
    Processor processor = machine.processor(0);
    processor.start(
        new Start(Machines.GUEST, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    Machines.load(machine, InstructionSet.A64, Machines.GUEST, text);
    return machine;
  }

  @Test
  void aStageTwoTranslationFaultGoesToEl2WithItsIntermediateAddress() {
    Machine machine = guest(builder(), "ldr x1, [x2]\n");
    stageTwo(machine);
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(0x40123458L));
    machine.step();
    assertEquals(ExceptionLevel.EL2, processor.level());
    assertEquals(Machines.vectors(2) + 0x400, processor.pc());
    // Data abort from a lower level, IL, ISV with SAS=3, SRT=1 and SF, translation fault of level 3
    assertEquals(0x93c18007L, processor.peek(SystemRegister.ESR_EL2).value());
    assertEquals(0x40123458L, processor.peek(SystemRegister.FAR_EL2).value());
    assertEquals(Word.of(0x401230), processor.peek(SystemRegister.HPFAR_EL2));
  }

  @Test
  void aStageTwoPermissionFaultLeavesTheIntermediateAddressUnknown() {
    Machine machine = guest(builder(), "str x1, [x2]\n");
    stageTwo(machine);
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(Machines.RAM + 0x1008));
    machine.step();
    assertEquals(0x93c1804fL, processor.peek(SystemRegister.ESR_EL2).value());
    assertFalse(processor.peek(SystemRegister.HPFAR_EL2).isReliable());
  }

  @Test
  void aFetchFromAPageThatStageTwoDoesNotHave() {
    Machine machine = guest(builder(), "br x2\n");
    stageTwo(machine);
    Processor processor = machine.processor(0);
    processor.register(2, Word.of(Machines.RAM + 0x2000));
    Machines.turns(machine, 2);
    assertEquals(0x82000007L, processor.peek(SystemRegister.ESR_EL2).value());
  }

  /** ARMv7 with short descriptors: virtual 0x8000 and 0x9000 are apart in physical memory. */
  private Machine thumb(boolean second) {
    Machine machine =
        Machine.of(Machines.ARMV7)
            .ram(Machines.RAM, Machines.RAM_SIZE)
            .listener(events::add)
            .build();
    Processor processor = machine.processor(0);
    processor.start(new Start(0x8ffeL, Mode.SVC, InstructionSet.T32, SecurityState.NONSECURE));
    Machines.setVectors(processor);
    PageTables tables = new PageTables(machine.memory(), PageTables.Format.SHORT, TABLES, 32);
    tables.map(0x8000, Machines.RAM + 0x5000, 0x1000, Rights.KERNEL_CODE);
    if (second) {
      tables.map(0x9000, Machines.RAM + 0x2000, 0x1000, Rights.KERNEL_CODE);
    }
    processor.poke(SystemRegister.TTBR0_EL1, tables.base());
    processor.poke(SystemRegister.TCR_EL1, tables.control());
    processor.poke(SystemRegister.DACR32_EL2, PageTables.dacr());
    processor.poke(SystemRegister.MAIR_EL1, PageTables.mair(PageTables.Format.SHORT));
    processor.poke(SystemRegister.SCTLR_EL1, Word.of(1));
    processor.control(Control.SCR_HCE, true);
    SecurityState space = SecurityState.NONSECURE;
    machine.memory().write(Machines.RAM + 0x5ffe, 2, space, Word.of(0xf7e0));
    machine.memory().write(Machines.RAM + 0x2000, 2, space, Word.of(0x8ea1));
    return machine;
  }

  @Test
  void anInstructionMayLieInTwoPagesThatAreApart() {
    Machine machine = thumb(true);
    machine.step();
    assertEquals(Mode.HYP, machine.processor(0).mode());
    // HVC #0xea1 of AArch32
    assertEquals(0x4a000ea1L, machine.processor(0).peek(SystemRegister.ESR_EL2).value());
    assertEquals(0x9002L, machine.processor(0).peek(SystemRegister.ELR_EL2).value());
  }

  @Test
  void itsSecondPageMayBeMissing() {
    Machine machine = thumb(false);
    machine.step();
    assertEquals(Mode.ABT, machine.processor(0).mode());
    // Translation fault of the second level; IFAR is the second halfword
    assertEquals(7, machine.processor(0).peek(SystemRegister.IFSR32_EL2).value());
    assertEquals(0x9000, machine.processor(0).peek(SystemRegister.FAR_EL1).value() >>> 32);
    assertEquals(0x8ffe + 4, machine.processor(0).register(14).value());
  }

  private static final String REWRITES =
      "again: movz x1, #1\n cbnz x5, done\n movz x5, #1\n str w3, [x4]\n b again\ndone: b done\n";

  private Machine rewriting(Coherence coherence, String text) {
    Machine machine = guest(builder().coherence(coherence), text);
    Processor processor = machine.processor(0);
    processor.register(5, Word.ZERO);
    // movz x1, #2
    processor.register(3, Word.of(0xd2800041L));
    processor.register(4, Word.of(Machines.GUEST));
    Machines.turns(machine, 10);
    return machine;
  }

  @Test
  void rewrittenCodeExecutesAtOnceIfInstructionsAreCoherent() {
    assertEquals(2, rewriting(Coherence.ALL, REWRITES).processor(0).register(1).value());
  }

  @Test
  void rewrittenCodeExecutesAfterMaintenanceOnlyIfTheyAreNot() {
    Coherence stale = new Coherence(true, false, true);
    assertEquals(1, rewriting(stale, REWRITES).processor(0).register(1).value());
    String maintained = REWRITES.replace("b again\n", "ic ivau, x4\n b again\n");
    assertEquals(2, rewriting(stale, maintained).processor(0).register(1).value());
  }

  @Test
  void anExclusiveStoreFailsAfterAStoreOfAnotherProcessor() {
    for (boolean other : new boolean[] {false, true}) {
      Machine machine = builder().processors(2).build();
      for (Processor processor : machine.processors()) {
        long at = Machines.GUEST + 0x100L * processor.number();
        processor.start(new Start(at, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
        processor.register(2, Word.of(Machines.DATA));
        processor.register(3, Word.of(7));
        processor.register(1, Word.ZERO);
      }
      Machines.load(
          machine, InstructionSet.A64, Machines.GUEST, "ldxr x1, [x2]\n stxr w4, x3, [x2]\n");
      Machines.load(machine, InstructionSet.A64, Machines.GUEST + 0x100, "str x3, [x2]\n");
      machine.run(Schedule.parse(other ? "cpu0 cpu1 cpu0" : "cpu0*2"), 10);
      assertEquals(other ? 1 : 0, machine.processor(0).register(4).value());
    }
  }

  @Test
  void aHandlerTakesOneStepATurnAndOthersRunBetween() {
    List<String> order = new ArrayList<>();
    DeviceActor device =
        new DeviceActor() {
          @Override
          public String name() {
            return "dma";
          }

          @Override
          public boolean canGoOn() {
            return true;
          }

          @Override
          public void turn(Machine machine) {
            order.add("dma");
          }
        };
    Handler handler =
        context -> {
          order.add("first");
          context.pause(1);
          return new HandlerStep.Continue(
              "read",
              later -> {
                order.add("second");
                later.resume(1);
                return new HandlerStep.Resume();
              });
        };
    Machine machine =
        guest(
            builder().processors(2).device(device).handler(ExceptionLevel.EL2, handler),
            "hvc #1\n nop\n");
    Processor second = machine.processor(1);
    second.start(
        new Start(Machines.GUEST + 4, Mode.EL1H, InstructionSet.A64, SecurityState.NONSECURE));
    Run run = machine.run(Schedule.parse("cpu0*2 dma cpu1 cpu0*2"), 100);
    assertEquals(List.of("first", "dma", "second"), order);
    assertEquals(Machines.GUEST + 4, second.pc(), "its turn passed");
    assertEquals(Machines.GUEST + 8, machine.processor(0).pc());
    assertEquals("cpu0*2 dma cpu1 cpu0*2", run.schedule().text());
  }

  @Test
  void aHandlerWalksReadsAndTranslates() {
    List<Object> seen = new ArrayList<>();
    Handler handler =
        context -> {
          Word at = context.returnAddress().minus(Word.of(4));
          seen.add(context.read(at.value(), at.value(), 4, Alias.CACHEABLE).orElseThrow().value());
          seen.add(context.read(0, 0x70000000L, 4, Alias.NON_CACHEABLE).isPresent());
          seen.add(
              context.translate(org.armcall.emulator.isa.Maintenance.AT_S12E1R, at).value()
                  & 0xfffffffff001L);
          seen.add(context.syndrome().orElseThrow().value());
          return new HandlerStep.Halt("seen");
        };
    Machine machine = guest(builder().handler(ExceptionLevel.EL2, handler), "hvc #5\n");
    stageTwo(machine);
    Run run = Machines.turns(machine, 3);
    assertEquals(new Ending.Halted("cpu0", "seen"), run.ending());
    assertEquals(List.of(0xd40000a2L, false, Machines.GUEST, 0x5a000005L), seen);
    assertTrue(events.stream().anyMatch(MachineEvent.Fetched.class::isInstance));
  }

  @Test
  void theUartPrints() {
    StringBuilder printed = new StringBuilder();
    Machine machine =
        guest(
            builder().uart(character -> printed.append((char) character)),
            """
            movz x0, #0x0900, lsl #16
            movz w1, #0x48
            strb w1, [x0]
            movz w1, #0x69
            str w1, [x0]
            """);
    Machines.turns(machine, 5);
    assertEquals("Hi", printed.toString());
  }

  @Test
  void whenEveryProcessorIsPausedNobodyIsLeft() {
    Machine machine = guest(builder(), "nop\n");
    machine.pause(0);
    assertEquals(new Ending.NobodyLeft(), machine.run(new Schedule.Seeded(1), 10).ending());
  }

  @Test
  void moreMemoryThanAllowedEndsTheRun() {
    Machine machine =
        guest(
            builder().memoryLimit(0x2000),
            "loop: str x1, [x2]\n add x2, x2, #0x1, lsl #12\n b loop\n");
    machine.processor(0).register(2, Word.of(Machines.RAM + 0x10000));
    Run run = Machines.turns(machine, 100);
    assertTrue(run.ending() instanceof Ending.Faulted, run.ending().text());
  }
}
