// SPDX-License-Identifier: Apache-2.0
package tlc2.overrides;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.armcall.engine.tlc.equality.Comparison;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/**
 * The Java model inside TLC: the operators of {@code spec/syndrome/MCEquality.tla} that its TLA+
 * bodies leave to Java.
 *
 * <p>The model names the seeded fault; the seed of the random points is the system property {@code
 * armcall.seed}.
 */
public final class EqualityOverride {
  /** How many inputs were compared; the check compares it with the manifest's product. */
  public static final LongAdder CALLS = new LongAdder();

  /** The seed of the random points. */
  public static final long SEED = Long.getLong("armcall.seed", 20130411L);

  /** The first inputs on which the two differ, with both answers. */
  public static final Queue<String> MISMATCHES = new ConcurrentLinkedQueue<>();

  private static final Comparison COMPARISON = new Comparison(SEED, EqualityOverride::report);
  private static final int SHOWN = 20;

  private EqualityOverride() {}

  /** Whether the model's outcomes are the specification's, for that input. */
  @TLAPlusOperator(identifier = "JavaAgrees", module = "MCEquality", warn = false)
  public static Value javaAgrees(Value fault, Value p, Value s, Value i, Value spec) {
    CALLS.increment();
    return truth(COMPARISON.outcomesAgree(((StringValue) fault).val.toString(), p, s, i, spec));
  }

  /** Whether the model reaches that state exactly if the specification does. */
  @TLAPlusOperator(identifier = "JavaReaches", module = "MCEquality", warn = false)
  public static Value javaReaches(Value p, Value s, Value spec) {
    return truth(COMPARISON.reachabilityAgrees(p, s, ((BoolValue) spec).val));
  }

  /** Point k of the random points. */
  @TLAPlusOperator(identifier = "RandomPoint", module = "MCEquality", warn = false)
  public static Value randomPoint(Value k) {
    return COMPARISON.randomPoint(((IntValue) k).val);
  }

  static void report(String mismatch) {
    if (MISMATCHES.size() < SHOWN) {
      MISMATCHES.add(mismatch);
    }
  }

  private static Value truth(boolean value) {
    return value ? BoolValue.ValTrue : BoolValue.ValFalse;
  }
}
