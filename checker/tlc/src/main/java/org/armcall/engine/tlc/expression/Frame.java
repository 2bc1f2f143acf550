// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.tool.TLCState;
import tlc2.value.impl.Value;

/**
 * What is bound while the body of one operator, or an action, is evaluated.
 *
 * <p>As in TLC arguments and definitions are evaluated when they are first needed, and once.
 */
public final class Frame {
  /** Each a value, the code of a definition of this frame, or an argument that waits. */
  private final Object[] slots;

  private final TLCState state;

  Frame(int size, TLCState state) {
    slots = new Object[size];
    this.state = state;
  }

  /** An argument that nobody looked at yet. */
  private static final class Waiting {
    private final Code code;
    private final Frame frame;
    private Value value;

    Waiting(Code code, Frame frame) {
      this.code = code;
      this.frame = frame;
    }

    Value value() {
      if (value == null) {
        value = code.eval(frame);
      }
      return value;
    }
  }

  TLCState state() {
    return state;
  }

  Value get(int slot) {
    Object bound = slots[slot];
    return bound instanceof Value value ? value : force(slot, bound);
  }

  private Value force(int slot, Object bound) {
    Value value = bound instanceof Waiting waiting ? waiting.value() : ((Code) bound).eval(this);
    slots[slot] = value;
    return value;
  }

  void bind(int slot, Value value) {
    slots[slot] = value;
  }

  /** Binds a definition of this frame. */
  void define(int slot, Code code) {
    slots[slot] = code;
  }

  /** Binds an argument that is evaluated in the frame of the caller. */
  void postpone(int slot, Code argument, Frame caller) {
    slots[slot] = new Waiting(argument, caller);
  }

  /** Binds an argument that is something bound in the frame of the caller. */
  void share(int slot, Frame caller, int theirs, Code read) {
    Object bound = caller.slots[theirs];
    slots[slot] =
        bound instanceof Value || bound instanceof Waiting ? bound : new Waiting(read, caller);
  }
}
