// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.machine;

import static org.armcall.model.platform.ExceptionLevel.EL0;
import static org.armcall.model.platform.ExceptionLevel.EL1;
import static org.armcall.model.platform.ExceptionLevel.EL2;
import static org.armcall.model.platform.ExceptionLevel.EL3;

import org.armcall.emulator.isa.Maintenance;
import org.armcall.emulator.isa.Maintenance.Subject;
import org.armcall.emulator.isa.SystemRegister;
import org.armcall.emulator.memory.Access;
import org.armcall.emulator.memory.Fault;
import org.armcall.emulator.memory.FaultKind;
import org.armcall.emulator.memory.Mapped;
import org.armcall.emulator.memory.RegimeKind;
import org.armcall.emulator.memory.Stage;
import org.armcall.emulator.memory.Tlb;
import org.armcall.emulator.memory.Translation;
import org.armcall.emulator.memory.TranslationRegime;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.state.Mode;
import org.armcall.model.state.SecurityState;

/** Maintenance of TLBs and caches, and the address translation instructions. */
final class Maintaining {
  private static final long NS = 1 << 9;
  private static final int UCI = 26;
  private static final long FB = 1L << 9;
  private static final long TPC = 1L << 23;
  private static final long TPU = 1L << 24;
  private static final long TTLB = 1L << 25;

  private static final Origin ATTRIBUTES =
      Origin.of("attributes in PAR are UNKNOWN or the implementation's own");

  private final Cpu cpu;
  private final SystemAccess access;
  private final Bus bus;
  private final Regimes regimes;
  private final MemoryPort memory;
  private final Aborts aborts;

  Maintaining(
      Cpu cpu, SystemAccess access, Bus bus, Regimes regimes, MemoryPort memory, Aborts aborts) {
    this.access = access;
    this.cpu = cpu;
    this.bus = bus;
    this.regimes = regimes;
    this.memory = memory;
    this.aborts = aborts;
  }

  /**
   * What becomes of it at the current level: by level, SCTLR.UCI and HCR.TTLB, TPU and TPC (access
   * pseudocode of the System instructions).
   */
  SystemVerdict verdict(Maintenance operation) {
    ExceptionLevel level = cpu.status.level;
    ExceptionLevel lowest = operation.lowestLevel();
    boolean wide = cpu.status.isa == InstructionSet.A64;
    boolean host = cpu.levels.e2h() && cpu.levels.tge();
    if (level == EL0) {
      if (!wide || lowest != EL0) {
        return SystemVerdict.UNDEFINED;
      }
      SystemRegister control = host ? SystemRegister.SCTLR_EL2 : SystemRegister.SCTLR_EL1;
      if ((cpu.system.value(control) >>> UCI & 1) == 0) {
        return SystemVerdict.TO_EL1;
      }
    }
    if (lowest == EL3) {
      return SystemVerdict.undefinedIf(level != EL3);
    }
    if (!wide && level != EL2 && lowest == EL2) {
      if (operation.isOfBothStages()) {
        return access.ofSecure(false);
      }
      boolean monitor =
          operation.subject() == Subject.TRANSLATION
              ? cpu.levels.monitorOfNonsecure(cpu.status.mode)
              : cpu.status.mode == Mode.MON;
      return SystemVerdict.undefinedIf(!monitor);
    }
    if (level == EL1 && lowest == EL2) {
      return cpu.levels.nested() ? SystemVerdict.TO_EL2 : SystemVerdict.UNDEFINED;
    }
    boolean guest = !level.isAbove(EL1) && cpu.levels.el2Enabled() && !host;
    boolean trapped = guest && (cpu.system.value(SystemRegister.HCR_EL2) & trapOf(operation)) != 0;
    return trapped ? SystemVerdict.TO_EL2 : SystemVerdict.ALLOWED;
  }

