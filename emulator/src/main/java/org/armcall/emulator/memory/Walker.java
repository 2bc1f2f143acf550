// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/**
 * Translates by reading the tables, every time. A processor uses a {@link Tlb}; a hypervisor that
 * walks in software uses this.
 */
public final class Walker {
  private final DataCache view;

  /** A walker that reads tables through this view of memory. */
  public Walker(DataCache view) {
    this.view = view;
  }

  DataCache view() {
    return view;
  }

  /** Both stages: the answer's output is a physical address. */
  public Translation translate(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    return new Walk(view, regime, virtual, access, listener, Leaves.TABLES).translate();
  }

  /**
   * Stage 1 alone: the answer's output is an intermediate physical address. Its table reads go
   * through stage 2 all the same, and fault there (AT S1E1R).
   */
  public Translation stageOne(
      TranslationRegime regime, long virtual, Access access, WalkListener listener) {
    return new Walk(view, regime, virtual, access, listener, Leaves.TABLES).translateStageOne();
  }

  /** Stage 2 alone, of an intermediate physical address. */
  public Translation stageTwo(
      TranslationRegime regime, long ipa, Access access, WalkListener listener) {
    return new Walk(view, regime, ipa, access, listener, Leaves.TABLES).translateStageTwo(ipa);
  }
}
