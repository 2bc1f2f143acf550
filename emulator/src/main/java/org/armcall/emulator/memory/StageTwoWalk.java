// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** Stage 2 (AArch64.S2Translate, AArch32.S2Translate; DDI 0406C B3.6). */
final class StageTwoWalk {
  private static final int AARCH32_BITS = 40;
  private static final int MAX_SIZE = 39;

  private StageTwoWalk() {}

  /** VTCR, decoded. */
  private record Shape(Granule granule, int inputBits, int startLevel, boolean valid) {
    /** The first level resolves at least one bit, and at most four more than a table holds. */
    boolean consistent() {
      int shift = granule.shift(startLevel);
      return inputBits > shift && inputBits <= shift + granule.stride() + 4;
    }
  }

  /** A translation fault if the address is too large, or VTCR says what cannot be. */
  static void checkRange(Walk walk, long ipa, boolean onWalk) {
    StageTwo stage = walk.regime().stageTwo().orElseThrow();
    walk.uses(stage.vtcr(), usedOfVtcr(stage));
    Shape shape = shape(walk, stage);
    int inputBits = shape.inputBits;
    if (!shape.valid || !shape.consistent() || ipa >>> inputBits != 0) {
      throw Walk.stageTwo(FaultKind.TRANSLATION, stage.aarch64() ? 0 : 1, ipa, onWalk);
    }
  }

  private static long usedOfVtcr(StageTwo stage) {
    return stage.aarch64() ? 0xff | 3 << 14 | 7 << 16 : 0xf | 3 << 6;
  }

  private static Shape shape(Walk walk, StageTwo stage) {
    return stage.aarch64() ? shape64(walk, stage) : shape32(stage);
  }

  /** AArch32.S2IASize, AArch32.S2StartLevel: T0SZ is signed, SL0 is 0 or 1. */
  private static Shape shape32(StageTwo stage) {
    long vtcr = stage.vtcr().value();
    int size = (int) (vtcr << 60 >> 60);
    int sl0 = (int) (vtcr >>> 6) & 3;
    return new Shape(Granule.KIB_4, 32 - size, 2 - (sl0 & 1), sl0 < 2);
  }

  /** AArch64.S2StartLevel, AArch64.S2InvalidSL, AArch64.S2TxSZFaults. */
  private static Shape shape64(Walk walk, StageTwo stage) {
    long vtcr = stage.vtcr().value();
    int physical = walk.regime().features().physicalBits();
    Granule granule = Granule.ofTg0(vtcr);
    int sl0 = (int) (vtcr >>> 6) & 3;
    int start = granule == Granule.KIB_4 ? 2 - sl0 : 3 - sl0;
    int smallest = granule == Granule.KIB_16 ? 42 : 44;
    boolean reserved = sl0 == 3 || (sl0 == 2 && physical < smallest);
    int size = (int) vtcr & 0x3f;
    int least = 64 - physical;
    if (!walk.regime().stageOne().aarch64()) {
      least = Math.min(least, 64 - AARCH32_BITS);
    }
    boolean valid = !reserved && size >= least && size <= MAX_SIZE;
    return new Shape(granule, 64 - size, Math.max(start, 0), valid);
  }

  static Leaf leaf(Walk walk, long ipa, boolean onWalk) {
    StageTwo stage = walk.regime().stageTwo().orElseThrow();
    TranslationFeatures features = walk.regime().features();
    Shape shape = shape(walk, stage);
    long vtcr = stage.vtcr().value();
    LongTables tables =
        new LongTables(
            shape.granule,
            shape.inputBits,
            shape.startLevel,
            stage.vttbr(),
            stage.aarch64() ? LongTables.outputBits(vtcr >>> 16, features) : AARCH32_BITS,
            stage.aarch64() || features.addressSizeFaults());
    MemoryKind kind =
        stage.dataCacheDisabled() ? MemoryKind.NON_CACHEABLE : Attributes.ofTwoBits(vtcr >>> 8);
    Reader reader = new Reader(walk, stage.bigEndian(), kind, ipa, onWalk);
    LongTables.End end = tables.walk(walk, ipa, walk.regime().security(), reader);
    long d = end.descriptor();
    int rights =
        ((int) (d >>> 6) & 3)
            | ((d >>> 54 & 1) != 0 ? Permissions.EXECUTE_NEVER : 0)
            | ((d >>> 53 & 1) != 0 ? Permissions.PRIVILEGED_EXECUTE_NEVER : 0);
    SecurityState security = walk.regime().security();
    boolean outside = security == SecurityState.REALM && (d >>> 55 & 1) != 0;
    return new Leaf(
        ipa & -1L << end.bits(),
        end.output(),
        end.bits(),
        end.level(),
        outside ? SecurityState.NONSECURE : security,
        Attributes.ofStageTwo((int) (d >>> 2) & 0xf),
        rights,
        -1,
        true,
        false);
  }

  /** Reads stage-2 descriptors; S2AP is READ and WRITE as {@link Permissions} has them. */
  private record Reader(Walk walk, boolean bigEndian, MemoryKind kind, long ipa, boolean onWalk)
      implements LongTables.Reader {
    @Override
    public Word read(int level, long address, SecurityState space) {
      return walk.stageTwoDescriptor(level, address, bigEndian, kind, space, ipa, onWalk);
    }

    @Override
    public SecurityState passed(long descriptor, SecurityState space) {
      return space;
    }

    @Override
    public FaultRaised fault(FaultKind kind, int level) {
      return Walk.stageTwo(kind, level, ipa, onWalk);
    }
  }
}
