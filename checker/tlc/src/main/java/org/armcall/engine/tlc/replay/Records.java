// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import java.util.stream.IntStream;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** The names of one kind of record, in TLC's order, so that no record has to be sorted. */
final class Records {
  private final UniqueString[] names;
  private final int[] from;

  /** Records with these fields; values are given in this order. */
  Records(String... fields) {
    UniqueString[] given = new UniqueString[fields.length];
    for (int i = 0; i < fields.length; i++) {
      given[i] = UniqueString.uniqueStringOf(fields[i]);
    }
    from =
        IntStream.range(0, fields.length)
            .boxed()
            .sorted((a, b) -> given[a].compareTo(given[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    names = new UniqueString[fields.length];
    for (int i = 0; i < from.length; i++) {
      names[i] = given[from[i]];
    }
  }

  int size() {
    return names.length;
  }

  RecordValue of(Value... values) {
    return new RecordValue(names, sorted(values), true);
  }

  /** A record of registers. */
  RegistersRecord registers(Value... values) {
    return new RegistersRecord(names, sorted(values));
  }

  private Value[] sorted(Value[] values) {
    Value[] sorted = new Value[values.length];
    for (int i = 0; i < from.length; i++) {
      sorted[i] = values[from[i]];
    }
    return sorted;
  }
}
