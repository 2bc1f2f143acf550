// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.lang.reflect.RecordComponent;
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

  /** The names of the components in which two records of a class differ. */
  static <R extends Record> List<String> differing(R one, R other) {
    return Arrays.stream(one.getClass().getRecordComponents())
        .filter(component -> !value(one, component).equals(value(other, component)))
        .map(RecordComponent::getName)
        .toList();
  }

  /** The record with one component as another of its class has it. */
  static <R extends Record> R withThatOf(R other, R record, String component) {
    return Arrays.stream(record.getClass().getRecordComponents())
        .filter(each -> each.getName().equals(component))
        .findFirst()
        .map(each -> with(record, component, value(other, each)))
        .orElseThrow();
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
