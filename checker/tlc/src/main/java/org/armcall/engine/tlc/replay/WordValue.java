// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import tlc2.util.FP64;
import tlc2.value.impl.UserObj;
import tlc2.value.impl.UserValue;
import tlc2.value.impl.Value;

/** A word of 64 bits, which a specification can compare and nothing else. */
final class WordValue extends UserValue {
  private static final long serialVersionUID = 1;

  private static final int KEPT = 1 << 13;
  private static final WordValue[] RECENT = new WordValue[KEPT];

  /** Zero, and what stands for a register that was not recorded. */
  static final WordValue ZERO = of(0);

  private static final class Word extends UserObj {
    private final long bits;

    Word(long bits) {
      this.bits = bits;
    }

    @Override
    public int compareTo(Value other) {
      return Long.compareUnsigned(bits, ((Word) ((UserValue) other).userObj).bits);
    }

    @Override
    public boolean member(Value value) {
      return false;
    }

    @Override
    public boolean isFinite() {
      return true;
    }

    @Override
    public StringBuffer toString(StringBuffer text, int offset, boolean swallow) {
      return text.append("0x").append(Long.toHexString(bits));
    }
  }

  private WordValue(long bits) {
    super(new Word(bits));
  }

  /** The word; the same object again if it was asked for lately. */
  static WordValue of(long bits) {
    int slot = (int) (bits * 0x9e37_79b9_7f4a_7c15L >>> 51) & KEPT - 1;
    WordValue recent = RECENT[slot];
    if (recent != null && ((Word) recent.userObj).bits == bits) {
      return recent;
    }
    WordValue fresh = new WordValue(bits);
    RECENT[slot] = fresh;
    return fresh;
  }

  @Override
  public long fingerPrint(long fingerprint) {
    return FP64.Extend(fingerprint, ((Word) userObj).bits);
  }
}
