// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SymbolNode;
import tlc2.tool.TLCState;
import tlc2.value.impl.Value;

/** Where the frames of one operator, or of an action, have what is bound in it. */
public final class Scope {
  private record Definition(int slot, Code code) {}

  private final Map<SymbolNode, Integer> slots = new HashMap<>();
  private final List<Definition> definitions = new ArrayList<>();
  private int size;
  private int at = -1;

  /** Has a place for a parameter or for a bound variable. */
  public int add(SymbolNode symbol) {
    slots.put(symbol, size);
    return size++;
  }

  /** Defines, from the beginning, what the code evaluates. */
  public void define(OpDefNode definition, Code code) {
    definitions.add(new Definition(add(definition), code));
  }

  OptionalInt slot(SymbolNode symbol) {
    Integer slot = slots.get(symbol);
    return slot == null ? OptionalInt.empty() : OptionalInt.of(slot);
  }

  /** What is bound, by symbol. */
  Map<SymbolNode, Integer> bound() {
    return Map.copyOf(slots);
  }

  /** The place of the old value inside of EXCEPT. */
  Optional<Integer> old() {
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  /** Goes into an EXCEPT; the answer goes to {@link #leave}. */
  int enter(int place) {
    int before = at;
    at = place;
    return before;
  }

  void leave(int before) {
    at = before;
  }

  int size() {
    return size;
  }

  int place() {
    return size++;
  }

  /** A frame in which the first places, which are the parameters, have these values. */
  public Frame frame(TLCState state, Value[] arguments) {
    Frame frame = frame(state);
    for (int i = 0; i < arguments.length; i++) {
      frame.bind(i, arguments[i]);
    }
    return frame;
  }

  /** A frame with what is defined from the beginning; parameters are not bound yet. */
  Frame frame(TLCState state) {
    Frame frame = new Frame(size, state);
    for (int i = 0; i < definitions.size(); i++) {
      frame.define(definitions.get(i).slot(), definitions.get(i).code());
    }
    return frame;
  }
}
