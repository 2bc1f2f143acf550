// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.model.platform.Architecture;
import org.armcall.model.platform.Choice;
import org.armcall.model.platform.ExceptionLevel;
import org.armcall.model.platform.ExecutionState;
import org.armcall.model.platform.Feature;
import org.armcall.model.platform.ImplementationChoice;
import org.armcall.model.platform.Platform;
import org.armcall.traces.preset.PresetException;
import org.armcall.traces.preset.Presets;

/**
 * Reads platforms: a preset by its name, or a file or object of the form of {@code
 * spec/platforms/schema.json}.
 */
public final class PlatformFile {
  /** The names of the presets in {@code spec/platforms}. */
  public static final List<String> PRESETS =
      List.of(
          "armv7a-virt",
          "armv7a-security",
          "armv7a-hyp-only",
          "armv8a-el1-a64",
          "armv8a-el2-a64",
          "armv8a-el3-a64",
          "armv8a-el3-el2-a64",
          "armv8a-el2-a32",
          "armv8a-el3-a32",
          "armv8a-el3-a32-no-el2",
          "cortex-a53",
          "armv9a-rme");

  private static final Set<String> DESCRIPTIVE =
      Set.of("$schema", "name", "about", "arch", "el3", "el2", "el1", "el0");

  private static final Presets<Platform> NAMED =
      new Presets<>("platform", PRESETS, "platforms", PlatformFile::parse);

  private PlatformFile() {}

  /**
   * The platform that an operand names: a preset, or a JSON file.
   *
   * @throws PresetException if there is no such preset or file, or the file is no platform
   */
  public static Platform named(String operand) throws PresetException {
    return NAMED.named(operand);
  }

  /** Whether a platform is the preset of its name, whatever its choices are. */
  public static boolean isPreset(Platform platform) {
    if (!PRESETS.contains(platform.name())) {
      return false;
    }
    try {
      Platform preset = named(platform.name());
      return preset.architecture() == platform.architecture()
          && preset.widest().equals(platform.widest())
          && preset.features().equals(platform.features());
    } catch (PresetException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /**
   * The platform that a JSON object describes.
   *
   * @param where what to call it in messages
   * @throws PresetException if it is malformed or describes an impossible machine
   */
  public static Platform parse(JsonNode node, String where) throws PresetException {
    if (!node.isObject()) {
      throw PresetException.input(where + ": a platform is an object or a preset's name");
    }
    refuseUnknownFields(node, where);
    Architecture architecture = architecture(node, where);
    EnumMap<ExceptionLevel, ExecutionState> widest = new EnumMap<>(ExceptionLevel.class);
    level(node, "el3", where).ifPresent(state -> widest.put(ExceptionLevel.EL3, state));
    level(node, "el2", where).ifPresent(state -> widest.put(ExceptionLevel.EL2, state));
    ExecutionState below =
        architecture == Architecture.ARMV7A || widest.containsValue(ExecutionState.AARCH32)
            ? ExecutionState.AARCH32
            : ExecutionState.AARCH64;
    ExecutionState el1 = node.has("el1") ? implemented(node, "el1", where) : below;
    widest.put(ExceptionLevel.EL1, el1);
    widest.put(ExceptionLevel.EL0, node.has("el0") ? implemented(node, "el0", where) : el1);
    try {
      return new Platform(
          node.path("name").asText(where),
          architecture,
          widest,
          features(node, architecture, where),
          choices(node, where));
    } catch (IllegalArgumentException impossible) {
      throw PresetException.input(where + ": " + impossible.getMessage());
    }
  }

  private static void refuseUnknownFields(JsonNode node, String where) throws PresetException {
    Set<String> known = new TreeSet<>(DESCRIPTIVE);
    for (Feature feature : Feature.values()) {
      known.add(feature.key());
    }
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      known.add(choice.key());
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw PresetException.input(
            where + ": a platform has no field '" + name + "'; it has " + String.join(", ", known));
      }
    }
  }

  private static Architecture architecture(JsonNode node, String where) throws PresetException {
    String text = node.path("arch").asText();
    for (Architecture architecture : Architecture.values()) {
      if (architecture.text().equals(text)) {
        return architecture;
      }
    }
    throw PresetException.input(where + ": arch must be armv7a or armv8a");
  }

  private static Optional<ExecutionState> level(JsonNode node, String field, String where)
      throws PresetException {
    return node.path(field).asText().equals("none")
        ? Optional.empty()
        : Optional.of(implemented(node, field, where));
  }

  private static ExecutionState implemented(JsonNode node, String field, String where)
      throws PresetException {
    return executionState(node.path(field).asText())
        .orElseThrow(
            () ->
                PresetException.input(
                    where
                        + ": "
                        + field
                        + " must be aarch32 or aarch64"
                        + (field.equals("el2") || field.equals("el3") ? " or none" : "")));
  }

  /** The execution state of that name; {@code a32} and {@code a64} are understood too. */
  public static Optional<ExecutionState> executionState(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "aarch32", "a32" -> Optional.of(ExecutionState.AARCH32);
      case "aarch64", "a64" -> Optional.of(ExecutionState.AARCH64);
      default -> Optional.empty();
    };
  }

  private static Set<Feature> features(JsonNode node, Architecture architecture, String where)
      throws PresetException {
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      JsonNode value = node.path(feature.key());
      if (!value.isMissingNode() && !value.isBoolean()) {
        throw PresetException.input(where + ": " + feature.key() + " must be true or false");
      }
      if (value.asBoolean(architecture == Architecture.ARMV8A)) {
        features.add(feature);
      }
    }
    return features;
  }

  private static Map<ImplementationChoice, Choice> choices(JsonNode node, String where)
      throws PresetException {
    EnumMap<ImplementationChoice, Choice> choices = new EnumMap<>(ImplementationChoice.class);
    for (ImplementationChoice choice : ImplementationChoice.values()) {
      if (node.has(choice.key())) {
        choices.put(choice, choice(node.path(choice.key()).asText(), choice, where));
      }
    }
    return choices;
  }

  private static Choice choice(String text, ImplementationChoice of, String where)
      throws PresetException {
    for (Choice choice : Choice.values()) {
      if (choice.text().equals(text)) {
        return choice;
      }
    }
    throw PresetException.input(where + ": " + of.key() + " must be yes, no or either");
  }
}
