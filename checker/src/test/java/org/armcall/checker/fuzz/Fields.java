// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.fuzz;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.armcall.traces.event.TraceEvent;

/** The fields of an event by name, without the lines that it was read from. */
final class Fields {
  private Fields() {}

  static Map<String, Object> of(TraceEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", event.kind());
    for (RecordComponent component : event.getClass().getRecordComponents()) {
      if (component.getName().equals("source")) {
        continue;
      }
      try {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(event);
        fields.put(
            component.getName(), value instanceof Map<?, ?> map ? new TreeMap<>(map) : value);
      } catch (ReflectiveOperationException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return fields;
  }
}
