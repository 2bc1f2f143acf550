// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records that differ from others in one component. */
final class RecordParts {
  private RecordParts() {}

  /**
   * The record with another value in one component.
   *
   * @param component its name
   */
  static <R extends Record> R with(R record, String component, Object value) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = values(record);
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(component)) {
        values[i] = value;
        return made(record, components, values);
      }
    }
    throw new IllegalArgumentException(record.getClass() + " has no component " + component);
  }

  /**
   * The record itself as the plain one is, where it differs at all, and then with one component
   * after the other as it is there.
   *
   * @param plain another of the same class
   */
  static <R extends Record> List<R> plainer(R record, R plain) {
    if (record.equals(plain)) {
      return List.of();
    }
    List<R> all = new ArrayList<>(List.of(plain));
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = values(record);
    Object[] others = values(plain);
    for (int i = 0; i < values.length; i++) {
      if (!values[i].equals(others[i])) {
        Object[] changed = values.clone();
        changed[i] = others[i];
        all.add(made(record, components, changed));
      }
    }
    return all;
  }

  private static Object[] values(Record record) {
    return Arrays.stream(record.getClass().getRecordComponents())
        .map(component -> value(record, component))
        .toArray();
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @SuppressWarnings("unchecked")
  private static <R extends Record> R made(R like, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return (R) like.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (java.lang.reflect.InvocationTargetException refused) {
      throw refused.getCause() instanceof RuntimeException why
          ? why
          : new IllegalStateException(refused);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
