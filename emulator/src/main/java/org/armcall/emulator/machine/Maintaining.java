// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.Mapped;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.StageOne;
import org.armcall.emulator.memory.Tlb;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;

/** Maintenance of TLBs and caches, and the address translation instructions. */
final class Maintaining {
  private final Cpu cpu;
  private final Bus bus;
  private final Regimes regimes;
  private final MemoryPort memory;
  private final Aborts aborts;

  Maintaining(Cpu cpu, Bus bus, Regimes regimes, MemoryPort memory, Aborts aborts) {
    this.cpu = cpu;
    this.bus = bus;
    this.regimes = regimes;
    this.memory = memory;
    this.aborts = aborts;
  }

  /** Whether the current level may not do it. */
  boolean isUndefined(Maintenance operation) {
    String name = operation.name();
    if (cpu.status.level == EL0) {
      return cpu.status.isa != InstructionSet.A64 || !isCacheByAddress(operation);
    }
    boolean needsEl2 =
        name.contains("E2")
            || name.contains("S12")
            || name.contains("IPAS2")
            || name.startsWith("TLBI_ALLE1");
    if (name.startsWith("TLBI_ALLE3")) {
      return cpu.status.level != org.armcall.model.platform.ExceptionLevel.EL3;
    }
    return needsEl2 && cpu.status.level == EL1;
  }

  private static boolean isCacheByAddress(Maintenance operation) {
    return switch (operation) {
      case IC_IVAU, DC_CVAU, DC_CVAC, DC_CIVAC -> true;
      default -> false;
    };
  }

  /** Does it; takes an abort where the address has no translation. */
  void run(Maintenance operation, Word argument) {
    String name = operation.name();
    if (name.startsWith("TLBI")) {
      invalidate(operation, argument);
    } else if (name.startsWith("AT_")) {
      cpu.report(SystemRegister.PAR_EL1, translate(operation, argument));
    } else if (name.startsWith("IC_IALLU")) {
      bus.instructions.maintain(operation, 0);
    } else if (name.startsWith("IC") || name.startsWith("DC")) {
      byAddress(operation, argument);
    }
    bus.forget();
  }

  private void invalidate(Maintenance operation, Word argument) {
    cpu.relied("the address of a TLB invalidation", argument, -1);
    boolean local = operation.name().endsWith("_LOCAL");
    TranslationRegime guest = regimes.of(RegimeKind.EL10);
    Tlb.Scope scope =
        new Tlb.Scope(
            cpu.status.isa == InstructionSet.A64,
            cpu.levels.security(cpu.status.level),
            guest.vmid(),
            cpu.levels.e2h() && cpu.levels.tge());
    for (int number = 0; number < bus.tlbs.size(); number++) {
      if (!local || number == cpu.number) {
        bus.tlbs.get(number).invalidate(operation, argument.value(), scope);
      }
    }
  }

  private void byAddress(Maintenance operation, Word argument) {
    cpu.relied("the address of cache maintenance", argument, -1);
    long address =
        cpu.status.isa == InstructionSet.A64 ? argument.value() : argument.value() & 0xffffffffL;
    Access access = Access.of(Access.Kind.MAINTENANCE, cpu.status.level != EL0);
    Translation found =
        bus.tlbs.get(cpu.number).translate(regimes.current(), address, access, memory.listener());
    if (found instanceof Fault fault) {
      aborts.data(fault, address, true, true);
      throw Abandoned.NOW;
    }
    Mapped mapped = (Mapped) found;
    if (operation == Maintenance.IC_IVAU) {
      bus.instructions.maintain(operation, mapped.address(address));
    } else {
      bus.data.maintain(operation, mapped.address(address), mapped.space());
    }
  }

  /**
   * AT: what PAR gets (pseudocode AArch64.AT; PAR_EL1, DDI 0487 D24.2). A stage-2 fault of a
   * stage-1 operation at EL1 is taken to EL2.
   */
  Word translate(Maintenance operation, Word argument) {
    cpu.relied("the address of an address translation instruction", argument, -1);
    String name = operation.name();
    boolean both = name.startsWith("AT_S12");
    boolean ofEl2 = name.contains("E2");
    boolean write = name.endsWith("W");
    boolean privileged = !name.contains("E0");
    RegimeKind kind;
    if (ofEl2) {
      kind = cpu.levels.e2h() ? RegimeKind.EL20 : RegimeKind.EL2;
    } else if (cpu.status.level == EL2 && cpu.levels.e2h() && cpu.levels.tge()) {
      kind = RegimeKind.EL20;
    } else {
      kind = cpu.levels.securePl1IsEl3() ? RegimeKind.EL30 : RegimeKind.EL10;
    }
    TranslationRegime regime = regimes.of(kind);
    boolean narrow = cpu.status.isa != InstructionSet.A64;
    long address = narrow ? argument.value() & 0xffffffffL : argument.value();
    Access access = Access.of(write ? Access.Kind.WRITE : Access.Kind.READ, privileged);
    // The instruction answers as the TLB does, stale entries included.
    Tlb tlb = bus.tlbs.get(cpu.number);
    Translation found =
        both
            ? tlb.translate(regime, address, access, memory.listener())
            : tlb.stageOne(regime, address, access, memory.listener());
    boolean shortFormat =
        narrow
            && cpu.status.level != EL2
            && (regime.stageOne() instanceof StageOne.ShortDescriptors || isShort(regime));
    if (found instanceof Fault fault) {
      if (fault.stage() == Stage.TWO && !both && cpu.status.level == EL1) {
        aborts.data(fault, address, write, true);
        throw Abandoned.NOW;
      }
      return Word.of(shortFormat ? shortFault(fault) : longFault(fault));
    }
    Mapped mapped = (Mapped) found;
    long physical = mapped.address(address);
    return Word.of(shortFormat ? physical & 0xfffff000L : longSuccess(mapped, physical));
  }

  /** Stage 1 is off: the format is that of TTBCR.EAE. */
  private boolean isShort(TranslationRegime regime) {
    return regime.stageOne() instanceof StageOne.Off
        && (cpu.control(SystemRegister.TCR_EL1) >>> 31 & 1) == 0;
  }

  private static long shortFault(Fault fault) {
    int status = fault.shortStatus();
    return 1 | (long) (status & 0xf) << 1 | (long) (status >>> 4) << 5;
  }

  private static long longFault(Fault fault) {
    return 1
        | (long) fault.status() << 1
        | (fault.onWalk() ? 1L << 8 : 0)
        | (fault.stage() == Stage.TWO ? 1L << 9 : 0)
        | 1L << 11;
  }

  private static long longSuccess(Mapped mapped, long physical) {
    long attributes =
        switch (mapped.memory()) {
          case DEVICE -> 0x00;
          case NON_CACHEABLE -> 0x44;
          case WRITE_THROUGH -> 0xbb;
          case WRITE_BACK -> 0xff;
        };
    long shareability = mapped.memory().cacheable() ? 3 : 2;
    return attributes << 56
        | (physical & 0xfffffffff000L)
        | 1L << 11
        | (mapped.space() == org.armcall.model.state.SecurityState.NONSECURE ? 1L << 9 : 0)
        | shareability << 7;
  }
}
