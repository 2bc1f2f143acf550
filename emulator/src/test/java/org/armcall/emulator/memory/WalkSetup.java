// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.ArrayList;
import java.util.List;
import org.armcall.emulator.word.Origin;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** Memory, a walker that reads it, and what the walker's listener heard. */
final class WalkSetup {
  /** Where tables are put. */
  static final long TABLES = 0x4000_0000L;

  static final long TABLES_SIZE = 0x0800_0000L;

  final PhysicalMemory memory;
  final Walker walker;
  final List<String> relied = new ArrayList<>();
  int descriptors;

  WalkSetup() {
    this(new PhysicalMemory());
  }

  WalkSetup(PhysicalMemory memory) {
    this.memory = memory;
    memory.region(TABLES, TABLES_SIZE);
    walker = new Walker(new DataCache(memory, Coherence.ALL));
  }

  final WalkListener listener =
      new WalkListener() {
        @Override
        public void descriptor(
            Stage stage, int level, long virtual, long address, Word descriptor) {
          descriptors++;
        }

        @Override
        public void relied(long virtual, String what, long bits, Origin origin) {
          relied.add(what + " on " + Long.toHexString(bits) + " " + origin.sources());
        }
      };

  Translation translate(TranslationRegime regime, long virtual, Access access) {
    return walker.translate(regime, virtual, access, listener);
  }

  void put(long address, int bytes, long value) {
    memory.write(address, bytes, SecurityState.NONSECURE, Word.of(value));
  }

  /** Zeros, so that nothing of it is unreliable. */
  void clear(long address, long bytes) {
    for (long at = 0; at < bytes; at += 8) {
      put(address + at, 8, 0);
    }
  }

  /** SCTLR with M, C and I. */
  static final long SCTLR_ON = 1 | 1 << 2 | 1 << 12;

  /** The registers of a regime, one by one. */
  static final class Registers {
    long sctlr = SCTLR_ON;
    long tcr;
    long ttbr0;
    long ttbr1;
    long mair;
    long dacr = 0x5555_5555L;
    long contextidr;
    long scr;
    long hcr;
    long vtcr;
    long vttbr;
    long sctlrEl2;

    ControlRegisters build() {
      return new ControlRegisters(
          Word.of(sctlr),
          Word.of(tcr),
          Word.of(ttbr0),
          Word.of(ttbr1),
          Word.of(mair),
          Word.of(dacr),
          Word.of(contextidr),
          Word.of(scr),
          Word.of(hcr),
          Word.of(vtcr),
          Word.of(vttbr),
          Word.of(sctlrEl2));
    }

    /** EL1 and 0 in AArch32, with an AArch32 Hyp mode. */
    TranslationRegime aarch32(TranslationFeatures features) {
      return TranslationRegime.of(
          RegimeKind.EL10, SecurityState.NONSECURE, false, false, build(), features);
    }

    /** EL1 and 0 in AArch64. */
    TranslationRegime aarch64() {
      return regime(RegimeKind.EL10, SecurityState.NONSECURE);
    }

    TranslationRegime regime(RegimeKind kind, SecurityState security) {
      return TranslationRegime.of(kind, security, true, true, build(), TranslationFeatures.ARMV8_2);
    }
  }

  /** The registers that tables of a low range ask for. */
  static Registers of(PageTables tables, PageTables.Format format) {
    Registers registers = new Registers();
    if (format.stageTwo()) {
      registers.sctlr = 0;
      registers.hcr = 1;
      registers.vtcr = tables.control().value();
      registers.vttbr = tables.base().value();
    } else {
      registers.tcr = tables.control().value();
      registers.ttbr0 = tables.base().value();
      registers.mair = PageTables.mair(format).value();
    }
    return registers;
  }

  /** The EL1 and 0 regime that goes with the format. */
  static TranslationRegime regime(Registers registers, PageTables.Format format) {
    return switch (format) {
      case SHORT, LPAE, STAGE2_LPAE -> registers.aarch32(TranslationFeatures.ARMV7);
      default -> registers.aarch64();
    };
  }
}
