// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.event;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The registers of one moment, by their names in lower case, in the order of the trace.
 *
 * <p>A map that cannot be changed and that is small: a long trace has two of them for each call.
 */
public final class RegisterValues extends AbstractMap<String, Long> {
  private final RegisterNames names;
  private final long[] values;

  /**
   * The registers of those names.
   *
   * @param values as many as there are names, and perhaps more behind them that are not meant
   * @throws IllegalArgumentException if there are fewer values than names
   */
  public RegisterValues(RegisterNames names, long... values) {
    if (names.size() > values.length) {
      throw new IllegalArgumentException(names.size() + " names, " + values.length + " values");
    }
    this.names = names;
    this.values = Arrays.copyOf(values, names.size());
  }

  /** The registers of that map. */
  public static RegisterValues of(Map<String, Long> registers) {
    return registers instanceof RegisterValues already
        ? already
        : new RegisterValues(
            new RegisterNames(registers.keySet().toArray(String[]::new)),
            registers.values().stream().mapToLong(Long::longValue).toArray());
  }

  /** The numbers of those that are named by a letter, {@code x} or {@code r}: a bit for each. */
  public int numbered(char letter) {
    return names.numbered(letter);
  }

  /** Whether all are named by such a letter and a number. */
  public boolean areAllNumbered() {
    return names.areAllNumbered();
  }

  /**
   * The register of that letter, {@code x} or {@code r}, and number.
   *
   * @throws IndexOutOfBoundsException if it was not recorded
   */
  public long value(char letter, int number) {
    return values[names.position(letter, number)];
  }

  @Override
  public Long get(Object name) {
    int at = names.position(name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(Object name) {
    return names.position(name) >= 0;
  }

  @Override
  public int size() {
    return values.length;
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
        return values.length;
      }
    };
  }

  private final class Entries implements Iterator<Map.Entry<String, Long>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < values.length;
    }

    @Override
    public Map.Entry<String, Long> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int at = next++;
      return Map.entry(names.name(at), values[at]);
    }
  }
}
