// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Maps as lists of what is in them. */
final class MapEntries {
  private MapEntries() {}

  /** The map of these entries, in their order. */
  static <K, V> Map<K, V> of(List<Map.Entry<K, V>> entries) {
    Map<K, V> map = new LinkedHashMap<>();
    entries.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
