// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.function.Function;
import java.util.function.Predicate;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Value;

/**
 * An expression whose names are resolved.
 *
 * <p>A class and not an interface: at nearly every place one of many kinds of expression is
 * evaluated, and a call through an interface then takes a fifth of all time.
 */
public abstract class Code {

  /** Its value, with these things bound. */
  public abstract Value eval(Frame frame);

  /**
   * Whether it is TRUE.
   *
   * @throws IllegalStateException if it is no Boolean
   */
  public boolean holds(Frame frame) {
    Value value = eval(frame);
    if (value instanceof BoolValue bool) {
      return bool.val;
    }
    throw new IllegalStateException("a formula has the value " + value);
  }

  /** An expression of a kind that is seldom met, where another call does not matter. */
  static Code of(Function<Frame, Value> value) {
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        return value.apply(frame);
      }
    };
  }

  /** A formula. */
  abstract static class Formula extends Code {
    @Override
    public abstract boolean holds(Frame frame);

    @Override
    public final Value eval(Frame frame) {
      return holds(frame) ? BoolValue.ValTrue : BoolValue.ValFalse;
    }

    /** A formula of a kind that is seldom met. */
    static Formula by(Predicate<Frame> test) {
      return new Formula() {
        @Override
        public boolean holds(Frame frame) {
          return test.test(frame);
        }
      };
    }
  }
}