  /** The bit of HCR that traps it; 0 for AT and for branch predictors. */
  private static long trapOf(Maintenance operation) {
    return switch (operation) {
      case IC_IALLU, IC_IALLU_LOCAL, IC_IVAU, DC_CVAU -> TPU;
      case DC_CVAC, DC_CIVAC, DC_IVAC -> TPC;
      default -> operation.subject() == Subject.TLB ? TTLB : 0;
    };
  }

  /** Does it; takes an abort where the address has no translation. */
  void run(Maintenance operation, Word argument) {
    switch (operation.subject()) {
      case TLB -> invalidate(operation, argument);
      case TRANSLATION -> cpu.report(SystemRegister.PAR_EL1, translate(operation, argument, true));
      case INSTRUCTIONS, DATA -> {
        if (operation.isByAddress()) {
          byAddress(operation, argument);
        } else {
          bus.instructions.maintain(operation, 0);
        }
      }
      case PREDICTORS -> {}
    }
    bus.forget();
  }

  private void invalidate(Maintenance operation, Word argument) {
    if (operation.isByAddress()) {
      cpu.relied("the address of a TLB invalidation", argument, -1);
    }
    boolean local = operation.isLocal() && !isForcedToAll();
    TranslationRegime guest = regimes.of(RegimeKind.EL10);
    Tlb.Scope scope =
        new Tlb.Scope(
            cpu.status.isa == InstructionSet.A64,
            affected(operation),
            guest.vmid(),
            cpu.levels.e2h() && cpu.levels.tge());
    for (int number = 0; number < bus.tlbs.size(); number++) {
      if (!local || number == cpu.number) {
        bus.tlbs.get(number).invalidate(operation, argument.value(), scope);
      }
    }
  }

  /** HCR.FB: what EL1 does for itself is done for the whole Inner Shareable domain. */
  private boolean isForcedToAll() {
    return cpu.status.level == EL1
        && cpu.levels.el2Enabled()
        && (cpu.system.value(SystemRegister.HCR_EL2) & FB) != 0;
  }

  /**
   * The Security state whose entries go: of EL1 and EL2 that which SCR says, even where EL3
   * executes (pseudocode AArch64.TLBI_*: SecurityStateAtEL(EL1), SecurityStateAtEL(EL2)). The
   * Secure PL1 modes of AArch32, Monitor mode among them, have their own regime.
   */
  private SecurityState affected(Maintenance operation) {
    boolean own = operation.lowestLevel() == EL1;
    return cpu.levels.security(cpu.levels.el3Narrow() && own ? cpu.status.level : EL1);
  }

