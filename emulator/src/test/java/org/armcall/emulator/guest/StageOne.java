// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.guest;

import java.util.List;
import java.util.Optional;
import org.armcall.emulator.memory.PageTables.Format;
import org.armcall.model.instruction.InstructionSet;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.Platform;

/** How stage 1 maps the code of a guest: every format, with every size of page that it has. */
public enum StageOne {
  /** The MMU is off: addresses are physical (or intermediate) ones. */
  OFF(Optional.empty(), 12),
  SMALL_PAGES(Optional.of(Format.SHORT), 12),
  LARGE_PAGES(Optional.of(Format.SHORT), 16),
  SECTIONS(Optional.of(Format.SHORT), 20),
  SUPERSECTIONS(Optional.of(Format.SHORT), 24),
  LPAE_PAGES(Optional.of(Format.LPAE), 12),
  LPAE_BLOCKS(Optional.of(Format.LPAE), 21),
  PAGES_4K(Optional.of(Format.A64_4K), 12),
  BLOCKS_2M(Optional.of(Format.A64_4K), 21),
  PAGES_16K(Optional.of(Format.A64_16K), 14),
  BLOCKS_32M(Optional.of(Format.A64_16K), 25),
  PAGES_64K(Optional.of(Format.A64_64K), 16),
  BLOCKS_512M(Optional.of(Format.A64_64K), 29);

  private final Optional<Format> format;
  private final int sizeBits;

  StageOne(Optional<Format> format, int sizeBits) {
    this.format = format;
    this.sizeBits = sizeBits;
  }

  /** The format of the tables; empty where the MMU is off. */
  public Optional<Format> format() {
    return format;
  }

  /** The size of a page, section or block in bytes. */
  public long size() {
    return 1L << sizeBits;
  }

  /**
   * Whether code of that instruction set at EL1 can be mapped so. ARMv7 without the Virtualization
   * Extensions has no long descriptors (DDI 0406C B3.1).
   */
  boolean exists(Platform platform, InstructionSet isa) {
    if (format.isEmpty()) {
      return true;
    }
    return switch (format.get()) {
      case SHORT -> isa != InstructionSet.A64;
      case LPAE ->
          isa != InstructionSet.A64 && (!platform.isArmv7() || platform.has(ExceptionLevel.EL2));
      default -> isa == InstructionSet.A64;
    };
  }

  /**
   * Sizes of an input address, in bits. AArch32 has 32; less means that TTBR1 has the rest (short
   * descriptors) or as much at the top (LPAE). For AArch64 the bounds are those of the builder,
   * with sizes that make the walk begin at each level, and room for two blocks of the largest size.
   */
  List<Integer> inputBits() {
    if (format.isEmpty()) {
      return List.of(32);
    }
    return switch (format.get()) {
      case SHORT, LPAE -> List.of(32, 31, 28, 25);
      default -> List.of(48, 42, 39, 36, 33);
    };
  }
}
