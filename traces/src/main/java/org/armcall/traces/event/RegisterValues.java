// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The registers of one moment, by their names in lower case, in the order of the trace.
 *
 * <p>A map that cannot be changed and that is small: two arrays. A long trace has two of them for
 * each call, and most have the same names, which they share.
 */
public final class RegisterValues extends AbstractMap<String, Long> {
  private final String[] names;
  private final long[] values;

  /** A bit for each name, by its hash: most registers that are asked for are not there. */
  private final long present;

  private RegisterValues(String[] names, long[] values) {
    this.names = names;
    this.values = values;
    long bits = 0;
    for (String name : names) {
      bits |= 1L << name.hashCode();
    }
    present = bits;
  }

  /**
   * The registers of those names, none of them twice. The arrays are not copied and must not be
   * changed.
   *
   * @throws IllegalArgumentException if there are not as many values as names
   */
  public static RegisterValues sharing(String[] names, long[] values) {
    if (names.length != values.length) {
      throw new IllegalArgumentException(names.length + " names, " + values.length + " values");
    }
    return new RegisterValues(names, values);
  }

  private int find(Object name) {
    if ((present >>> name.hashCode() & 1) == 0) {
      return -1;
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i] == name) {
        return i;
      }
    }
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Long get(Object name) {
    int at = find(name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(Object name) {
    return find(name) >= 0;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Long> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, Long>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<String, Long>> iterator() {
        return new Entries();
      }

      @Override
      public int size() {
        return names.length;
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Long>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < names.length;
    }

    @Override
    public Map.Entry<String, Long> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int at = next++;
      return Map.entry(names[at], values[at]);
    }
  }
}
