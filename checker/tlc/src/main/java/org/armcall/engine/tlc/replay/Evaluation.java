// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import org.armcall.engine.tlc.expression.Frame;
import org.armcall.engine.tlc.replay.TraceAction.Assignment;
import org.armcall.engine.tlc.replay.TraceAction.Demand;
import tla2sany.semantic.ExprNode;
import tlc2.tool.EvalControl;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.Value;

/** Who evaluates what an action says. */
enum Evaluation {
  /** Expressions with resolved names; TLC those that have no such form. */
  RESOLVED {
    @Override
    Taken take(FastTool tool, TraceAction action, Value[] arguments, TLCState state) {
      return new Resolved(action.frame(arguments, state));
    }
  },

  /** TLC alone. */
  TLC {
    @Override
    Taken take(FastTool tool, TraceAction action, Value[] arguments, TLCState state) {
      return new ByTlc(tool, action.context(arguments), state);
    }
  },

  /** Each expression both ways, and it is an error if the values differ. */
  BOTH {
    @Override
    Taken take(FastTool tool, TraceAction action, Value[] arguments, TLCState state) {
      return new Both(
          RESOLVED.take(tool, action, arguments, state), TLC.take(tool, action, arguments, state));
    }
  };

  abstract Taken take(FastTool tool, TraceAction action, Value[] arguments, TLCState state);

  private record Resolved(Frame frame) implements Taken {
    @Override
    public boolean holds(Demand demand) {
      return demand.code().holds(frame);
    }

    @Override
    public Value value(Assignment assignment) {
      return assignment.code().eval(frame);
    }
  }

  private record ByTlc(FastTool tool, Context context, TLCState state) implements Taken {
    @Override
    public boolean holds(Demand demand) {
      return eval(demand.formula()).equals(BoolValue.ValTrue);
    }

    @Override
    public Value value(Assignment assignment) {
      return eval(assignment.value());
    }

    private Value eval(ExprNode node) {
      return tool.eval(
          node, context, state, TLCState.Empty, EvalControl.Clear, CostModel.DO_NOT_RECORD);
    }
  }

  private record Both(Taken ours, Taken theirs) implements Taken {
    @Override
    public boolean holds(Demand demand) {
      boolean holds = ours.holds(demand);
      if (holds != theirs.holds(demand)) {
        throw new IllegalStateException(demand.rule() + " is " + holds + ", but not for TLC");
      }
      return holds;
    }

    @Override
    public Value value(Assignment assignment) {
      Value value = ours.value(assignment);
      Value other = theirs.value(assignment);
      if (!value.equals(other)) {
        throw new IllegalStateException(
            assignment.variable().getName() + " becomes " + value + ", but for TLC " + other);
      }
      return value;
    }
  }
}