  private void byAddress(Maintenance operation, Word argument) {
    cpu.relied("the address of cache maintenance", argument, -1);
    long address =
        cpu.status.isa == InstructionSet.A64 ? argument.value() : argument.value() & 0xffffffffL;
    Access access = Access.of(Access.Kind.MAINTENANCE, cpu.status.level != EL0);
    Translation found =
        bus.tlbs.get(cpu.number).translate(regimes.current(), address, access, memory.listener());
    if (found instanceof Fault fault) {
      aborts.maintenance(fault, address);
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
    return translate(operation, argument, false);
  }

  /**
   * The same.
   *
   * @param traps an external abort on the walk is an exception, as it is for the instruction
   */
  private Word translate(Maintenance operation, Word argument, boolean traps) {
    cpu.relied("the address of an address translation instruction", argument, -1);
    boolean both = operation.isOfBothStages();
    boolean ofEl2 = operation.lowestLevel() == EL2 && !both;
    RegimeKind kind;
    if (operation.lowestLevel() == EL3) {
      kind = RegimeKind.EL3;
    } else if (ofEl2) {
      kind = cpu.levels.e2h() ? RegimeKind.EL20 : RegimeKind.EL2;
    } else if (cpu.status.level == EL2 && cpu.levels.e2h() && cpu.levels.tge()) {
      kind = RegimeKind.EL20;
    } else {
      // Monitor mode is Secure whatever SCR.NS says; ATS12NSO is about the other state.
      boolean own = cpu.levels.el3Narrow() && cpu.status.level == EL3 && !both;
      kind = own || cpu.levels.securePl1IsEl3() ? RegimeKind.EL30 : RegimeKind.EL10;
    }
    boolean narrow = cpu.status.isa != InstructionSet.A64;
    TranslationRegime regime =
        narrow && both && cpu.levels.has(EL2) ? regimes.nonsecureGuest() : regimes.of(kind);
    long address = narrow ? argument.value() & 0xffffffffL : argument.value();
    Access access =
        Access.of(
            operation.isWrite() ? Access.Kind.WRITE : Access.Kind.READ,
            !operation.isUnprivileged());
    // The instruction answers as the TLB does, stale entries included.
    Tlb tlb = bus.tlbs.get(cpu.number);
    Translation found =
        both
            ? tlb.translate(regime, address, access, memory.listener())
            : tlb.stageOne(regime, address, access, memory.listener());
    boolean shortFormat = narrow && !ofEl2 && !isLong(both);
    if (found instanceof Fault fault) {
      boolean ofTables = traps && fault.kind() == FaultKind.EXTERNAL_ON_WALK;
      if (ofTables || (fault.stage() == Stage.TWO && !both && cpu.status.level == EL1)) {
        aborts.maintenance(fault, address);
        throw Abandoned.NOW;
      }
      return Word.of(shortFormat ? shortFault(fault) : longFault(fault));
    }
    Mapped mapped = (Mapped) found;
    long physical = mapped.address(address);
    return shortFormat
        ? shortSuccess(regime, mapped, physical)
        : longSuccess(regime, mapped, physical);
  }

  /** Whether AArch32 writes the long format of PAR (pseudocode AArch32.AT). */
  private boolean isLong(boolean both) {
    long guest =
        both ? cpu.system.value(SystemRegister.TCR_EL1) : cpu.control(SystemRegister.TCR_EL1);
    long hcr = cpu.system.value(SystemRegister.HCR_EL2);
    boolean stageTwo = (hcr & 1) != 0 || (hcr >>> 12 & 1) != 0;
    return (guest >>> 31 & 1) != 0 || (both ? stageTwo : cpu.status.level == EL2);
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

  /**
   * The attributes in bits 10 and 8:2 may be what an implementation makes of them, and are not to
   * be relied on here.
   */
  private static Word shortSuccess(TranslationRegime regime, Mapped mapped, long physical) {
    boolean supersection = mapped.level() == 1 && mapped.bits() == 24;
    long word =
        supersection
            ? (physical & 0xff000000L) | (physical >>> 32 & 0xff) << 16 | 1 << 1
            : physical & 0xfffff000L;
    long attributes = 0x5fcL | (asksNonsecure(regime) ? NS : 0);
    return new Word(word | nonsecure(mapped), attributes, ATTRIBUTES);
  }

  /** NS is UNKNOWN where a Non-secure regime was asked (AArch64.EncodePAR, AArch32.EncodePAR). */
  private static boolean asksNonsecure(TranslationRegime regime) {
    return regime.security() == SecurityState.NONSECURE;
  }

  private static long nonsecure(Mapped mapped) {
    return mapped.space() == SecurityState.NONSECURE ? NS : 0;
  }

  private static Word longSuccess(TranslationRegime regime, Mapped mapped, long physical) {
    long attributes =
        switch (mapped.memory()) {
          case DEVICE -> 0x00;
          case NON_CACHEABLE -> 0x44;
          case WRITE_THROUGH -> 0xbb;
          case WRITE_BACK -> 0xff;
        };
    long shareability = mapped.memory().cacheable() ? 3 : 2;
    long word =
        attributes << 56
            | (physical & 0xfffffffff000L)
            | 1L << 11
            | nonsecure(mapped)
            | shareability << 7;
    return asksNonsecure(regime) ? new Word(word, NS, ATTRIBUTES) : Word.of(word);
  }
}
