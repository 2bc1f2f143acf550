// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.value.impl.Value;

/** What is bound at a place of the frame. */
record Bound(int slot) implements Code {
  @Override
  public Value eval(Frame frame) {
    return frame.get(slot);
  }
}
