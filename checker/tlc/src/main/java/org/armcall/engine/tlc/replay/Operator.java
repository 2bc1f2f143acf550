// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.FastTool;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.OpRcdValue;
import tlc2.value.impl.Value;

/**
 * An operator of the specification, evaluated by TLC from its own definition, but with nothing in
 * sight except its arguments. TLC itself looks every name up behind all that its callers have
 * bound, which takes most of its time here.
 *
 * <p>An operator whose value depends on its arguments alone may be remembered: then it is not
 * evaluated again for the same objects.
 */
final class Operator extends OpRcdValue {
  private static final long serialVersionUID = 1;
  private static final int KEPT = 1 << 10;

  private final transient ExprNode body;
  private final transient FormalParamNode[] parameters;
  private final transient Value[][] keys;
  private final transient Value[] values;

  private Operator(OpDefNode definition, boolean remembered) {
    body = definition.getBody();
    parameters = definition.getParams();
    keys = new Value[remembered ? KEPT : 0][];
    values = new Value[keys.length];
  }

  /** Has the tool evaluate that operator so; it does nothing where TLC has a method for it. */
  static void install(FastTool tool, OpDefNode definition, boolean remembered) {
    ExprNode body = definition.getBody();
    if (definition.getArity() == 0 || body.getToolObject(tool.getId()) != null) {
      return;
    }
    for (FormalParamNode parameter : definition.getParams()) {
      if (parameter.getArity() != 0) {
        return;
      }
    }
    definition.setToolObject(tool.getId(), new Operator(definition, remembered));
  }

  @Override
  public Value eval(
      Tool tool,
      ExprOrOpArgNode[] arguments,
      Context context,
      TLCState state,
      TLCState next,
      int control,
      CostModel cost) {
    if (keys.length > 0) {
      return remembered(tool, arguments, context, state, next, control, cost);
    }
    Context own = Context.Empty;
    for (int i = 0; i < parameters.length; i++) {
      own = own.cons(parameters[i], tool.getVal(arguments[i], context, true));
    }
    return tool.eval(body, own, state, next, control, cost);
  }

  private Value remembered(
      Tool tool,
      ExprOrOpArgNode[] arguments,
      Context context,
      TLCState state,
      TLCState next,
      int control,
      CostModel cost) {
    Value[] given = new Value[arguments.length];
    int hash = 0;
    for (int i = 0; i < given.length; i++) {
      Object argument = tool.getVal(arguments[i], context, true);
      given[i] =
          argument instanceof LazyValue || !(argument instanceof Value value)
              ? tool.eval(arguments[i], context, state, next, control, cost)
              : value;
      hash = 31 * hash + System.identityHashCode(given[i]);
    }
    int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & KEPT - 1;
    if (keys[slot] != null && same(keys[slot], given)) {
      return values[slot];
    }
    Context own = Context.Empty;
    for (int i = 0; i < parameters.length; i++) {
      own = own.cons(parameters[i], given[i]);
    }
    Value value = tool.eval(body, own, TLCState.Empty, TLCState.Empty, EvalControl.Clear, cost);
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
