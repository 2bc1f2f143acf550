// SPDX-License-Identifier: Apache-2.0
package org.armcall.model.platform;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A machine as far as its calls depend on it: the architecture, which Exception levels exist and
 * the widest execution state of each, the optional features, and the IMPLEMENTATION DEFINED
 * choices.
 *
 * <p>Its file form is {@code spec/platforms/schema.json}.
 *
 * @param name what the machine is called in messages; not empty
 * @param architecture ARMv7-A or Armv8-A
 * @param widest the implemented levels, each with the widest execution state that it can use; EL0
 *     and EL1 are always there
 * @param features the optional features that it has
 * @param choices a value for every {@link ImplementationChoice}
 */
public record Platform(
    String name,
    Architecture architecture,
    Map<ExceptionLevel, ExecutionState> widest,
    Set<Feature> features,
    Map<ImplementationChoice, Choice> choices) {

  /**
   * Checks that no level is wider than one above it and that ARMv7 has AArch32 levels and no later
   * feature.
   */
  public Platform {
    Map<ExceptionLevel, ExecutionState> levels = new EnumMap<>(widest);
    if (!levels.containsKey(ExceptionLevel.EL0) || !levels.containsKey(ExceptionLevel.EL1)) {
      throw new IllegalArgumentException("EL0 and EL1 are always implemented");
    }
    ExecutionState above = ExecutionState.AARCH64;
    for (int level = 3; level >= 0; level--) {
      ExecutionState state = levels.getOrDefault(ExceptionLevel.of(level), above);
      if (state == ExecutionState.AARCH64 && above == ExecutionState.AARCH32) {
        throw new IllegalArgumentException(
            "EL" + level + " cannot use AArch64 below a level that only uses AArch32");
      }
      above = state;
    }
    Set<Feature> has =
        features.isEmpty() ? EnumSet.noneOf(Feature.class) : EnumSet.copyOf(features);
    if (architecture == Architecture.ARMV7A
        && (levels.containsValue(ExecutionState.AARCH64) || !has.isEmpty())) {
      throw new IllegalArgumentException("ARMv7-A has neither AArch64 nor a feature of Armv8-A");
    }
    EnumMap<ImplementationChoice, Choice> decided = new EnumMap<>(ImplementationChoice.class);
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      decided.put(choice, choices.getOrDefault(choice, choice.usual()));
    }
    widest = Collections.unmodifiableMap(levels);
    features = Collections.unmodifiableSet(has);
    choices = Collections.unmodifiableMap(decided);
  }

  /** Whether the level is implemented. */
  public boolean has(ExceptionLevel level) {
    return widest.containsKey(level);
  }

  /** Whether the feature is implemented. */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** The widest execution state that the level can use, if the level is implemented. */
  public Optional<ExecutionState> widestOf(ExceptionLevel level) {
    return Optional.ofNullable(widest.get(level));
  }

  /** What is known of the choice. */
  public Choice choice(ImplementationChoice choice) {
    return choices.get(choice);
  }

  /** Whether UNPREDICTABLE is unconstrained here. */
  public boolean isArmv7() {
    return architecture == Architecture.ARMV7A;
  }

  /** The same machine with one choice decided otherwise. */
  public Platform with(ImplementationChoice choice, Choice value) {
    EnumMap<ImplementationChoice, Choice> changed = new EnumMap<>(choices);
    changed.put(choice, value);
    return new Platform(name, architecture, widest, features, changed);
  }
}
