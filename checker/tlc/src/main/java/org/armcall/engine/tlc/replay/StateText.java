// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.function.Predicate;
import tla2sany.semantic.OpDeclNode;
import tlc2.tool.TLCState;
import tlc2.value.IValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * States in words, a line for each variable. Registers are written as name and value, and what is
 * long is cut.
 */
final class StateText {
  private static final int LONGEST = 600;
  private static final UniqueString STATE = UniqueString.uniqueStringOf("st");
  private static final UniqueString KNOWN = UniqueString.uniqueStringOf("known");
  private static final UniqueString WORDS = UniqueString.uniqueStringOf("w");

  private final StringBuilder text = new StringBuilder();

  private StateText() {}

  /**
   * The state.
   *
   * @param wanted the variables to show
   */
  static String of(TLCState state, Predicate<String> wanted) {
    StringBuilder lines = new StringBuilder();
    for (OpDeclNode variable : state.getVars()) {
      if (!wanted.test(variable.getName().toString())) {
        continue;
      }
      StateText value = new StateText();
      value.write(state.lookup(variable.getName()));
      lines.append("/\\ ").append(variable.getName()).append(" = ");
      if (value.text.length() > LONGEST) {
        lines.append(value.text, 0, LONGEST).append("...");
      } else {
        lines.append(value.text);
      }
      lines.append('\n');
    }
    return lines.toString();
  }

  private void write(IValue value) {
    if (text.length() > LONGEST) {
      return;
    }
    if (value instanceof RecordValue record) {
      Value words = field(record, WORDS);
      if (words instanceof FcnRcdValue numbered
          && field(record, KNOWN) instanceof SetEnumValue known) {
        registers(String.valueOf(field(record, STATE)), numbered, known);
      } else {
        record(record);
      }
    } else if (value instanceof TupleValue tuple) {
      list("<<", tuple.elems, ">>");
    } else if (value instanceof SetEnumValue set) {
      set.normalize();
      Value[] elements = new Value[set.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = set.elems.elementAt(i);
      }
      list("{", elements, "}");
    } else if (value instanceof FcnRcdValue function) {
      function(function);
    } else {
      text.append(value);
    }
  }

  private static Value field(RecordValue record, UniqueString name) {
    for (int i = 0; i < record.names.length; i++) {
      if (record.names[i].equals(name)) {
        return record.values[i];
      }
    }
    return TupleValue.EmptyTuple;
  }

  private void registers(String state, FcnRcdValue words, SetEnumValue known) {
    char letter = state.contains("a32") ? 'r' : 'x';
    text.append('[');
    for (int i = 0; i < known.size(); i++) {
      int number = ((IntValue) known.elems.elementAt(i)).val;
      text.append(i == 0 ? "" : ", ").append(letter).append(number).append(" |-> ");
      text.append(words.values[number]);
    }
    text.append(']');
  }

  private void record(RecordValue record) {
    text.append('[');
    for (int i = 0; i < record.names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(record.names[i]).append(" |-> ");
      write(record.values[i]);
    }
    text.append(']');
  }

  private void list(String open, Value[] elements, String close) {
    text.append(open);
    for (int i = 0; i < elements.length; i++) {
      text.append(i == 0 ? "" : ", ");
      write(elements[i]);
    }
    text.append(close);
  }

  private void function(FcnRcdValue function) {
    Value[] domain = function.getDomainAsValues();
    text.append('(');
    for (int i = 0; i < domain.length; i++) {
      text.append(i == 0 ? "" : " @@ ").append(domain[i]).append(" :> ");
      write(function.values[i]);
    }
    text.append(')');
  }
}
