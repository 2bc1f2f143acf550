// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.armcall.emulator.memory.StageOne.LongDescriptors;
import org.armcall.emulator.memory.StageOne.Off;
import org.armcall.emulator.memory.StageOne.ShortDescriptors;

/** Stage 1, whatever its format. */
final class StageOneWalk {
  private static final int SCTLR_C = 2;
  private static final int SCTLR_I = 12;
  private static final int ALL_RIGHTS =
      Permissions.READ | Permissions.WRITE | Permissions.USER_READ | Permissions.USER_WRITE;

  private StageOneWalk() {}

  /** What is checked before tables or TLB are looked at: the range of input addresses. */
  static void checkRange(Walk walk) {
    StageOne stage = walk.regime().stageOne();
    if (stage instanceof LongDescriptors table) {
      LongWalk.checkRange(walk, table);
    }
  }

  /** The leaf, from the tables. */
  static Leaf leaf(Walk walk) {
    StageOne stage = walk.regime().stageOne();
    if (stage instanceof ShortDescriptors table) {
      return ShortWalk.leaf(walk, table);
    }
    if (stage instanceof LongDescriptors table) {
      return LongWalk.leaf(walk, table);
    }
    return flat(walk, (Off) stage);
  }

  /**
   * Stage 1 off: the output is the input, which in AArch64 must not be larger than a physical
   * address (AArch64.S1DisabledOutput, AArch32.S1DisabledOutput).
   */
  private static Leaf flat(Walk walk, Off off) {
    long virtual = walk.virtual();
    if (off.aarch64()) {
      boolean high = (virtual >>> 55 & 1) != 0;
      boolean tagged = high ? off.ignoreTopByteHigh() : off.ignoreTopByteLow();
      long address = tagged ? virtual & (1L << 56) - 1 : virtual;
      if (address >>> walk.regime().features().physicalBits() != 0) {
        throw Walk.stageOne(FaultKind.ADDRESS_SIZE, 0);
      }
      virtual = address;
    }
    long page = virtual & -1L << Page.BITS;
    MemoryKind kind = off.defaultCacheable() ? MemoryKind.WRITE_BACK : MemoryKind.DEVICE;
    return new Leaf(
        page, page, Page.BITS, 0, walk.regime().security(), kind, ALL_RIGHTS, -1, true, false);
  }

  /** Domain and permissions (AArch32.S1TranslateSD, AArch64.S1CheckPermissions). */
  static void check(Walk walk, Leaf leaf) {
    StageOne stage = walk.regime().stageOne();
    if (stage instanceof ShortDescriptors table) {
      if (!ShortWalk.isManager(walk, table, leaf)
          && !allows(walk, leaf, table.sctlr().value(), table.secureFetchOnly())) {
        throw new FaultRaised(
            new Fault(
                FaultKind.PERMISSION,
                Stage.ONE,
                leaf.level(),
                OptionalLong.empty(),
                false,
                OptionalInt.of(leaf.domain())));
      }
    } else if (stage instanceof LongDescriptors table
        && !allows(walk, leaf, table.sctlr().value(), table.secureFetchOnly())) {
      throw Walk.stageOne(FaultKind.PERMISSION, leaf.level());
    }
  }

  private static boolean allows(Walk walk, Leaf leaf, long sctlr, boolean secureFetchOnly) {
    return Permissions.allows(
        leaf.rights(), walk.access(), walk.regime(), sctlr, secureFetchOnly, leaf.space());
  }

  /**
   * Cacheability as SCTLR.C and SCTLR.I leave it; a fetch from Device memory is done as from Normal
   * Non-cacheable memory, which is one of the two behaviours allowed.
   */
  static MemoryKind effectiveKind(Walk walk, MemoryKind kind) {
    StageOne stage = walk.regime().stageOne();
    boolean fetch = walk.access().kind() == Access.Kind.FETCH;
    if (stage instanceof Off off) {
      if (!fetch || off.defaultCacheable()) {
        return kind;
      }
      return off.instructionCache() ? MemoryKind.WRITE_THROUGH : MemoryKind.NON_CACHEABLE;
    }
    long sctlr =
        stage instanceof ShortDescriptors table
            ? table.sctlr().value()
            : ((LongDescriptors) stage).sctlr().value();
    boolean enabled = (sctlr >>> (fetch ? SCTLR_I : SCTLR_C) & 1) != 0;
    if (kind == MemoryKind.DEVICE) {
      return fetch ? MemoryKind.NON_CACHEABLE : kind;
    }
    return enabled ? kind : MemoryKind.NON_CACHEABLE;
  }

  /** How tables are read: as TCR or TTBR says, if SCTLR.C lets anything be cached. */
  static MemoryKind walkKind(long sctlr, long innerBits) {
    return (sctlr >>> SCTLR_C & 1) != 0
        ? Attributes.ofTwoBits(innerBits)
        : MemoryKind.NON_CACHEABLE;
  }
}
