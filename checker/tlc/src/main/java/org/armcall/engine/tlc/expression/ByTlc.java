// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.Map;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.Value;

/** An expression that TLC evaluates. */
final class ByTlc extends Code {
  private final FastTool tool;
  private final ExprNode node;
  private final SymbolNode[] symbols;
  private final int[] slots;

  /** With what of the bound things it mentions. */
  ByTlc(FastTool tool, ExprNode node, Map<SymbolNode, Integer> mentioned) {
    this.tool = tool;
    this.node = node;
    symbols = mentioned.keySet().toArray(new SymbolNode[0]);
    slots = mentioned.values().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Value eval(Frame frame) {
    Context context = Context.Empty;
    for (int i = 0; i < symbols.length; i++) {
      context = context.cons(symbols[i], frame.get(slots[i]));
    }
    return eval(tool, node, context, frame.state());
  }

  static Value eval(FastTool tool, ExprNode node, Context context, TLCState state) {
    return tool.eval(
        node, context, state, TLCState.Empty, EvalControl.Clear, CostModel.DO_NOT_RECORD);
  }

  /** An expression that mentions nothing that is bound and no variable, evaluated once. */
  static final class Constant extends Code {
    private final FastTool tool;
    private final ExprNode node;
    private Value value;

    Constant(FastTool tool, ExprNode node) {
      this.tool = tool;
      this.node = node;
    }

    @Override
    public Value eval(Frame frame) {
      if (value == null) {
        Value made = ByTlc.eval(tool, node, Context.Empty, TLCState.Empty);
        made.deepNormalize();
        value = made;
      }
      return value;
    }
  }
}
