// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.tool.TLCState;
import tlc2.value.impl.Value;

/** An operator with a definition. */
final class Operation {
  private static final int KEPT = 1 << 10;

  private final int arity;
  private final Value[][] keys;
  private final Value[] values;
  private Scope scope = new Scope();
  private int size;
  private Code body =
      Code.of(
          frame -> {
            throw new IllegalStateException("an operator is not defined yet");
          });

  Operation(int arity, boolean remembered) {
    this.arity = arity;
    keys = new Value[remembered ? KEPT : 0][];
    values = new Value[keys.length];
  }

  void define(Scope own, Code code) {
    scope = own;
    size = own.size();
    body = code;
  }

  Code call(Code[] arguments) {
    if (keys.length > 0) {
      return new Code() {
        @Override
        public Value eval(Frame frame) {
          return remembered(arguments, frame);
        }
      };
    }
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        return body.eval(bound(arguments, frame));
      }

      @Override
      public boolean holds(Frame frame) {
        return body.holds(bound(arguments, frame));
      }
    };
  }

  private Frame bound(Code[] arguments, Frame caller) {
    Frame frame = new Frame(size, caller.state());
    for (int i = 0; i < arity; i++) {
      Code argument = arguments[i];
      if (argument instanceof Bound bound) {
        frame.share(i, caller, bound.slot(), bound);
      } else if (argument instanceof ByTlc.Constant constant) {
        frame.bind(i, constant.eval(caller));
      } else {
        frame.postpone(i, argument, caller);
      }
    }
    return frame;
  }

  /** The value is looked for by its arguments, which are the same only as the same objects. */
  private Value remembered(Code[] arguments, Frame caller) {
    Value[] given = new Value[arity];
    int hash = 0;
    for (int i = 0; i < arity; i++) {
      given[i] = arguments[i].eval(caller);
      hash = 31 * hash + System.identityHashCode(given[i]);
    }
    int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & KEPT - 1;
    if (keys[slot] != null && same(keys[slot], given)) {
      return values[slot];
    }
    Value value = body.eval(scope.frame(TLCState.Empty, given));
    keys[slot] = given;
    values[slot] = value;
    return value;
  }

  private static boolean same(Value[] some, Value[] others) {
    for (int i = 0; i < some.length; i++) {
      if (some[i] != others[i]) {
        return false;
      }
    }
    return true;
  }
}
