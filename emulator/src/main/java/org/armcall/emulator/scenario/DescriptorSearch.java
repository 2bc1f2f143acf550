// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.scenario;

import java.util.Optional;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.machine.Machine;
import org.armcall.emulator.machine.Processor;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.ControlRegisters;
import org.armcall.emulator.memory.DataCache;
import org.armcall.emulator.memory.PageTables;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.TranslationFeatures;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.memory.WalkListener;
import org.armcall.emulator.memory.Walker;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.state.SecurityState;

/** Finds the descriptor of an address of EL1 by walking the tables as processor 0 would. */
final class DescriptorSearch implements WalkListener {
  private final Machine machine;
  private final DataCache view;
  private final PageTables.Format format;
  private Optional<TableChange.Descriptor> last = Optional.empty();

  /**
   * A search.
   *
   * @param view what the walk reads: memory alone, or what processors see
   */
  DescriptorSearch(
      Machine machine, DataCache view, PageTables.Format format, ExceptionLevel level) {
    this.machine = machine;
    this.view = view;
    this.format = format;
    if (level != ExceptionLevel.EL1) {
      throw new ScenarioException("scripts change tables of EL1 and of stage 2 only");
    }
  }

  TableChange.Descriptor find(long from) {
    Walker walker = new Walker(view);
    if (format.stageTwo()) {
      walker.stageTwo(regime(), from, Access.READ, this);
    } else {
      walker.translate(regime(), from, Access.FETCH, this);
    }
    return last.orElseThrow(
        () -> new ScenarioException("no tables say anything about " + Numbers.hex(from)));
  }

  private TranslationRegime regime() {
    Processor processor = machine.processor(0);
    boolean el2Aarch64 =
        machine
            .platform()
            .widestOf(ExceptionLevel.EL2)
            .filter(state -> state == ExecutionState.AARCH64)
            .isPresent();
    boolean aarch64 = format.name().startsWith("A64");
    ControlRegisters registers =
        new ControlRegisters(
            processor.peek(SystemRegister.SCTLR_EL1),
            processor.peek(SystemRegister.TCR_EL1),
            processor.peek(SystemRegister.TTBR0_EL1),
            processor.peek(SystemRegister.TTBR1_EL1),
            processor.peek(SystemRegister.MAIR_EL1),
            processor.peek(SystemRegister.DACR32_EL2),
            Word.ZERO,
            Word.ZERO,
            machine.platform().has(ExceptionLevel.EL2)
                ? processor.peek(SystemRegister.HCR_EL2)
                : Word.ZERO,
            processor.peek(SystemRegister.VTCR_EL2),
            processor.peek(SystemRegister.VTTBR_EL2),
            processor.peek(SystemRegister.SCTLR_EL2));
    return TranslationRegime.of(
        RegimeKind.EL10,
        SecurityState.NONSECURE,
        aarch64,
        el2Aarch64,
        registers,
        machine.platform().isArmv7() ? TranslationFeatures.ARMV7 : TranslationFeatures.ARMV8);
  }

  @Override
  public void descriptor(Stage stage, int level, long virtual, long address, Word descriptor) {
    if (stage == (format.stageTwo() ? Stage.TWO : Stage.ONE)) {
      int bytes = format == PageTables.Format.SHORT ? 4 : 8;
      last = Optional.of(new TableChange.Descriptor(address, bytes, level, descriptor.value()));
    }
  }

  @Override
  public void relied(long virtual, String what, long bits, Origin origin) {}
}
