// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.alloy.api;

import java.util.List;

/**
 * The value of one signature, field or quantified variable.
 *
 * @param columns the signature of each column; the first one of a field is its owner
 * @param tuples atoms, as many in each tuple as there are columns, in the order of the engine
 */
public record Relation(Kind kind, String name, List<String> columns, List<List<String>> tuples) {

  /** What a relation is in the file. */
  public enum Kind {
    /** The atoms of a signature that is not fixed by the file. */
    SIGNATURE,
    /** A signature declared {@code in} another: a property of atoms. */
    SUBSET,
    /** A field of a signature. */
    FIELD,
    /** A quantified variable of the formula, and the atoms that it stands for. */
    VARIABLE
  }

  public Relation {
    columns = List.copyOf(columns);
    tuples = tuples.stream().map(List::copyOf).toList();
    for (List<String> tuple : tuples) {
      if (tuple.size() != columns.size()) {
        throw new IllegalArgumentException(name + ": " + tuple + " is no tuple of " + columns);
      }
    }
  }
}
