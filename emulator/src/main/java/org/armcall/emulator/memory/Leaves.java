// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

/** Where a translation gets the leaves of its stages from: the tables, or a TLB. */
interface Leaves {
  /** The tables, every time. */
  Leaves TABLES =
      new Leaves() {
        @Override
        public Leaf stageOne(Walk walk) {
          StageOneWalk.checkRange(walk);
          return StageOneWalk.leaf(walk);
        }

        @Override
        public Leaf stageTwo(Walk walk, long ipa, boolean onWalk) {
          StageTwoWalk.checkRange(walk, ipa, onWalk);
          return StageTwoWalk.leaf(walk, ipa, onWalk);
        }
      };

  /** The leaf of stage 1 for the walk's address. */
  Leaf stageOne(Walk walk);

  /**
   * The leaf of stage 2.
   *
   * @param onWalk the address is one of a stage-1 table
   */
  Leaf stageTwo(Walk walk, long ipa, boolean onWalk);
}
