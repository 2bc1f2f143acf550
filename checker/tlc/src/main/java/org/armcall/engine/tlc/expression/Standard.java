// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.tool.EvalControl;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.MethodValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * Operators that TLC has Java methods for. The few that replay uses often are short cuts for the
 * usual kinds of values; anything else, mistakes included, is left to TLC's method.
 */
final class Standard {
  private Standard() {}

  /** A comparison of numbers. */
  private interface Comparison {
    boolean holds(int left, int right);
  }

  static Code code(String name, MethodValue method, Code[] arguments) {
    return switch (name) {
      case "\\leq", "<=", "=<" -> compared(method, arguments, (a, b) -> a <= b);
      case "\\geq", ">=" -> compared(method, arguments, (a, b) -> a >= b);
      case "<" -> compared(method, arguments, (a, b) -> a < b);
      case ">" -> compared(method, arguments, (a, b) -> a > b);
      case "Len" -> length(method, arguments);
      case "Cardinality" -> size(method, arguments);
      default -> Code.of(frame -> applied(method, arguments, frame));
    };
  }

  private static Value applied(MethodValue method, Code[] arguments, Frame frame) {
    Value[] values = new Value[arguments.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments[i].eval(frame);
    }
    return method.apply(values, EvalControl.Clear);
  }

  private static Code compared(MethodValue method, Code[] arguments, Comparison comparison) {
    Code left = arguments[0];
    Code right = arguments[1];
    return new Code.Formula() {
      @Override
      public boolean holds(Frame frame) {
        return left.eval(frame) instanceof IntValue a && right.eval(frame) instanceof IntValue b
            ? comparison.holds(a.val, b.val)
            : applied(method, arguments, frame).equals(BoolValue.ValTrue);
      }
    };
  }

  private static Code length(MethodValue method, Code[] arguments) {
    return Code.of(
        frame ->
            arguments[0].eval(frame) instanceof TupleValue tuple
                ? IntValue.gen(tuple.elems.length)
                : applied(method, arguments, frame));
  }

  private static Code size(MethodValue method, Code[] arguments) {
    return Code.of(
        frame ->
            arguments[0].eval(frame) instanceof SetEnumValue set
                ? IntValue.gen(set.size())
                : applied(method, arguments, frame));
  }
}
