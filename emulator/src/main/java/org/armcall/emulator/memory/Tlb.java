// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.emulator.isa.Maintenance;
import org.armcall.model.state.SecurityState;

/**
 * The TLB of one processor: filled by walks. A sticky one holds what it has until it is told to
 * drop it, whatever happens to the tables; a coherent one always answers as a walk would.
 *
 * <p>Stage 1 and stage 2 are held apart, as in the pseudocode (S1TLB, S2TLB); permissions are
 * checked at each access against the registers of that moment. Faults are never held. A full TLB
 * drops everything, which the architecture allows at any time.
 */
public final class Tlb {
  private static final int FAST = 1024;
  private static final int GLOBAL = -1;
  private static final int MOST = 1 << 16;

  private final DataCache view;
  private final boolean sticky;
  private final Map<TlbEntry, Leaf> entries = new HashMap<>();
  private final Set<Integer> sizes = new TreeSet<>();
  private final Leaves held = new Held();

  // Whole answers, for speed: a slot counts while its stamp is the one of now.
  private final long[] pages = new long[FAST];
  private final int[] accesses = new int[FAST];
  private final long[] stamps = new long[FAST];
  private final TranslationRegime[] regimes = new TranslationRegime[FAST];
  private final Mapped[] answers = new Mapped[FAST];
  private long epoch;

  /**
   * What an invalidation means by "current".
   *
   * @param aarch64 the execution state of the instruction, which decides how its argument is read
   * @param security the Security state
   * @param vmid VTTBR.VMID
   * @param host HCR_EL2.{E2H, TGE} = {1, 1}: EL1 operations work on the EL2 and 0 regime
   */
  public record Scope(boolean aarch64, SecurityState security, int vmid, boolean host) {}

  /** An empty TLB. */
  public Tlb(Walker walker, Coherence coherence) {
    this.view = walker.view();
    this.sticky = !coherence.tlb();
    Arrays.fill(stamps, -1);
  }

  /**
   * Both stages, from the TLB or by a walk.
   *
   * @param regime known by identity: another object is another regime, though its registers may
   *     find the same entries
   */
  @SuppressWarnings("ReferenceEquality")
  public Translation translate(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    long page = virtual >>> Page.BITS;
    int index = access.index();
    int slot = (int) (page ^ (long) index << 6) & FAST - 1;
    long stamp = sticky ? epoch : view.memory().tableVersion();
    if (pages[slot] == page
        && stamps[slot] == stamp
        && accesses[slot] == index
        && regimes[slot] == regime) {
      return answers[slot];
    }
    Leaves leaves = sticky ? held : Leaves.TABLES;
    Translation answer = new Walk(view, regime, virtual, access, listener, leaves).translate();
    if (answer instanceof Mapped mapped) {
      pages[slot] = page;
      stamps[slot] = stamp;
      accesses[slot] = index;
      regimes[slot] = regime;
      answers[slot] = mapped;
    }
    return answer;
  }

  /**
   * Stage 1 alone, as AT does it in hardware: the answer's output is an intermediate physical
   * address. Unlike {@link Walker#stageOne} it may be out of date.
   */
  public Translation stageOne(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    Leaves leaves = sticky ? held : Leaves.TABLES;
    return new Walk(view, regime, virtual, access, listener, leaves).translateStageOne();
  }

  /**
   * TLBI. Other operations do nothing. An operation for every processor is the machine's to give to
   * every TLB.
   *
   * @param argument the instruction's register; 0 where it has none
   */
  public void invalidate(Maintenance operation, long argument, Scope scope) {
    entries.keySet().removeIf(entry -> entry.isDroppedBy(operation, argument, scope));
    epoch++;
    // Whoever keeps answers of this TLB for itself looks at the version of the tables.
    view.memory().touchTables();
  }

  /** Drops everything, as a reset does. */
  public void clear() {
    entries.clear();
    epoch++;
    // Whoever keeps answers of this TLB for itself looks at the version of the tables.
    view.memory().touchTables();
  }

  /** The leaves that a sticky TLB holds, and the tables for those that it does not. */
  private final class Held implements Leaves {
    @Override
    public Leaf stageOne(Walk walk) {
      TranslationRegime regime = walk.regime();
      if (regime.stageOne() instanceof StageOne.Off) {
        return StageOneWalk.leaf(walk);
      }
      StageOneWalk.checkRange(walk);
      long address = Leaf.canonical(walk.virtual());
      int vmid = regime.kind() == RegimeKind.EL10 ? regime.vmid() : 0;
      int asid = regime.asid();
      for (int bits : sizes) {
        TlbEntry own = TlbEntry.one(regime, vmid, asid, bits, address);
        Leaf leaf = entries.get(own);
        if (leaf == null) {
          leaf = entries.get(TlbEntry.one(regime, vmid, GLOBAL, bits, address));
        }
        if (leaf != null) {
          return leaf;
        }
      }
      Leaf leaf = StageOneWalk.leaf(walk);
      int tag = leaf.global() ? GLOBAL : asid;
      return hold(TlbEntry.one(regime, vmid, tag, leaf.bits(), address), leaf);
    }

    @Override
    public Leaf stageTwo(Walk walk, long ipa, boolean onWalk) {
      StageTwoWalk.checkRange(walk, ipa, onWalk);
      for (int bits : sizes) {
        Leaf leaf = entries.get(TlbEntry.two(walk.regime(), bits, ipa));
        if (leaf != null) {
          return leaf;
        }
      }
      Leaf leaf = StageTwoWalk.leaf(walk, ipa, onWalk);
      return hold(TlbEntry.two(walk.regime(), leaf.bits(), ipa), leaf);
    }

    private Leaf hold(TlbEntry entry, Leaf leaf) {
      if (entries.size() >= MOST) {
        clear();
      }
      sizes.add(leaf.bits());
      entries.put(entry, leaf);
      return leaf;
    }
  }
}
