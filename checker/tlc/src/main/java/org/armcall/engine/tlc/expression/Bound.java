// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.value.impl.Value;

/** What is bound at a place of the frame. */
final class Bound extends Code {
  private final int slot;

  Bound(int slot) {
    this.slot = slot;
  }

  int slot() {
    return slot;
  }

  @Override
  public Value eval(Frame frame) {
    return frame.get(slot);
  }
}
