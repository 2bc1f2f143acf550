// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.replay;

import tla2sany.semantic.OpDeclNode;
import tlc2.tool.TLCState;
import tlc2.value.IValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * A fingerprint of 64 bits of a state. It differs from TLC's in one point: registers are taken as
 * the objects that they are, for most of a state is registers. Equal ones that are two objects keep
 * two states apart, which is no mistake.
 */
final class StateHash {
  private static final long PRIME = 0x9e37_79b9_7f4a_7c15L;

  private static final int KEPT = 1 << 10;

  /** Values that were hashed lately, by identity: most of two states is the same objects. */
  private static final IValue[] RECENT = new IValue[KEPT];

  private static final long[] HASHES = new long[KEPT];

  private StateHash() {}

  static long of(TLCState state) {
    long hash = 0;
    for (OpDeclNode variable : state.getVars()) {
      hash = mixed(hash, remembered(state.lookup(variable.getName())));
    }
    return hash;
  }

  private static long mixed(long hash, long more) {
    long sum = (hash ^ more) * PRIME;
    return sum ^ sum >>> 29;
  }

  private static long remembered(IValue value) {
    int slot = System.identityHashCode(value) * 0x9e37_79b9 >>> 22;
    if (RECENT[slot] != value) {
      HASHES[slot] = of(value);
      RECENT[slot] = value;
    }
    return HASHES[slot];
  }

  private static long of(IValue value) {
    if (value instanceof RegistersRecord registers) {
      return mixed(1, registers.serial());
    }
    if (value instanceof RecordValue record) {
      record.normalize();
      return all(2, record.values);
    }
    if (value instanceof TupleValue tuple) {
      return all(3 + tuple.elems.length, tuple.elems);
    }
    if (value instanceof IntValue number) {
      return mixed(5, number.val);
    }
    if (value instanceof SetEnumValue set) {
      set.normalize();
      long hash = 7 + set.size();
      for (int i = 0; i < set.size(); i++) {
        hash = mixed(hash, of(set.elems.elementAt(i)));
      }
      return hash;
    }
    if (value instanceof FcnRcdValue function) {
      function.normalize();
      return mixed(all(11, function.getDomainAsValues()), all(13, function.values));
    }
    return value.fingerPrint(PRIME);
  }

  private static long all(long start, Value[] values) {
    long hash = start;
    for (Value each : values) {
      hash =
          mixed(
              hash,
              each instanceof RecordValue && !(each instanceof RegistersRecord)
                  ? remembered(each)
                  : of(each));
    }
    return hash;
  }
}
