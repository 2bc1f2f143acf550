// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import org.armcall.engine.tlc.expression.Compiler.Unsupported;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.StringNode;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.Value;
import tlc2.value.impl.ValueExcept;

/** EXCEPT: a record or function that differs at some places. */
final class Except {
  private final Code[][] paths;
  private final FieldPlace[] fields;
  private final Code[] values;
  private final int[] olds;

  private Except(int count) {
    paths = new Code[count][];
    fields = new FieldPlace[count];
    values = new Code[count];
    olds = new int[count];
  }

  static Code code(Compiler compiler, Scope scope, OpApplNode node) throws Unsupported {
    ExprOrOpArgNode[] given = node.getArgs();
    Code base = compiler.code(given[0], scope);
    Except except = new Except(given.length - 1);
    boolean flat = true;
    for (int i = 0; i < given.length - 1; i++) {
      ExprOrOpArgNode[] pair = ((OpApplNode) given[i + 1]).getArgs();
      ExprOrOpArgNode[] path = ((OpApplNode) pair[0]).getArgs();
      except.paths[i] = new Code[path.length];
      for (int j = 0; j < path.length; j++) {
        except.paths[i][j] = compiler.code(path[j], scope);
      }
      flat &= path.length == 1 && path[0] instanceof StringNode;
      if (flat) {
        except.fields[i] = new FieldPlace(((StringNode) path[0]).getRep());
      }
      except.olds[i] = scope.place();
      int before = scope.enter(except.olds[i]);
      try {
        except.values[i] = compiler.code(pair[1], scope);
      } finally {
        scope.leave(before);
      }
    }
    if (flat) {
      return new Code() {
        @Override
        public Value eval(Frame frame) {
          Value value = base.eval(frame);
          return value instanceof RecordValue record
              ? except.record(record, frame)
              : except.any(value, frame);
        }
      };
    }
    return Code.of(frame -> except.any(base.eval(frame), frame));
  }

  private Value record(RecordValue record, Frame frame) {
    record.normalize();
    Value[] changed = record.values.clone();
    for (int i = 0; i < fields.length; i++) {
      int place = fields[i].in(record);
      frame.bind(olds[i], changed[place]);
      changed[place] = values[i].eval(frame);
    }
    return new RecordValue(record.names, changed, true);
  }

  private Value any(Value base, Frame frame) {
    Value result = base;
    for (int i = 0; i < paths.length; i++) {
      Value[] path = new Value[paths[i].length];
      Value old = result;
      for (int j = 0; j < path.length; j++) {
        path[j] = paths[i][j].eval(frame);
        old = Functions.selected(old, path[j]);
      }
      frame.bind(olds[i], old);
      result = result.takeExcept(new ValueExcept(path, values[i].eval(frame)));
    }
    return result;
  }
}
