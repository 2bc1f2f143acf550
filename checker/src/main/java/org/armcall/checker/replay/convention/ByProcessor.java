// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.replay.convention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What is known of each processor of a trace, in the order in which they were seen first. Every
 * event asks, so that the low numbers are an index.
 *
 * @param <T> what is known
 */
public final class ByProcessor<T> {
  private static final int LOW = 64;

  private final Function<OptionalInt, T> first;
  private final Object[] low = new Object[LOW];
  private final Map<OptionalInt, T> others = new HashMap<>();
  private final List<T> all = new ArrayList<>();

  /**
   * Nothing is known of any yet.
   *
   * @param first what is known of a processor when it is seen first
   */
  public ByProcessor(Function<OptionalInt, T> first) {
    this.first = first;
  }

  /** What is known of that processor; all events without a number are of one. */
  @SuppressWarnings("unchecked")
  public T of(OptionalInt cpu) {
    int number = cpu.orElse(-1);
    if (number < 0 || number >= LOW) {
      return others.computeIfAbsent(cpu, this::add);
    }
    if (low[number] == null) {
      low[number] = add(cpu);
    }
    return (T) low[number];
  }

  private T add(OptionalInt cpu) {
    T known = first.apply(cpu);
    all.add(known);
    return known;
  }

  /** Whether the processor was seen. */
  public boolean has(OptionalInt cpu) {
    int number = cpu.orElse(-1);
    return number < 0 || number >= LOW ? others.containsKey(cpu) : low[number] != null;
  }

  /** What is known of all that were seen. */
  public Collection<T> values() {
    return Collections.unmodifiableList(all);
  }

  /** Forgets all. */
  public void clear() {
    java.util.Arrays.fill(low, null);
    others.clear();
    all.clear();
  }
}
