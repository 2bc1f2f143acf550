// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Reads the fields of a TLA+ record, with the field's name in the message where it is missing or of
 * another type.
 */
record Fields(RecordValue record) {

  static Fields of(Value value) {
    if (value.toRcd() instanceof RecordValue record) {
      return new Fields(record);
    }
    throw new IllegalArgumentException("a record was expected, not " + value);
  }

  boolean flag(UniqueString name) {
    if (field(name) instanceof BoolValue value) {
      return value.val;
    }
    throw new IllegalArgumentException(name + " must be a BOOLEAN");
  }

  int number(UniqueString name) {
    if (field(name) instanceof IntValue value) {
      return value.val;
    }
    throw new IllegalArgumentException(name + " must be an integer");
  }

  String text(UniqueString name) {
    if (field(name) instanceof StringValue value) {
      return value.val.toString();
    }
    throw new IllegalArgumentException(name + " must be a string");
  }

  Value field(UniqueString name) {
    for (int i = 0; i < record.names.length; i++) {
      if (record.names[i].equals(name)) {
        return record.values[i];
      }
    }
    throw new IllegalArgumentException("the record has no field " + name + ": " + record);
  }
}
