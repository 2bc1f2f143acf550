// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.stream.IntStream;
import org.armcall.engine.tlc.expression.Compiler.Unsupported;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.StringNode;
import tlc2.tool.ToolGlobals;
import tlc2.value.impl.Applicable;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Records, tuples and functions. */
final class Functions {
  private final Compiler compiler;
  private final Scope scope;

  Functions(Compiler compiler, Scope scope) {
    this.compiler = compiler;
    this.scope = scope;
  }

  Code code(int opcode, OpApplNode node) throws Unsupported {
    ExprOrOpArgNode[] given = node.getArgs();
    return switch (opcode) {
      case ToolGlobals.OPCODE_rs -> field(compiler.code(given[0], scope), name(given[1]));
      case ToolGlobals.OPCODE_rc -> record(given);
      case ToolGlobals.OPCODE_fa ->
          applied(compiler.code(given[0], scope), argument(given[1]), node);
      case ToolGlobals.OPCODE_domain -> domain(compiler.code(given[0], scope));
      case ToolGlobals.OPCODE_tup -> tuple(given);
      default -> Except.code(compiler, scope, node);
    };
  }

  private static UniqueString name(ExprOrOpArgNode node) {
    return ((StringNode) node).getRep();
  }

  /** TLC has several arguments of a function as one tuple. */
  private Code argument(ExprOrOpArgNode node) throws Unsupported {
    return compiler.code(node, scope);
  }

  /** A field; where it was in the last record is where it is in one with the same names. */
  private static Code field(Code record, UniqueString name) {
    FieldPlace place = new FieldPlace(name);
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        Value value = record.eval(frame);
        if (value instanceof RecordValue fields) {
          return fields.values[place.in(fields)];
        }
        return selected(value, new StringValue(name));
      }
    };
  }

  static Value selected(Value function, Value argument) {
    if (!(function instanceof Applicable applicable)) {
      throw new IllegalStateException(function + " is no function and no record");
    }
    Value found = applicable.select(argument);
    if (found == null) {
      throw new IllegalStateException(argument + " is not in the domain of " + function);
    }
    return found;
  }

  private static Code applied(Code function, Code argument, OpApplNode node) {
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        Value f = function.eval(frame);
        Value x = argument.eval(frame);
        if (x instanceof IntValue number) {
          int i = number.val;
          if (f instanceof TupleValue tuple && i > 0 && i <= tuple.elems.length) {
            return tuple.elems[i - 1];
          }
          if (f instanceof FcnRcdValue by
              && by.intv != null
              && i >= by.intv.low
              && i <= by.intv.high) {
            return by.values[i - by.intv.low];
          }
        }
        try {
          return selected(f, x);
        } catch (IllegalStateException wrong) {
          throw new IllegalStateException(wrong.getMessage() + " at " + node.getLocation(), wrong);
        }
      }
    };
  }

  private static Code domain(Code function) {
    return Code.of(
        frame -> {
          Value value = function.eval(frame);
          if (value instanceof Applicable applicable) {
            return applicable.getDomain();
          }
          throw new IllegalStateException(value + " has no domain");
        });
  }

  private Code tuple(ExprOrOpArgNode[] given) throws Unsupported {
    Code[] parts = new Code[given.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = compiler.code(given[i], scope);
    }
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        Value[] values = new Value[parts.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = parts[i].eval(frame);
        }
        return new TupleValue(values);
      }
    };
  }

  /** Records of one node share their names, which stand in TLC's order. */
  private Code record(ExprOrOpArgNode[] given) throws Unsupported {
    UniqueString[] names = new UniqueString[given.length];
    Code[] parts = new Code[given.length];
    for (int i = 0; i < given.length; i++) {
      ExprOrOpArgNode[] pair = ((OpApplNode) given[i]).getArgs();
      names[i] = name(pair[0]);
      parts[i] = compiler.code(pair[1], scope);
    }
    int[] order =
        IntStream.range(0, names.length)
            .boxed()
            .sorted((a, b) -> names[a].compareTo(names[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    UniqueString[] ordered = new UniqueString[names.length];
    Code[] codes = new Code[names.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = names[order[i]];
      codes[i] = parts[order[i]];
    }
    return new Code() {
      @Override
      public Value eval(Frame frame) {
        Value[] values = new Value[codes.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = codes[i].eval(frame);
        }
        return new RecordValue(ordered, values, true);
      }
    };
  }
}
