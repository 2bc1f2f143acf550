// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import static org.armcall.emulator.memory.Permissions.EXECUTE_NEVER;
import static org.armcall.emulator.memory.Permissions.PRIVILEGED_EXECUTE_NEVER;
import static org.armcall.emulator.memory.Permissions.READ;
import static org.armcall.emulator.memory.Permissions.USER_READ;
import static org.armcall.emulator.memory.Permissions.USER_WRITE;
import static org.armcall.emulator.memory.Permissions.WRITE;

import org.armcall.emulator.memory.StageOne.LongDescriptors;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * Stage 1 with long descriptors: which tables an address uses, and what their attributes mean
 * (AArch64.S1Translate, AArch32.S1TranslateLD).
 */
final class LongWalk {
  private static final int SCTLR_EE = 25;
  private static final long USED_OF_SCTLR = 1L << SCTLR_EE | 3L << 19 | 1L << 12 | 1L << 2;
  private static final int MIN_SIZE = 16;
  private static final int MAX_SIZE = 39;

  private LongWalk() {}

  /** One of the two ranges, as TCR describes it. */
  private record Range(
      boolean high, int inputBits, Granule granule, boolean disabled, boolean hpd, long inner) {}

  /** A translation fault for what is in neither range, or if the size of the range is reserved. */
  static void checkRange(Walk walk, LongDescriptors stage) {
    if (stage.aarch64()) {
      checkRange64(walk, stage);
    } else {
      checkRange32(walk, stage);
    }
  }

  /** AArch64.S1TxSZFaults, AArch64.VAIsOutOfRange. */
  private static void checkRange64(Walk walk, LongDescriptors stage) {
    long virtual = walk.virtual();
    Range range = range(walk, stage);
    int size = 64 - range.inputBits;
    if (size < MIN_SIZE || size > MAX_SIZE) {
      throw Walk.stageOne(FaultKind.TRANSLATION, 0);
    }
    int tbi = stage.single() ? 20 : range.high ? 38 : 37;
    boolean tagged = (stage.tcr().value() >>> tbi & 1) != 0;
    walk.uses(stage.tcr(), 1L << tbi);
    long top = tagged ? virtual << 8 >> 8 : virtual;
    if (tagged && stage.single()) {
      top = virtual & (1L << 56) - 1;
    }
    long above = top >> range.inputBits;
    if (above != (range.high ? -1 : 0)) {
      throw Walk.stageOne(FaultKind.TRANSLATION, 0);
    }
  }

  /** AArch32.VAIsOutOfRange. */
  private static void checkRange32(Walk walk, LongDescriptors stage) {
    Range range = range(walk, stage);
    long above = walk.virtual() >>> range.inputBits;
    boolean inside = range.high ? above == Word.mask(32 - range.inputBits) : above == 0;
    if (!inside) {
      throw Walk.stageOne(FaultKind.TRANSLATION, 1);
    }
  }

  private static Range range(Walk walk, LongDescriptors stage) {
    return stage.aarch64() ? range64(walk, stage) : range32(walk, stage);
  }

  private static Range range64(Walk walk, LongDescriptors stage) {
    long tcr = stage.tcr().value();
    boolean hasHpd = walk.regime().features().hierarchicalDisable();
    boolean high = !stage.single() && (walk.virtual() >>> 55 & 1) != 0;
    if (high) {
      return new Range(
          true,
          64 - ((int) (tcr >>> 16) & 0x3f),
          Granule.ofTg1(tcr),
          bit(tcr, 23),
          hasHpd && bit(tcr, 42),
          tcr >>> 24);
    }
    return new Range(
        false,
        64 - ((int) tcr & 0x3f),
        Granule.ofTg0(tcr),
        !stage.single() && bit(tcr, 7),
        hasHpd && bit(tcr, stage.single() ? 24 : 41),
        tcr >>> 8);
  }

  /** AArch32.GetVARange; TTBCR2, which has HPD, is above TTBCR. */
  private static Range range32(Walk walk, LongDescriptors stage) {
    long tcr = stage.tcr().value();
    boolean hasHpd = walk.regime().features().hierarchicalDisable();
    int low = (int) tcr & 7;
    int up = stage.single() ? 0 : (int) (tcr >>> 16) & 7;
    long virtual = walk.virtual();
    boolean inLow = virtual >>> (32 - low) == 0;
    boolean inHigh = up != 0 && virtual >>> (32 - up) == Word.mask(up);
    // With T0SZ = 0 the low range is all that the high one leaves, and the other way round.
    boolean high = !stage.single() && (low == 0 ? inHigh : !inLow && (up == 0 || inHigh));
    boolean t2e = bit(tcr, 6);
    return high
        ? new Range(
            true, 32 - up, Granule.KIB_4, bit(tcr, 23), hasHpd && t2e && bit(tcr, 42), tcr >>> 24)
        : new Range(
            false,
            32 - low,
            Granule.KIB_4,
            !stage.single() && bit(tcr, 7),
            hasHpd && (stage.single() ? bit(tcr, 24) : t2e && bit(tcr, 41)),
            tcr >>> 8);
  }

