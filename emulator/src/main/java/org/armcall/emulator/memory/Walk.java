// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.Locale;
import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/** One translation under way: what it is about, and how its tables are read. */
final class Walk {
  private final DataCache view;
  private final TranslationRegime regime;
  private final long virtual;
  private final Access access;
  private final WalkListener listener;
  private final Leaves leaves;

  Walk(
      DataCache view,
      TranslationRegime regime,
      long virtual,
      Access access,
      WalkListener listener,
      Leaves leaves) {
    this.view = view;
    this.regime = regime;
    this.virtual = regime.stageOne().aarch64() ? virtual : virtual & 0xffff_ffffL;
    this.access = access;
    this.listener = listener;
    this.leaves = leaves;
  }

  TranslationRegime regime() {
    return regime;
  }

  /** The address to translate; 32 bits in AArch32. */
  long virtual() {
    return virtual;
  }

  Access access() {
    return access;
  }

  /** Both stages. */
  Translation translate() {
    try {
      Leaf one = checkedStageOne();
      if (regime.stageTwo().isEmpty()) {
        return mapped(one, one.output(), one.bits(), one.space(), kind(one));
      }
      long ipa = one.address(virtual);
      Leaf two = checkedStageTwo(ipa);
      int bits = Math.min(one.bits(), two.bits());
      long output = two.address(ipa) & -1L << bits;
      return mapped(one, output, bits, two.space(), kind(one).and(stageTwoKind(two)));
    } catch (FaultRaised raised) {
      return raised.fault();
    }
  }

  /** Stage 1 with its permissions, stage 2 only for its tables. */
  Translation translateStageOne() {
    try {
      Leaf one = checkedStageOne();
      return mapped(one, one.output(), one.bits(), one.space(), kind(one));
    } catch (FaultRaised raised) {
      return raised.fault();
    }
  }

  /** Stage 2 of an intermediate physical address; the address itself where stage 2 is off. */
  Translation translateStageTwo(long ipa) {
    if (regime.stageTwo().isEmpty()) {
      long page = ipa & -1L << Page.BITS;
      return new Mapped(page, page, Page.BITS, regime.security(), MemoryKind.WRITE_BACK, false, 0);
    }
    try {
      Leaf two = checkedStageTwo(ipa);
      return new Mapped(
          two.input(),
          two.output(),
          two.bits(),
          two.space(),
          stageTwoKind(two),
          false,
          two.level());
    } catch (FaultRaised raised) {
      return raised.fault();
    }
  }

  private Mapped mapped(Leaf leaf, long output, int bits, SecurityState space, MemoryKind memory) {
    long input = Leaf.canonical(virtual) & -1L << bits;
    return new Mapped(input, output, bits, space, memory, leaf.guarded(), leaf.level());
  }

  private Leaf checkedStageOne() {
    uses(regime.switches(), -1);
    Leaf one = leaves.stageOne(this);
    StageOneWalk.check(this, one);
    return one;
  }

  private MemoryKind kind(Leaf one) {
    return StageOneWalk.effectiveKind(this, one.memory());
  }

  private MemoryKind stageTwoKind(Leaf two) {
    StageTwo stage = regime.stageTwo().orElseThrow();
    boolean fetch = access.kind() == Access.Kind.FETCH;
    boolean disabled = fetch ? stage.instructionCacheDisabled() : stage.dataCacheDisabled();
    boolean uncached = disabled && two.memory() != MemoryKind.DEVICE;
    // A fetch from Device memory is done as from Normal Non-cacheable memory.
    return uncached || (fetch && two.memory() == MemoryKind.DEVICE)
        ? MemoryKind.NON_CACHEABLE
        : two.memory();
  }

  private Leaf checkedStageTwo(long ipa) {
    Leaf two = leaves.stageTwo(this, ipa, false);
    if (!Permissions.allows(
        two.rights(),
        access,
        regime.stageTwo().orElseThrow().aarch64(),
        regime.features().stageTwoExecuteNeverByLevel())) {
      throw stageTwo(FaultKind.PERMISSION, two.level(), ipa, false);
    }
    return two;
  }

  /**
   * Reads a descriptor of stage 1 at an intermediate physical address, which stage 2 translates
   * first where it is on.
   */
  Word stageOneDescriptor(
      int level, long address, int bytes, boolean bigEndian, MemoryKind kind, SecurityState space) {
    long physical = address;
    MemoryKind memory = kind;
    SecurityState reached = space;
    if (regime.stageTwo().isPresent()) {
      Leaf two = leaves.stageTwo(this, address, true);
      boolean device = two.memory() == MemoryKind.DEVICE;
      if ((two.rights() & Permissions.READ) == 0
          || (device && regime.stageTwo().get().protectedWalks())) {
        throw stageTwo(FaultKind.PERMISSION, two.level(), address, true);
      }
      physical = two.address(address);
      memory = kind.and(device ? MemoryKind.NON_CACHEABLE : two.memory());
      reached = two.space();
    }
    try {
      return read(Stage.ONE, level, physical, bytes, bigEndian, memory, reached);
    } catch (ExternalAbortException abort) {
      throw stageOne(FaultKind.EXTERNAL_ON_WALK, level);
    }
  }

  /** Reads a descriptor of stage 2. */
  Word stageTwoDescriptor(
      int level,
      long address,
      boolean bigEndian,
      MemoryKind kind,
      SecurityState space,
      long ipa,
      boolean onWalk) {
    try {
      return read(Stage.TWO, level, address, 8, bigEndian, kind, space);
    } catch (ExternalAbortException abort) {
      throw stageTwo(FaultKind.EXTERNAL_ON_WALK, level, ipa, onWalk);
    }
  }

  private Word read(
      Stage stage,
      int level,
      long address,
      int bytes,
      boolean bigEndian,
      MemoryKind kind,
      SecurityState space) {
    view.memory().watch(address);
    Word raw = view.read(address, bytes, kind, space);
    Word descriptor = bigEndian ? ByteOrder.reversed(raw, bytes) : raw;
    listener.descriptor(stage, level, virtual, address, descriptor);
    return descriptor;
  }

  /**
   * The walk looks at these bits of a descriptor or register: reports those not to be relied on.
   */
  void uses(Word word, long bits) {
    long unreliable = word.unreliable() & bits;
    if (unreliable != 0) {
      listener.relied(
          virtual,
          String.format(Locale.ROOT, "translation of 0x%x", virtual),
          unreliable,
          word.origin());
    }
  }

  static FaultRaised stageOne(FaultKind kind, int level) {
    return new FaultRaised(Fault.stageOne(kind, level));
  }

  static FaultRaised stageTwo(FaultKind kind, int level, long ipa, boolean onWalk) {
    return new FaultRaised(Fault.stageTwo(kind, level, ipa, onWalk));
  }
}
