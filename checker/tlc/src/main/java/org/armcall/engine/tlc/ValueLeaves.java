// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tlc2.tool.TLCState;
import tlc2.value.IValue;
import tlc2.value.impl.FcnLambdaValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * The values of a state as paths and texts, so that two states can be compared field by field:
 * {@code s.el} is {@code 1}, {@code queue[2]} is {@code "smc"}. Sets, and empty records and tuples,
 * are one value.
 */
final class ValueLeaves {

  private final BiConsumer<String, String> sink;

  private ValueLeaves(BiConsumer<String, String> sink) {
    this.sink = sink;
  }

  /** Gives the sink the path and text of each value, variables in alphabetical order. */
  static void of(TLCState state, BiConsumer<String, String> sink) {
    Map<String, IValue> variables = new TreeMap<>();
    for (Map.Entry<UniqueString, IValue> variable : state.getVals().entrySet()) {
      variables.put(variable.getKey().toString(), variable.getValue());
    }
    ValueLeaves leaves = new ValueLeaves(sink);
    variables.forEach(leaves::add);
  }

  private void add(String path, IValue value) {
    IValue known = value;
    if (value instanceof FcnLambdaValue lambda
        && lambda.toFcnRcd() instanceof FcnRcdValue function) {
      known = function;
    }
    if (known instanceof RecordValue fields && fields.names.length > 0) {
      Map<String, Value> sorted =
          new TreeMap<>(); // TLC's order is that in which it first met the names.
      for (int i = 0; i < fields.names.length; i++) {
        sorted.put(fields.names[i].toString(), fields.values[i]);
      }
      sorted.forEach((name, each) -> add(path + "." + name, each));
    } else if (known instanceof TupleValue tuple && tuple.elems.length > 0) {
      for (int i = 0; i < tuple.elems.length; i++) {
        add(path + "[" + (i + 1) + "]", tuple.elems[i]);
      }
    } else if (known instanceof FcnRcdValue function && function.values.length > 0) {
      Value[] domain = function.getDomainAsValues();
      for (int i = 0; i < domain.length; i++) {
        add(path + "[" + domain[i] + "]", function.values[i]);
      }
    } else {
      sink.accept(path, String.valueOf(known));
    }
  }
}