  static Leaf leaf(Walk walk, LongDescriptors stage) {
    Range range = range(walk, stage);
    walk.uses(stage.sctlr(), USED_OF_SCTLR);
    walk.uses(stage.tcr(), usedOfTcr(stage, range));
    if (range.disabled) {
      throw Walk.stageOne(FaultKind.TRANSLATION, stage.aarch64() ? 0 : 1);
    }
    TranslationFeatures features = walk.regime().features();
    LongTables tables =
        new LongTables(
            range.granule,
            range.inputBits,
            range.granule.startLevel(range.inputBits),
            range.high ? stage.ttbr1() : stage.ttbr0(),
            outputBits(walk, stage),
            stage.aarch64() || features.addressSizeFaults());
    StageOneReader reader = new StageOneReader(walk, stage, range);
    LongTables.End end = tables.walk(walk, walk.virtual(), walk.regime().security(), reader);
    return leaf(walk, stage, end, reader.attributes);
  }

  private static long usedOfTcr(LongDescriptors stage, Range range) {
    if (!stage.aarch64()) {
      return stage.single() ? 7 : 7 | 7 << 16 | 1 << (range.high ? 23 : 7);
    }
    if (stage.single()) {
      return 0x3f | 3 << 14 | 7 << 16;
    }
    return 7L << 32 | (range.high ? 0x3fL << 16 | 1 << 23 | 3L << 30 : 0x3f | 1 << 7 | 3 << 14);
  }

  private static int outputBits(Walk walk, LongDescriptors stage) {
    if (!stage.aarch64()) {
      return 40;
    }
    long tcr = stage.tcr().value();
    return LongTables.outputBits(tcr >>> (stage.single() ? 16 : 32), walk.regime().features());
  }

  private static Leaf leaf(
      Walk walk, LongDescriptors stage, LongTables.End end, long tableAttributes) {
    long d = end.descriptor();
    SecurityState space = output(walk, end.space(), d);
    boolean secureFromOutside =
        walk.regime().security() == SecurityState.SECURE && end.space() == SecurityState.NONSECURE;
    boolean single = stage.single();
    int attribute = (int) (d >>> 2) & 7;
    walk.uses(stage.mair(), 0xffL << (8 * attribute));
    return new Leaf(
        Leaf.canonical(walk.virtual()) & -1L << end.bits(),
        end.output(),
        end.bits(),
        end.level(),
        space,
        Attributes.ofMair(stage.mair().value(), attribute),
        single ? singleRights(d, tableAttributes) : rights(d, tableAttributes),
        -1,
        single || (!secureFromOutside && !bit(d, 11)),
        stage.aarch64() && bit(d, 50));
  }

  /** AP[2:1], UXN and PXN, with APTable, UXNTable and PXNTable of the levels above. */
  private static int rights(long d, long table) {
    boolean write = !bit(d, 7) && !bit(table, 62);
    boolean user = bit(d, 6) && !bit(table, 61);
    return READ
        | (write ? WRITE : 0)
        | (user ? USER_READ : 0)
        | (user && write ? USER_WRITE : 0)
        | (bit(d, 54) || bit(table, 60) ? EXECUTE_NEVER : 0)
        | (bit(d, 53) || bit(table, 59) ? PRIVILEGED_EXECUTE_NEVER : 0);
  }

  /** AP[2] and XN, where there is no EL0. */
  private static int singleRights(long d, long table) {
    return READ
        | (!bit(d, 7) && !bit(table, 62) ? WRITE : 0)
        | (bit(d, 54) || bit(table, 60) ? EXECUTE_NEVER : 0);
  }

  /** NS, and in Root state NSE (AArch64.S1NextWalkStateLeaf). */
  private static SecurityState output(Walk walk, SecurityState table, long d) {
    boolean ns = bit(d, 5);
    return switch (table) {
      case NONSECURE -> SecurityState.NONSECURE;
      case SECURE -> ns ? SecurityState.NONSECURE : SecurityState.SECURE;
      case REALM ->
          ns && walk.regime().kind() != RegimeKind.EL10
              ? SecurityState.NONSECURE
              : SecurityState.REALM;
      case ROOT ->
          bit(d, 11)
              ? ns ? SecurityState.REALM : SecurityState.ROOT
              : ns ? SecurityState.NONSECURE : SecurityState.SECURE;
    };
  }

  private static boolean bit(long word, int number) {
    return (word >>> number & 1) != 0;
  }

  /** Reads stage-1 descriptors, and collects what tables say about everything below them. */
  private static final class StageOneReader implements LongTables.Reader {
    private final Walk walk;
    private final boolean bigEndian;
    private final MemoryKind kind;
    private final boolean hierarchical;
    private long attributes;

    StageOneReader(Walk walk, LongDescriptors stage, Range range) {
      this.walk = walk;
      this.bigEndian = bit(stage.sctlr().value(), SCTLR_EE);
      this.kind = StageOneWalk.walkKind(stage.sctlr().value(), range.inner);
      this.hierarchical = !range.hpd;
    }

    @Override
    public Word read(int level, long address, SecurityState space) {
      return walk.stageOneDescriptor(level, address, 8, bigEndian, kind, space);
    }

    @Override
    public SecurityState passed(long descriptor, SecurityState space) {
      if (hierarchical) {
        attributes |= descriptor;
      }
      return space == SecurityState.SECURE && bit(descriptor, 63) ? SecurityState.NONSECURE : space;
    }

    @Override
    public FaultRaised fault(FaultKind kind, int level) {
      return Walk.stageOne(kind, level);
    }
  }
}
