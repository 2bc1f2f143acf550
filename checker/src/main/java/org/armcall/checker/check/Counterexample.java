// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The behaviour that breaks a property.
 *
 * @param violates what kind of property: invariant, property, temporal, deadlock or assumption
 * @param steps the states, the first one first; empty for an assumption
 * @param loopTo the number of the state that the behaviour goes back to for ever
 * @param stuttering whether it stays in the last state for ever
 */
public record Counterexample(
    String violates, List<Step> steps, OptionalInt loopTo, boolean stuttering) {

  /**
   * One state.
   *
   * @param number counted from 1
   * @param action the action that led to it, as the engine names it
   * @param values the value at each path, such as {@code s.el}
   */
  public record Step(int number, String action, Map<String, String> values) {

    /** What differs from the state before, path by path. */
    public List<Change> changesSince(Step before) {
      List<Change> changes = new ArrayList<>();
      before.values.forEach(
          (path, value) -> {
            if (!values.containsKey(path)) {
              changes.add(new Change(path, value, ""));
            }
          });
      values.forEach(
          (path, value) -> {
            String old = before.values.getOrDefault(path, "");
            if (!old.equals(value)) {
              changes.add(new Change(path, old, value));
            }
          });
      changes.sort((a, b) -> a.path.compareTo(b.path));
      return changes;
    }
  }

  /** One value that changed; the text is empty where the path was not, or is no longer, there. */
  public record Change(String path, String before, String after) {}
}
