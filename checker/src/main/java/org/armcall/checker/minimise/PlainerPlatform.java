// SPDX-License-Identifier: Apache-2.0
package org.armcall.checker.minimise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.armcall.emulator.scenario.Scenario;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.traces.platform.PlatformFile;
import org.armcall.traces.preset.PresetException;

/**
 * Machines that are plainer than the one of a scenario: a preset with fewer levels, states and
 * features; without a feature, where the machine is no preset; and with its choices as they usually
 * are.
 */
final class PlainerPlatform {
  private PlainerPlatform() {}

  static void offer(Shrinking shrinking) {
    for (Platform preset : presets()) {
      if (weight(preset) < weight(shrinking.now().platform())) {
        shrinking.offer(on(shrinking.now(), preset));
      }
    }
    if (!PlatformFile.isPreset(shrinking.now().platform())) {
      for (Feature feature : Feature.values()) {
        if (shrinking.now().platform().has(feature)) {
          shrinking.offer(on(shrinking.now(), without(shrinking.now().platform(), feature)));
        }
      }
    }
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      Platform machine = shrinking.now().platform();
      shrinking.offer(on(shrinking.now(), machine.with(choice, usual(machine, choice))));
    }
  }

  private static Scenario on(Scenario scenario, Platform platform) {
    return RecordParts.with(scenario, "platform", platform);
  }

  private static Platform without(Platform platform, Feature feature) {
    Set<Feature> left = EnumSet.copyOf(platform.features());
    left.remove(feature);
    return RecordParts.with(platform, "features", left);
  }

  private static Choice usual(Platform machine, ImplementationChoice choice) {
    return PlatformFile.isPreset(machine) ? preset(machine.name()).choice(choice) : choice.usual();
  }

  private static List<Platform> presets() {
    List<Platform> presets = new ArrayList<>();
    PlatformFile.PRESETS.forEach(name -> presets.add(preset(name)));
    presets.sort(Comparator.comparingInt(PlainerPlatform::weight));
    return presets;
  }

  private static Platform preset(String name) {
    try {
      return PlatformFile.named(name);
    } catch (PresetException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** Levels, states of levels and features: the fewer, the plainer. */
  private static int weight(Platform platform) {
    long wide =
        platform.widest().values().stream()
            .filter(state -> state == ExecutionState.AARCH64)
            .count();
    return platform.widest().size() + (int) wide + platform.features().size();
  }
}
