// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import tlc2.value.impl.RecordValue;
import util.UniqueString;

/** Where records have one of their fields; most records of one place in a text have one form. */
final class FieldPlace {
  private static final UniqueString[] NOTHING = {};

  private final UniqueString name;
  private UniqueString[] names = NOTHING;
  private int place;

  FieldPlace(UniqueString name) {
    this.name = name;
  }

  /**
   * Where that record has it.
   *
   * @throws IllegalStateException if it has none of that name
   */
  int in(RecordValue record) {
    if (record.names != names) {
      find(record);
    }
    return place;
  }

  private void find(RecordValue record) {
    record.normalize(); // It would sort the names later, and so move the field.
    for (int i = 0; i < record.names.length; i++) {
      if (record.names[i].equals(name)) {
        place = i;
        names = record.names;
        return;
      }
    }
    throw new IllegalStateException("no field " + name + " in " + record);
  }
}
