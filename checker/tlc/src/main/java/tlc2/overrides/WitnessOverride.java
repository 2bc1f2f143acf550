// SPDX-License-Identifier: Apache-2.0
package tlc2.overrides;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/**
 * Counts how often the condition of each {@code Witness(name, condition)} was true, so that an
 * invariant whose antecedent never holds, or an action that never happens, is seen.
 *
 * <p>What is counted is evaluations. An action's witness must therefore be its last conjunct, or it
 * counts attempts that a later conjunct refuses; and TLC evaluates an action for ENABLED and for
 * liveness too, so the number itself means little.
 *
 * <p>The counts are per class loader: each model has a loader of its own.
 */
public final class WitnessOverride {

  private static final ConcurrentHashMap<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private WitnessOverride() {}

  /**
   * {@code Witness(name, condition) == condition}, counted under the name when the condition is
   * true.
   */
  @TLAPlusOperator(identifier = "Witness", module = "Witness", warn = false)
  public static Value witness(Value name, Value condition) {
    if (!(name instanceof StringValue text)) {
      throw new IllegalArgumentException("Witness: the name must be a string, not " + name);
    }
    if (!(condition instanceof BoolValue truth)) {
      throw new IllegalArgumentException(
          "Witness(" + name + "): the condition must be a boolean, not " + condition);
    }
    String key = text.val.toString();
    LongAdder count = COUNTS.get(key); // Most calls: without computeIfAbsent's lock.
    if (count == null) {
      count = COUNTS.computeIfAbsent(key, absent -> new LongAdder());
    }
    if (truth.val) {
      count.increment();
    }
    return condition;
  }

  /** The count of each name that was evaluated; 0 where the condition never was true. */
  public static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    COUNTS.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }
}
