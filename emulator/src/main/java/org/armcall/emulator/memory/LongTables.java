// SPDX-License-Identifier: Apache-2.0
package org.armcall.emulator.memory;

import org.armcall.emulator.word.Word;
import org.armcall.model.state.SecurityState;

/**
 * Tables of 64-bit descriptors, of either stage, and the walk through them (AArch64.S1Walk,
 * AArch64.S2Walk, AArch32.S1WalkLD, AArch32.S2Walk). Contiguous hints are not used; a walk ends
 * after four levels at the latest.
 *
 * @param granule of the tables
 * @param inputBits the size of an input address
 * @param startLevel the level of the first table
 * @param base the register that names the first table
 * @param outputBits output addresses are smaller than two to this power
 * @param sizeFaults a larger one is an address size fault; otherwise its high bits are ignored
 */
record LongTables(
    Granule granule, int inputBits, int startLevel, Word base, int outputBits, boolean sizeFaults) {

  private static final long VALID = 1;
  private static final long TYPE = 3;
  private static final long TABLE_ATTRIBUTES = 0xf8L << 56;
  private static final long LEAF_ATTRIBUTES =
      3 | 0x3cL | 3L << 6 | 1L << 10 | 1L << 11 | 1L << 50 | 3L << 53;
  private static final int ACCESS_FLAG = 10;

  /** The stage's side of a walk. */
  interface Reader {
    /** Reads a descriptor. */
    Word read(int level, long address, SecurityState space);

    /** Hears of a table descriptor on the way; answers the space of the next table. */
    SecurityState passed(long descriptor, SecurityState space);

    /** A fault of this stage. */
    FaultRaised fault(FaultKind kind, int level);
  }

  /**
   * The end of a walk.
   *
   * @param descriptor the block or page descriptor
   * @param level its level
   * @param output the address in it
   * @param bits the range's size is two to this power
   * @param space the space of the table it was in
   */
  record End(long descriptor, int level, long output, int bits, SecurityState space) {}

  /** Walks. */
  End walk(Walk walk, long input, SecurityState security, Reader reader) {
    int first = granule.shift(startLevel);
    // The first table may be smaller or, concatenated in stage 2, larger than a granule.
    int size = inputBits - first + 3;
    long addressMask = Word.mask(sizeFaults ? PhysicalMemory.ADDRESS_BITS : outputBits);
    long baseMask = addressMask & -1L << size;
    walk.uses(base, baseMask);
    long table = base.value() & baseMask;
    long index = (input & Word.mask(inputBits)) >>> first;
    if (tooLarge(table)) {
      throw reader.fault(FaultKind.ADDRESS_SIZE, 0);
    }
    SecurityState space = security;
    for (int level = startLevel; ; level++) {
      int shift = granule.shift(level);
      Word word = reader.read(level, table | index << 3, space);
      long d = word.value();
      boolean last = level == Granule.LAST;
      boolean pointer = (d & 2) != 0;
      if ((d & VALID) == 0 || (!pointer && (last || !granule.hasBlocks(level)))) {
        walk.uses(word, (d & VALID) == 0 ? VALID : TYPE);
        throw reader.fault(FaultKind.TRANSLATION, level);
      }
      if (last || !pointer) {
        return end(walk, reader, word, level, addressMask & -1L << shift, space);
      }
      long used = addressMask & -1L << granule.bits();
      walk.uses(word, TYPE | TABLE_ATTRIBUTES | used);
      table = d & used;
      if (tooLarge(table)) {
        throw reader.fault(FaultKind.ADDRESS_SIZE, level);
      }
      space = reader.passed(d, space);
      index = input >>> (shift - granule.stride()) & Word.mask(granule.stride());
    }
  }

  private End end(Walk walk, Reader reader, Word word, int level, long used, SecurityState space) {
    long d = word.value();
    long output = d & used;
    walk.uses(word, LEAF_ATTRIBUTES | used);
    if (tooLarge(output)) {
      throw reader.fault(FaultKind.ADDRESS_SIZE, level);
    }
    if ((d >>> ACCESS_FLAG & 1) == 0) {
      throw reader.fault(FaultKind.ACCESS_FLAG, level);
    }
    return new End(d, level, output, granule.shift(level), space);
  }

  private boolean tooLarge(long address) {
    return address >>> outputBits != 0;
  }

  /** TCR.IPS, TCR.PS and VTCR.PS, and not more than the implementation has. */
  static int outputBits(long encoded, TranslationFeatures features) {
    int bits =
        switch ((int) encoded & 7) {
          case 0 -> 32;
          case 1 -> 36;
          case 2 -> 40;
          case 3 -> 42;
          case 4 -> 44;
          default -> PhysicalMemory.ADDRESS_BITS;
        };
    return Math.min(bits, features.physicalBits());
  }
}
