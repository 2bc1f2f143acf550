// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.Processor;
import org.armcall.emulator.memory.ExternalAbortException;
import org.armcall.emulator.memory.MemoryLimitException;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.Rights;
import org.armcall.emulator.scenario.Scenario.Mapping;
import org.armcall.emulator.scenario.Scenario.Tables;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;

/** The translation tables of a scenario in its machine's memory. */
final class LiveTables {
  /** SCTLR.M, C and I: the MMU and both caches. */
  private static final long MMU_AND_CACHES = 1 | 1 << 2 | 1 << 12;

  /** HCR_EL2.VM: stage 2. */
  private static final long STAGE2 = 1;

  private final Machine machine;
  private final Scenario scenario;
  private final Protected guarded;
  private final List<PageTables> built = new ArrayList<>();

  /** Writes the tables. */
  LiveTables(Machine machine, Scenario scenario, Protected guarded) {
    this.machine = machine;
    this.scenario = scenario;
    this.guarded = guarded;
    for (Tables tables : scenario.tables()) {
      built.add(build(tables));
    }
  }

  private PageTables build(Tables tables) {
    try {
      PageTables pages =
          tables.high()
              ? PageTables.high(machine.memory(), tables.format(), tables.at(), tables.inputBits())
              : new PageTables(machine.memory(), tables.format(), tables.at(), tables.inputBits());
      for (Mapping mapping : tables.map()) {
        Rights rights = tables.format().stageTwo() ? guarded.stageTwo(mapping) : mapping.rights();
        pages.guarded(mapping.guarded());
        pages.map(mapping.from(), mapping.to(), mapping.size(), rights);
      }
      return pages;
    } catch (ExternalAbortException outside) {
      throw new ScenarioException(
          "tables at "
              + Numbers.hex(tables.at())
              + " do not fit into memory there: "
              + outside.getMessage());
    } catch (MemoryLimitException full) {
      throw new ScenarioException(full.getMessage());
    } catch (IllegalArgumentException impossible) {
      throw new ScenarioException(
          "tables at " + Numbers.hex(tables.at()) + ": " + impossible.getMessage());
    }
  }

  /** Points the processor's registers to the tables and switches translation on. */
  void use(Processor processor) {
    Optional<PageTables> low = stageOne(ExceptionLevel.EL1, false);
    Optional<PageTables> high = stageOne(ExceptionLevel.EL1, true);
    low.ifPresent(pages -> processor.poke(SystemRegister.TTBR0_EL1, pages.base()));
    high.ifPresent(pages -> processor.poke(SystemRegister.TTBR1_EL1, pages.base()));
    if (low.isPresent() || high.isPresent()) {
      processor.poke(
          SystemRegister.TCR_EL1,
          low.isPresent() && high.isPresent()
              ? PageTables.control(low.get(), high.get())
              : low.or(() -> high).orElseThrow().control());
      processor.poke(SystemRegister.MAIR_EL1, PageTables.mair(format(ExceptionLevel.EL1)));
      processor.poke(SystemRegister.DACR32_EL2, PageTables.dacr());
      set(processor, SystemRegister.SCTLR_EL1, MMU_AND_CACHES);
    }
    stageOne(ExceptionLevel.EL2, false)
        .ifPresent(
            pages -> {
              processor.poke(SystemRegister.TTBR0_EL2, pages.base());
              processor.poke(SystemRegister.TCR_EL2, pages.singleControl());
              processor.poke(SystemRegister.MAIR_EL2, PageTables.mair(format(ExceptionLevel.EL2)));
              set(processor, SystemRegister.SCTLR_EL2, MMU_AND_CACHES);
            });
    for (int index = 0; index < built.size(); index++) {
      if (scenario.tables().get(index).format().stageTwo()) {
        processor.poke(SystemRegister.VTTBR_EL2, built.get(index).base());
        processor.poke(SystemRegister.VTCR_EL2, built.get(index).control());
        set(processor, SystemRegister.HCR_EL2, STAGE2);
      }
    }
  }

  private static void set(Processor processor, SystemRegister register, long bits) {
    processor.poke(register, processor.peek(register).or(Word.of(bits)));
  }

  private Optional<PageTables> stageOne(ExceptionLevel level, boolean high) {
    for (int index = 0; index < built.size(); index++) {
      Tables tables = scenario.tables().get(index);
      if (!tables.format().stageTwo() && tables.level() == level && tables.high() == high) {
        return Optional.of(built.get(index));
      }
    }
    return Optional.empty();
  }

  private PageTables.Format format(ExceptionLevel level) {
    return scenario.tables().stream()
        .filter(tables -> !tables.format().stageTwo() && tables.level() == level)
        .findFirst()
        .orElseThrow()
        .format();
  }
}
