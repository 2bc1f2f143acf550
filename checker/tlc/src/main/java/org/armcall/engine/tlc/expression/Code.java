// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Value;

/** An expression whose names are resolved. */
public interface Code {

  /** Its value, with these things bound. */
  Value eval(Frame frame);

  /**
   * Whether it is TRUE.
   *
   * @throws IllegalStateException if it is no Boolean
   */
  default boolean holds(Frame frame) {
    Value value = eval(frame);
    if (value instanceof BoolValue bool) {
      return bool.val;
    }
    throw new IllegalStateException("a formula has the value " + value);
  }

  /** A formula. */
  interface Formula extends Code {
    @Override
    boolean holds(Frame frame);

    @Override
    default Value eval(Frame frame) {
      return holds(frame) ? BoolValue.ValTrue : BoolValue.ValFalse;
    }
  }
}
