// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.instruction;

/**
 * PSTATE.IT as a T32 instruction executes (DDI 0487 F2.2.2, E1.2.4): bits 7:4 are the condition
 * that applies, bits 3:0 how much of the block is left.
 *
 * @param bits 0x00 outside an IT block; otherwise bits 3:0 are not zero and bits 7:4 are not 0b1111
 */
public record ItState(int bits) {
  /** Outside an IT block. */
  public static final ItState NONE = new ItState(0);

  /** Checks the range and refuses states that no IT instruction makes. */
  public ItState {
    if (bits < 0 || bits > 0xff) {
      throw new IllegalArgumentException(
          "PSTATE.IT is 0x00 to 0xff, not 0x" + Integer.toHexString(bits));
    }
    if (bits != 0 && (bits & 0xf) == 0) {
      throw new IllegalArgumentException(
          "PSTATE.IT 0x"
              + Integer.toHexString(bits)
              + " has no instruction left: bits 3:0 are zero");
    }
    if (bits >> 4 == 0xf) {
      throw new IllegalArgumentException("an IT block with condition 0b1111 is UNPREDICTABLE");
    }
  }

  /** Where an instruction stands relative to an IT block. */
  public enum Position {
    OUTSIDE,
    LAST,
    NOT_LAST
  }

  /** Where the instruction stands. */
  public Position position() {
    if (bits == 0) {
      return Position.OUTSIDE;
    }
    return (bits & 0xf) == 8 ? Position.LAST : Position.NOT_LAST;
  }

  /** The condition that applies to the instruction; AL outside a block. */
  public Condition condition() {
    return bits == 0 ? Condition.AL : Condition.of(bits >> 4);
  }

  /** The state for the next instruction. */
  public ItState advance() {
    return (bits & 7) == 0 ? NONE : new ItState((bits & 0xe0) | ((bits << 1) & 0x1f));
  }
}
